"""Sampling variances of small samples made steadier before a model takes them as known.

A direct variance from a dozen answers is itself hardly known, and nought where all answer
alike. The smoothed one follows log psi = a + b log n, fitted over the areas that have both,
and is scaled so that the smoothed variances of those areas add up to their direct ones: exp of
a mean of logarithms is too small otherwise. Source: Rivest & Vandal (2003), "Mean squared error
estimation for small areas when the small area variances are estimated", Proceedings of ICRASS;
Wolter (2007), Introduction to Variance Estimation, ch. 7 (generalised variance functions).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.inputs import Floats, refused, same_length, vector

ENOUGH = 3


def smoothed_variance(variance: Any, n: Any) -> Floats:
    """Smoothed variances (m,), NaN where n is null or 0.

    variance  (m,) direct sampling variances, >= 0 or null
    n         (m,) answers per area, >= 0 or null; 0 and null are areas without a sample

    SURVEY-053 when fewer than three areas have a positive variance and answers, or n is the
    same in all (there is then no slope to fit: the mean variance is given instead, no error).
    """
    psi, count = vector(variance, "variance"), vector(n, "n")
    same_length(len(psi), n=count)
    for name, one in (("variance", psi), ("n", count)):
        wrong = np.flatnonzero(one < 0)
        if len(wrong):
            raise refused("SURVEY-041", int(wrong[0]), name, value=float(one[wrong[0]]))
    known = (psi > 0) & (count > 0)
    if known.sum() < ENOUGH:
        raise ThuocDoError.of("SURVEY-053", areas=int(known.sum()), wanted=ENOUGH)
    x, z = np.log(count[known]), np.log(psi[known])
    centred = x - x.mean()
    slope = float(centred @ z / (centred @ centred)) if np.ptp(x) > 0 else 0.0
    found = np.full(len(psi), np.nan)
    asked = count > 0
    found[asked] = np.exp(z.mean() + slope * (np.log(count[asked]) - x.mean()))
    return found * (psi[known].sum() / found[known].sum())
