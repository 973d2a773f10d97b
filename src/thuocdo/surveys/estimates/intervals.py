"""Confidence intervals from a value, its standard error and the degrees of freedom.

``t``               value ± t se
``normal``          value ± z se (too short where PSUs are few)
``logit``           on the scale log(p/(1-p)), so inside (0, 1)
``korn-graubard``   exact binomial at the effective sample size, adjusted for the degrees of
                    freedom (Korn & Graubard 1998, Survey Methodology 24); works at 0 and 1
All arguments and answers are arrays of one shape; NaN where there is no interval.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.estimates.columns import Floats

INTERVALS = ("t", "normal", "logit", "korn-graubard")
OF_SHARES = ("logit", "korn-graubard")


def interval(
    method: str, value: Floats, se: Floats, df: Floats, level: float, n: Floats
) -> tuple[Floats, Floats]:
    """Lower and upper ends; ``n`` = respondents with an answer."""
    from scipy import special

    tail = (1 + level) / 2
    reach = special.ndtri(tail) if method == "normal" else special.stdtrit(df, tail)
    with np.errstate(invalid="ignore", divide="ignore"):
        if method in ("t", "normal"):
            return value - reach * se, value + reach * se
        if method == "logit":
            return _logit(value, se, reach)
        effective = np.where(se > 0, value * (1 - value) / se**2, n)
        return _korn_graubard(value, effective, tail, reach, n)


def _logit(p: Floats, se: Floats, reach: Floats) -> tuple[Floats, Floats]:
    inside = (p > 0) & (p < 1)
    centre = np.log(p / (1 - p))
    half = reach * se / (p * (1 - p))
    low, high = (1 / (1 + np.exp(-(centre + sign * half))) for sign in (-1, 1))
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _korn_graubard(p, effective, tail, reach, n) -> tuple[Floats, Floats]:
    from scipy import special

    size = effective * (special.stdtrit(n - 1, tail) / reach) ** 2
    low = special.betaincinv(size * p, size * (1 - p) + 1, 1 - tail)
    high = special.betaincinv(size * p + 1, size * (1 - p), tail)
    known = np.isfinite(p) & np.isfinite(effective)
    low, high = np.where(p == 0, 0.0, low), np.where(p == 1, 1.0, high)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
