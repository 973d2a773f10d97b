"""Testing many score differences at once: the step-down test.

Scores are estimates with errors. For every ordered pair of units in question the
statement "j is not truly above k" is tested. Were it just true, the studentised
gap would be pure chance,

    g_jk = (e_j - e_k) / sqrt(se_j^2 + se_k^2),   e_j = se_j z_j,  z_j ~ N(0, 1),

so each observed gap is held against the *largest* chance gap over all pairs in
question: the critical value is its quantile over simulated draws (parametric
bootstrap, max-t). Pairs whose observed gap exceeds it are decided; the test is
repeated on the others until nothing more is decided (step-down).

Source: Romano & Wolf (2005), "Exact and approximate stepdown methods for
multiple hypothesis testing", JASA 100, 94-108; used for ranks by Mogstad, Romano,
Shaikh & Wilhelm, Review of Economic Studies 2024, doi 10.1093/restud/rdad006.

**The same answer as computing every gap of every draw, with few computed.**

1. *A family is a threshold.* All pairs share one critical value, so those in
   question are always the pairs with observed gap <= c, for some c. The critical
   value of a smaller family is never larger, to the last bit: in each draw the
   gaps are the same numbers and their maximum is over fewer of them, and an
   order statistic (no interpolation) cannot rise when no value rises. So
   step-down need not start from all pairs: from any c not below the first
   critical value it goes through families that lie between those of the plain
   procedure and its last one, and therefore ends at that last one.
2. *Bounds first.* A cheap upper bound on each draw's largest gap (`max_gap`) gives
   such a start without computing any gap.
3. *Only large draws matter.* The quantile is the n-th largest value over draws.
   Draws are computed in order of their bounds until n exact values are not
   below the bound of any draw left out.
4. *What is known stays known.* When pairs leave the family, a draw's largest gap
   is still exact if the pair that attained it is still in.
"""

from __future__ import annotations

import math

import numpy as np

from thuocdo.indices.max_gap import Floats, Largest

__all__ = ["critical_value", "tail_size"]


def tail_size(coverage: float, draws: int) -> int:
    """n such that the critical value is the n-th largest of `draws` values.

    That is the smallest order statistic with at least coverage * draws values not
    above it. The small subtraction undoes binary dust (0.07 * 100 > 7).
    """
    not_above = max(math.ceil(coverage * draws - 1e-9), 1)
    return draws - not_above + 1


def critical_value(observed: Floats, bounds: Floats, largest: Largest, tail: int) -> float:
    """The critical value at which step-down stops: larger observed gaps are decided.

    observed  any shape  observed gaps of the family (all, or only those above 0)
    bounds    (draws,)   not below the draw's largest gap, nor below 0; overwritten
    largest   see `max_gap.Largest`
    tail      from `tail_size`

    It is not below 0: that a unit was seen *below* another is never taken as a
    sign that it is above. This touches only coverage near or under one half, and
    keeps best rank <= worst rank for any coverage.
    """
    held_by = np.full(len(bounds), np.inf)
    threshold = _nth_largest(bounds, tail)
    while True:
        critical = _one_step(threshold, bounds, held_by, largest, tail)
        if not np.any((observed > critical) & (observed <= threshold)):
            return critical
        threshold = critical


def _one_step(
    threshold: float, bounds: Floats, held_by: Floats, largest: Largest, tail: int
) -> float:
    """Critical value of the family with observed gap <= threshold.

    `bounds[d]` is exact for it where `held_by[d]`, the observed gap of the pair that
    attains it, is in the family; both are brought up to date for the draws needed.
    """
    exact = held_by <= threshold
    while True:
        reached = _nth_largest(bounds[exact], tail) if exact.sum() >= tail else -1.0
        batch = np.flatnonzero(~exact & (bounds > reached))
        if batch.size == 0:
            return reached
        if batch.size > tail:
            batch = batch[np.argpartition(bounds[batch], -tail)[-tail:]]
        bounds[batch], held_by[batch] = largest(batch, threshold)
        exact[batch] = True


def _nth_largest(values: Floats, n: int) -> float:
    return float(np.partition(values, -n)[-n])
