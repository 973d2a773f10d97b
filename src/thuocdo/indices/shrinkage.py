"""Scores pulled towards their mean by as much as their errors warrant (empirical Bayes).

Model: true scores theta_j ~ N(mean, variance), estimates x_j ~ N(theta_j, se_j^2), all
independent. Given mean and variance, theta_j is normal with

    mean  (variance x_j + se_j^2 mean) / (variance + se_j^2)
    sd    sqrt(variance se_j^2 / (variance + se_j^2)).

The two are estimated from the estimates themselves and then taken as known, so the sd
leaves out their own uncertainty; with a dozen units or more that is small.

Source: Paule & Mandel (1982), "Consensus values and weighting factors", Journal of
Research of the National Bureau of Standards 87, 377-385; DerSimonian & Kacker (2007),
Contemporary Clinical Trials 28, 105-114.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A variance between units below this share of the variance of the estimates counts as 0.
NOTHING = 1e-12


def paule_mandel(estimates: Floats, se: Floats) -> tuple[float, float]:
    """Precision-weighted mean of the true scores and the variance between them.

    estimates, se  (p,), p >= 1, finite, se >= 0. The variance (unit of the scores,
    squared) solves sum w_j (x_j - mean)^2 = p - 1 with w_j = 1 / (variance + se_j^2);
    it is 0 when the estimates differ by no more than their errors explain.
    """
    centre = estimates.mean()
    x = estimates - centre
    degrees = len(x) - 1
    # At this variance the sum is at most `degrees`; it falls as the variance rises.
    high = float(x @ x) / degrees if degrees else 0.0
    if high == 0.0:
        return float(centre), 0.0

    def weighted(variance: float) -> tuple[float, float]:
        w = 1.0 / (variance + se * se)
        mean = float(w @ x / w.sum())
        return mean, float(w @ (x - mean) ** 2)

    low = NOTHING * high
    mean, total = weighted(low)
    if total <= degrees:
        return float(centre + mean), 0.0
    while low < (middle := (low + high) / 2) < high:
        mean, total = weighted(middle)
        low, high = (middle, high) if total > degrees else (low, middle)
    return float(centre + mean), high


def shrunk(estimates: Floats, se: Floats) -> tuple[Floats, Floats]:
    """Mean and sd (p,) of each true score given the estimates; sd 0 where variance is 0."""
    mean, variance = paule_mandel(estimates, se)
    if variance == 0.0:
        return np.full(len(se), mean), np.zeros(len(se))
    kept = variance / (variance + se * se)
    return mean + kept * (estimates - mean), np.sqrt(kept) * se
