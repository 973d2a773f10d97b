"""The two variances of the nested-error model, by REML or ML, from sums per area.

    y_ij = x_ij' beta + v_i + e_ij,   v_i ~ N(0, sigma_v2),   e_ij ~ N(0, sigma_e2)

With lambda = sigma_v2 / sigma_e2 given, beta and sigma_e2 have closed forms, so one number is
sought: the likelihood profiled over the rest is looked over on a grid and the zero of its slope
found within the best step (Brent). X is first made orthonormal and y cleared of it, so nothing
is lost to rounding when columns are large; each look costs m p^2, never n x n. lambda may be 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thuocdo.surveys.areas.inputs import Floats

METHODS = ("REML", "ML")
GRID = np.concatenate([[0.0], np.logspace(-7, 7, 43)])


@dataclass(frozen=True)
class Sums:
    """Per area: units n (m,), sums of columns (m, p) and of y (m,); cross-products of all."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    xy: Floats
    yy: float

    @property
    def units(self) -> int:
        return int(self.n.sum())


def sums_of(y: Floats, X: Floats, place: NDArray[np.int64], areas: int) -> Sums:
    """Sums of units lying in areas ``place`` (0 ... areas-1, all present)."""
    n = np.bincount(place, minlength=areas).astype(float)
    by_area = [np.bincount(place, weights=column, minlength=areas) for column in X.T]
    sum_y = np.bincount(place, weights=y, minlength=areas)
    return Sums(n, np.column_stack(by_area), sum_y, X.T @ X, X.T @ y, float(y @ y))


@dataclass(frozen=True)
class Profile:
    """The fit at one lambda: deviance (-2 log-likelihood), its slope in lambda, sigma_e2."""

    deviance: float
    slope: float
    unit_variance: float
    beta: Floats


def profile(ratio: float, sums: Sums, restricted: bool) -> Profile:
    """Everything but lambda at its best for this lambda, ``ratio``."""
    shrink = ratio / (1 + sums.n * ratio)
    change = 1 / (1 + sums.n * ratio) ** 2
    A = sums.xx - (shrink[:, None] * sums.x).T @ sums.x
    b = sums.xy - sums.x.T @ (shrink * sums.y)
    beta = np.linalg.solve(A, b)
    left = sums.y - sums.x @ beta
    rss = sums.yy - float(shrink @ sums.y**2) - float(b @ beta)
    degrees = sums.units - (len(beta) if restricted else 0)
    deviance = float(np.sum(np.log1p(sums.n * ratio)))
    deviance += degrees * (1 + np.log(2 * np.pi * rss / degrees))
    slope = float(np.sum(sums.n / (1 + sums.n * ratio)))
    slope -= degrees * float(change @ left**2) / rss
    if restricted:
        deviance += float(np.linalg.slogdet(A)[1])
        slope -= float(np.trace(np.linalg.solve(A, (change[:, None] * sums.x).T @ sums.x)))
    return Profile(deviance, slope, rss / degrees, beta)


def best_ratio(sums: Sums, restricted: bool) -> float:
    """The lambda of greatest (restricted) likelihood."""
    from scipy.optimize import brentq  # heavy: only where a model is fitted

    heights = [profile(ratio, sums, restricted).deviance for ratio in GRID]
    at = int(np.argmin(heights))
    low, high = GRID[max(at - 1, 0)], GRID[min(at + 1, len(GRID) - 1)]

    def slope(ratio: float) -> float:
        return profile(ratio, sums, restricted).slope

    if slope(low) >= 0:
        return float(low)
    if slope(high) <= 0:
        return float(high)
    return float(brentq(slope, low, high, xtol=1e-300, rtol=1e-14))
