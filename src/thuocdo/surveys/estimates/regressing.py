"""Linear and logistic regression with the errors of the design.

Coefficients solve the weighted score equations; their errors are linearised (Binder 1983, Int.
Stat. Review 51) through the same variance as every estimate. Fisher scoring stops as R's
``glm`` does, relative deviance moving by less than 1e-8, and takes the working weights of its
last step, so that the errors are R ``svyglm``'s to the last printed digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import (
    Floats,
    names,
    need,
    need_one_of,
    need_share,
    numbers,
    refuse,
)
from thuocdo.surveys.estimates.design import design_of
from thuocdo.surveys.estimates.influence import Whole

FAMILIES = ("gaussian", "binomial")
INTERCEPT = "(Intercept)"
STOP = 1e-8
STEPS = 50
# A chance as near to nought as this is no estimate: scoring was on its way to infinity.
CERTAIN = 1e-7


def regress(
    frame: pl.DataFrame,
    *,
    target: str,
    on: str | Sequence[str],
    family: str = "gaussian",
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    weight: str | None = None,
    fpc: str | Sequence[str] | None = None,
    level: float = 0.95,
    singleton: str = "error",
) -> pl.DataFrame:
    """Coefficients ``[term, value, se, low, high, df, t, p_value]`` of ``target`` on numbers.

    ``binomial``: the target is 0 and 1, coefficients are log odds. Rows without a value are
    left out, the design stays whole; df = PSUs - strata + 1 - coefficients (as R ``svyglm``).
    Raises SURVEY-031 on a target that is not 0 and 1, SURVEY-032 when columns depend on each
    other or the fit does not settle (a column that tells 0 from 1 without fail).
    """
    columns = names(on)
    need(frame, (target, *columns))
    need_one_of("family", family, FAMILIES)
    need_share("level", level)
    design = design_of(
        frame, strata=strata, psu=psu, ssu=ssu, nest=nest, weight=weight, fpc=fpc,
        singleton=singleton,
    )  # fmt: skip
    x = np.column_stack([np.ones(frame.height), *(numbers(frame, one) for one in columns)])
    y = numbers(frame, target)
    inside = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    if not inside.any():
        raise refuse("SURVEY-013", column=target)
    kept, w = x[inside], design.weight[inside]
    if np.linalg.matrix_rank(kept / np.maximum(np.abs(kept).max(axis=0), 1e-300)) < x.shape[1]:
        raise refuse("SURVEY-032", terms=", ".join(columns))
    fit = linear if family == "gaussian" else logistic
    if family == "binomial" and not np.isin(y[inside], (0, 1)).all():
        at = int(np.flatnonzero(inside & ~np.isin(y, (0, 1)))[0])
        raise refuse("SURVEY-031", column=target, row=at + 2, value=float(y[at]))
    fitted = fit(kept, y[inside], w / w.mean())
    if fitted is None:
        raise refuse("SURVEY-032", terms=", ".join(columns))
    slope, information, residual = fitted
    influence = np.zeros_like(x)
    influence[inside] = (kept * residual[:, None]) @ np.linalg.inv(information * w.mean())
    variance = Whole(design).variance(influence)
    return _told([INTERCEPT, *columns], slope, variance, design.df + 1 - len(slope), level)


def linear(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Slopes, information and residuals of weighted least squares."""
    information = x.T @ (x * w[:, None])
    slope = np.linalg.solve(information, x.T @ (w * y))
    return slope, information, y - x @ slope


def logistic(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats, Floats] | None:
    """The same of logistic regression; ``None`` when it does not settle."""
    share = (w * y + 0.5) / (w + 1)
    eta = np.log(share / (1 - share))
    before = np.inf
    for _ in range(STEPS):
        bend = share * (1 - share)
        information = x.T @ (x * (w * bend)[:, None])
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e15:
            return None
        slope = np.linalg.solve(information, x.T @ (w * (bend * eta + y - share)))
        eta = x @ slope
        share = 1 / (1 + np.exp(-eta))
        if ((share < CERTAIN) | (share > 1 - CERTAIN)).any():
            return None  # told apart without fail: no finite coefficient
        likely = np.where(y == 1, share, 1 - share)
        deviance = -2 * (w * np.log(likely)).sum()
        if abs(deviance - before) / (abs(deviance) + 0.1) < STOP:
            return slope, information, bend * (y - share) / (share * (1 - share))
        before = deviance
    return None


def _told(terms, slope, variance, df: int, level: float) -> pl.DataFrame:
    from scipy import special

    se = np.sqrt(np.maximum(variance, 0))
    known = df > 0
    reach = special.stdtrit(df, (1 + level) / 2) if known else np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(se > 0, slope / se, np.nan)
    chance = 2 * special.stdtr(df, -np.abs(t)) if known else np.full(len(t), np.nan)
    told = {"value": slope, "se": se, "low": slope - reach * se, "high": slope + reach * se}
    told |= {"df": np.full(len(t), df), "t": t, "p_value": chance}
    return pl.DataFrame(
        {"term": terms, **{k: pl.Series(v, nan_to_null=True) for k, v in told.items()}}
    )
