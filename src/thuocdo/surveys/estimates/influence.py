"""Variances of statistics of the whole sample, given what each respondent adds to them.

``influence`` (n, k): what a respondent of weight one adds to each of k statistics, nought for
those left out. Then Σ w·influence has, to first order, the variance of the statistic.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.estimates.cells import Cells, Domains, cells_of
from thuocdo.surveys.estimates.columns import Floats
from thuocdo.surveys.estimates.design import Design
from thuocdo.surveys.estimates.variance import Stages


class Whole:
    """The whole sample as one domain."""

    def __init__(self, design: Design):
        self._design = design
        everyone = np.zeros(len(design.weight), dtype=np.int64)
        self._cells: Cells = cells_of(design, Domains(everyone, None, 1))
        self._stages = Stages(design, self._cells.domain, self._cells.unit, 1)

    def variance(self, influence: Floats) -> Floats:
        """(k,) variances."""
        weighted = influence * self._design.weight[:, None]
        z = np.stack([self._cells.sum_rows(one) for one in weighted.T], axis=1)
        return self._stages.variance(z)[0]

    def covariance(self, influence: Floats) -> Floats:
        """(k, k) covariances, each from the variances of a sum and a difference."""
        k = influence.shape[1]
        one, other = np.triu_indices(k)
        both = [influence[:, one] + sign * influence[:, other] for sign in (1, -1)]
        found = (self.variance(both[0]) - self.variance(both[1])) / 4
        square = np.zeros((k, k))
        square[one, other] = found
        return square + np.triu(square, 1).T
