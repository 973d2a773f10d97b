"""Design weights: one over the chance of being drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import names, need, positive, refuse
from thuocdo.surveys.estimates.design import design_of


def design_weights(
    frame: pl.DataFrame,
    *,
    probability: str | Sequence[str] | None = None,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    fpc: str | Sequence[str] | None = None,
) -> pl.Series:
    """Weights by row (``weight``), in people of the population a respondent stands for.

    Either ``probability``: column(s) of the chance of being drawn, one a stage, in (0, 1]; the
    weight is one over their product. Or ``fpc``, sizes of the population a stage, for simple
    drawing within strata and PSUs: the weight is N/n × M/m (Horvitz & Thompson 1952, JASA 47).
    Raises SURVEY-033 on a chance above 1, SURVEY-016 without either.
    """
    if probability is None:
        if fpc is None:
            raise refuse("SURVEY-016", given=0)
        design = design_of(frame, strata=strata, psu=psu, ssu=ssu, fpc=fpc, singleton="center")
        return pl.Series("weight", design.weight)
    chance = np.ones(frame.height)
    need(frame, names(probability))
    for column in names(probability):
        found = positive(frame, column)
        if (found > 1).any():
            at = int((found > 1).argmax())
            raise refuse("SURVEY-033", column=column, row=at + 2, value=float(found[at]))
        chance = chance * found
    return pl.Series("weight", 1 / chance)
