"""Quantiles of a weighted distribution, and Woodruff's interval.

The quantile is the smallest value at which the weighted share of answers reaches p (R's
``qrule="math"``). Its interval turns that of the share below it into values (Woodruff 1952,
JASA 47); the standard error is half its length over the t it was made with.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.estimates.columns import Codes, Floats

# A share is reached when it is short by rounding only: weights are stored with 7 to 16 digits.
ROUNDING = 1e-12


class Ordered:
    """The answers of every domain in order, with the share of its weight up to each.

    ``domain`` by row, -1 for rows of none; a missing answer is in no domain.
    """

    def __init__(self, y: Floats, weight: Floats, domain: Codes, count: int):
        rows = np.flatnonzero((domain >= 0) & ~np.isnan(y))
        rows = rows[np.lexsort((y[rows], domain[rows]))]
        self._y, self._edge = y[rows], np.searchsorted(domain[rows], np.arange(count + 1))
        self._weight = weight[rows]

    def at(self, p: Floats) -> Floats:
        """The quantile of order p (domains,) of each; NaN outside (0, 1] or without answers."""
        found = np.full(len(p), np.nan)
        for one, order in enumerate(p):
            start, stop = self._edge[one], self._edge[one + 1]
            if start == stop or not 0 < order <= 1:
                continue
            share = np.cumsum(self._weight[start:stop])
            place = int(np.searchsorted(share / share[-1], order - ROUNDING, side="left"))
            found[one] = self._y[start + min(place, stop - start - 1)]
        return found
