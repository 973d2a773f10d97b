"""Non-response: the weights of those who answered take over those who did not.

Within classes alike in who answers, weights are multiplied by Σ w of all over Σ w of those who
answered (weighting classes; Little 1986, Int. Stat. Review 54). Classes are columns, or made
from a regression of answering on what is known of everybody: fifths of the fitted chance
(Rosenbaum & Rubin 1984, JASA 79).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import (
    Floats,
    codes,
    complete,
    names,
    need,
    numbers,
    positive,
    refuse,
)
from thuocdo.surveys.estimates.regressing import logistic

FIFTHS = 5


@dataclass(frozen=True)
class Adjusted:
    """``weights`` by row, null for those who did not answer, and a report by class:

    ``[class columns…, drawn, answered, rate, factor]``; ``rate`` is the weighted share who
    answered, ``factor`` what their weights were multiplied by.
    """

    weights: pl.Series
    report: pl.DataFrame


def adjust_nonresponse(
    frame: pl.DataFrame,
    *,
    weight: str,
    answered: str,
    classes: str | Sequence[str] | None = None,
) -> Adjusted:
    """Weights of respondents that stand for all who were drawn.

    frame     everybody drawn, one a row, those who did not answer included
    answered  true or false (1, 0), no empty cell
    classes   columns known for everybody; without them one class
    Raises SURVEY-034 on a class where nobody answered, SURVEY-031 on other values.
    """
    by = names(classes)
    need(frame, (weight, answered, *by))
    w, there = positive(frame, weight), _answered(frame, answered)
    for column in by:
        complete(frame, column)
    group, found = codes(frame, by)
    count = found.height if by else 1
    all_of, of_those = (np.bincount(group, weights=one, minlength=count) for one in (w, w * there))
    if (of_those == 0).any():
        at = int((of_those == 0).argmax())
        where = ", ".join(f"{name} = {found[name][at]}" for name in by) or answered
        drawn = int((group == at).sum())
        raise refuse("SURVEY-034", where=where, drawn=drawn)
    factor = all_of / of_those
    weights = np.where(there, w * factor[group], np.nan)
    report = pl.DataFrame(
        {
            **{name: found[name] for name in by},
            "drawn": np.bincount(group, minlength=count),
            "answered": np.bincount(group, weights=there, minlength=count).astype(np.int64),
            "rate": of_those / all_of,
            "factor": factor,
        }
    )
    return Adjusted(pl.Series("weight", weights, nan_to_null=True), report)


def propensity_classes(
    frame: pl.DataFrame,
    *,
    weight: str,
    answered: str,
    on: str | Sequence[str],
    classes: int = FIFTHS,
) -> pl.Series:
    """A class by row, 1 (least likely to answer) to ``classes``, for ``adjust_nonresponse``.

    ``on``: columns of numbers known for everybody. Equal chances share a class, so there may
    be fewer. Raises SURVEY-032 when answering can be told without fail.
    """
    columns = names(on)
    need(frame, (weight, answered, *columns))
    if not isinstance(classes, int) or classes < 2:
        raise refuse("SURVEY-012", name="classes", value=str(classes), allowed="2, 3, …")
    w, there = positive(frame, weight), _answered(frame, answered)
    for column in columns:
        complete(frame, column)
    x = np.column_stack([np.ones(frame.height), *(numbers(frame, one) for one in columns)])
    fitted = logistic(x, there, w / w.mean())
    if fitted is None:
        raise refuse("SURVEY-032", terms=", ".join(columns))
    slope = fitted[0]
    chance = np.round(x @ slope, 12)
    edges = np.quantile(chance, np.arange(1, classes) / classes)
    _, dense = np.unique(np.searchsorted(edges, chance, side="left"), return_inverse=True)
    return pl.Series("class", dense + 1, dtype=pl.Int64)


def _answered(frame: pl.DataFrame, column: str) -> Floats:
    complete(frame, column)
    found = numbers(frame, column)
    if not np.isin(found, (0, 1)).all():
        at = int((~np.isin(found, (0, 1))).argmax())
        raise refuse("SURVEY-031", column=column, row=at + 2, value=float(found[at]))
    return found
