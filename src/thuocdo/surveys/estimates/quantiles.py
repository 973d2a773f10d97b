"""Quantiles of a weighted distribution, and Woodruff's interval.

The quantile is the smallest value at which the weighted share of answers reaches p (R's
``qrule="math"``). Its interval turns that of the share below it into values (Woodruff 1952,
JASA 47); the standard error is half its length over the t it was made with.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.estimates.columns import Floats

# A share is reached when it is short by rounding only: weights are stored with 7 to 16 digits.
ROUNDING = 1e-12


class Ordered:
    """The answers of one domain in order, with the share of weight up to each."""

    def __init__(self, y: Floats, weight: Floats):
        order = np.argsort(y, kind="stable")
        self._y = y[order]
        share = np.cumsum(weight[order])
        self._share = share / share[-1] if len(share) else share

    def at(self, p: float) -> float:
        """The quantile of order p; NaN outside (0, 1] or without answers."""
        if not len(self._y) or not 0 < p <= 1:
            return np.nan
        place = int(np.searchsorted(self._share, p - ROUNDING, side="left"))
        return float(self._y[min(place, len(self._y) - 1)])
