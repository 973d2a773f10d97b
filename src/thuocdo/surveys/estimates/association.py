"""Whether two factors go together: the chi-square test for samples by design.

Pearson's statistic of the table of estimated shares is divided by the mean of its generalised
design effects, and tested as F with Satterthwaite's degrees of freedom (Rao & Scott 1984,
Annals of Statistics 12; Thomas & Rao 1987, JASA 82): what R's ``svychisq`` prints first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import Floats, codes, need, refuse
from thuocdo.surveys.estimates.design import design_of
from thuocdo.surveys.estimates.influence import Whole


@dataclass(frozen=True)
class Association:
    """F, its two degrees of freedom, the chance of one as large, respondents with both answers."""

    f: float
    df: float
    df_below: float
    p_value: float
    n: int


def association(
    frame: pl.DataFrame,
    *,
    first: str,
    second: str,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    singleton: str = "error",
) -> Association:
    """Test that ``first`` and ``second`` (factors or codes) are independent.

    Respondents without one of the answers are left out, the design stays whole. Arguments of
    the design as for ``estimate``. Raises SURVEY-030 when a factor has fewer than two levels.
    """
    need(frame, (first, second))
    if first == second:
        raise refuse("SURVEY-037", column=first)
    design = design_of(
        frame, strata=strata, psu=psu, ssu=ssu, nest=nest, weight=weight, fpc=fpc,
        singleton=singleton,
    )  # fmt: skip
    inside = (frame[first].is_not_null() & frame[second].is_not_null()).to_numpy()
    asked = frame.with_columns(
        pl.when(pl.Series(inside)).then(pl.col(name)).alias(name) for name in (first, second)
    )
    (row, rows), (column, columns) = (codes(asked, (name,)) for name in (first, second))
    for name, levels in ((first, rows), (second, columns)):
        if levels.height < 2:
            raise refuse("SURVEY-030", column=name, count=levels.height)
    shape = rows.height, columns.height
    cell = np.where(inside, row * shape[1] + column, -1)
    member = (cell[:, None] == np.arange(shape[0] * shape[1])).astype(float)
    size = design.weight[inside].sum()
    share = design.weight @ member / size
    influence = np.where(inside[:, None], member - share, 0.0) / size
    return _tested(share.reshape(shape), Whole(design).covariance(influence), inside, design.df)


def _tested(share: Floats, covariance: Floats, inside, df: int) -> Association:
    from scipy import special

    n = int(inside.sum())
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    pearson = n * ((share - expected) ** 2 / expected).sum()
    effects = _design_effects(share, covariance * n)
    mean, square = np.trace(effects), np.trace(effects @ effects)
    ndf, f = float(mean**2 / square), float(pearson / mean)
    return Association(f, ndf, ndf * df, float(special.fdtrc(ndf, ndf * df, f)), n)


def _design_effects(share: Floats, covariance: Floats) -> Floats:
    """Design effects of the contrasts orthogonal to both margins.

    An empty cell adds nothing (its inverse is taken as nought, as R does).
    """
    rows, columns = share.shape
    main = np.hstack(
        [np.kron(np.eye(rows), np.ones((columns, 1))), np.kron(np.ones((rows, 1)), np.eye(columns))]
    )
    left, _, _ = np.linalg.svd(main)
    contrast = left[:, rows + columns - 1 :]
    flat = share.ravel()
    inverse = np.divide(1.0, flat, out=np.zeros_like(flat), where=flat > 0)
    scaled = contrast * inverse[:, None]
    return np.linalg.solve(contrast.T @ scaled, scaled.T @ covariance @ scaled)
