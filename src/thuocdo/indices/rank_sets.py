"""How sure a rank is: confidence sets of ranks, of the top k, and chances.

A higher score is better and rank 1 is best. The true rank of a unit is 1 + the number of
units truly above it; among units truly equal it is any rank they span.

Sets are those of Mogstad, Romano, Shaikh & Wilhelm, "Inference for Ranks with Applications
to Mobility across Neighbourhoods and Academic Achievement across Countries", Review of
Economic Studies 2024, doi 10.1093/restud/rdad006, for estimates that are normal and
independent between units. "j is not truly above k" is tested for all ordered pairs
(simultaneous sets), or for each unit for the pairs it is part of (marginal sets). The best
rank is 1 + the number of units found above it, the worst p - the number found below it.
The test is in `step_down`, the search that makes it fast in `max_gap`.

Everywhere: `estimates` (p,) are scores; `se` (p,) their standard errors in the same unit,
0 = known exactly; `draws` and `seed` of the simulation. The same arguments give the same
result, and the order of the units does not matter (draws are dealt in order of estimate
and se), except that units alike in both may differ by what the simulation leaves open.
`ValueError` on arguments of wrong shape or range; no units give empty arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thuocdo.indices.max_gap import (
    Floats,
    Noise,
    observed_gaps,
    over_all_pairs,
    over_pairs_of,
    over_pairs_of_each,
    simulate,
)
from thuocdo.indices.shrinkage import shrunk
from thuocdo.indices.step_down import critical_value, tail_size

__all__ = ["chance_of_rank", "rank_sets", "told_apart", "top_set"]

Ranks = NDArray[np.int64]
# Simulated scores held at a time in `chance_of_rank`: 32 MB.
AT_A_TIME = 4_000_000


def rank_sets(
    estimates: ArrayLike,
    se: ArrayLike,
    *,
    coverage: float = 0.95,
    simultaneous: bool = True,
    draws: int = 10_000,
    seed: int = 0,
) -> tuple[Ranks, Ranks]:
    """Best and worst possible rank of every unit: two integer arrays (p,).

    coverage      chance, over repeated data, that the sets hold the true ranks
    simultaneous  True: all sets hold at once, for reading the table as a whole;
                  False: each holds by itself, for one unit's own page. With the same
                  draws these are never wider.

    Units known exactly are simply compared with each other; equal ones share the ranks
    they span. Memory: 8 (draws p + about 2 p^2) bytes; time: `bench/rank_sets.py`.
    """
    x, s = _scores(estimates, se)
    _check_coverage(coverage)
    _check_draws(draws)
    p = len(x)
    low, high = np.ones(p, dtype=np.int64), np.full(p, p, dtype=np.int64)
    if p > 1:
        order = _best_first(x, s)
        x, s = x[order], s[order]
        observed, noise = observed_gaps(x, s), simulate(s, draws, seed)
        tail = tail_size(coverage, draws)
        found = (_critical_for_all if simultaneous else _critical_for_each)(
            s, observed, noise, tail
        )
        # One number or (p,): for unit k over column k (pairs (j, k): who is above k) ...
        low[order] += (observed > found).sum(axis=0)
        # ... and for unit j along row j (pairs (j, k): who is below j).
        high[order] -= (observed > np.reshape(found, (-1, 1))).sum(axis=1)
    return low, high


def _critical_for_all(se: Floats, observed: Floats, noise: Noise, tail: int) -> float:
    bounds, largest = over_all_pairs(noise, se, observed)
    return critical_value(observed, bounds, largest, tail)


def _critical_for_each(se: Floats, observed: Floats, noise: Noise, tail: int) -> Floats:
    found = np.empty(len(se))
    for unit, (bounds, largest) in enumerate(over_pairs_of_each(noise, se, observed)):
        # The gaps of its pairs on either side are +-observed[unit].
        found[unit] = critical_value(np.abs(observed[unit]), bounds, largest, tail)
    return found


def top_set(
    estimates: ArrayLike,
    se: ArrayLike,
    k: int,
    *,
    coverage: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> NDArray[np.bool_]:
    """Which units may be among the true top k, 1 <= k <= p: a mask (p,).

    With chance `coverage` the mask holds *all* units of true rank <= k (the confidence
    set for the tau-best of Mogstad et al.): those whose best rank in the simultaneous
    sets is <= k.
    """
    x, s = _scores(estimates, se)
    _check_place(k, len(x))
    low, _ = rank_sets(x, s, coverage=coverage, draws=draws, seed=seed)
    return low <= k


def told_apart(
    estimates: ArrayLike,
    se: ArrayLike,
    unit: int,
    *,
    coverage: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> NDArray[np.int64]:
    """Who is surely above `unit` (1), surely below it (-1), or not told apart (0): (p,).

    By the test behind the marginal set of `unit`, whose best rank is 1 + the number of 1s
    and whose worst is p - the number of -1s. All verdicts hold at once with chance
    `coverage`. `unit` counts from 0.
    """
    x, s = _scores(estimates, se)
    _check_coverage(coverage)
    _check_draws(draws)
    if len(x) < 2:
        return np.zeros(len(x), dtype=np.int64)
    order = _best_first(x, s)
    place = int(np.flatnonzero(order == unit)[0])
    x, s = x[order], s[order]
    observed, noise = observed_gaps(x, s), simulate(s, draws, seed)
    bounds, largest = over_pairs_of(place, noise, s, observed)
    gaps = np.abs(observed[place])
    critical = critical_value(gaps, bounds, largest, tail_size(coverage, draws))
    verdict = np.empty(len(x), dtype=np.int64)
    verdict[order] = (observed[:, place] > critical) * 1 - (observed[place] > critical) * 1
    return verdict


def chance_of_rank(
    estimates: ArrayLike,
    se: ArrayLike,
    k: int,
    *,
    draws: int = 10_000,
    seed: int = 0,
    shrink: bool = False,
) -> Floats:
    """Chance (p,) that each unit's true rank is <= k, 1 <= k <= p, given the estimates.

    shrink=False  Flat prior, theta_j ~ N(estimate, se^2): takes each estimate at its word.
        Too kind to the leaders (winner's curse): a unit is on top partly because its error
        was upward, the more so the larger its se, and the flat prior does not know that
        the unit was picked for being on top.
    shrink=True   Corrects this: true scores are taken to come from one normal population
        and each estimate is pulled to its mean by as much as its se warrants (see
        `shrinkage`). Where the estimates differ by no more than their errors explain,
        nothing tells the units apart and each has chance k / p.

    A simulated chance c has standard error sqrt(c (1 - c) / draws). The chances add up to
    k, unless equal units known exactly share the better rank. Unlike `rank_sets`, which
    hold whatever the true scores are, a chance is as good as its model.
    """
    x, s = _scores(estimates, se)
    _check_place(k, len(x))
    _check_draws(draws)
    mean, sd = shrunk(x, s) if shrink and len(x) else (x, s)
    if s.any() and not sd.any():
        return np.full(len(x), k / len(x))
    return _simulated_chance(mean, sd, k, draws, seed) if len(x) else np.empty(0)


def _simulated_chance(mean: Floats, sd: Floats, k: int, draws: int, seed: int) -> Floats:
    """Share (p,) of draws from N(mean, sd^2) in which the unit is among the k best."""
    p = len(mean)
    order = _best_first(mean, sd)
    mean, sd = mean[order], sd[order]
    rng = np.random.default_rng(seed)
    times = np.zeros(p)
    size = max(AT_A_TIME // p, 1)
    for start in range(0, draws, size):
        rows = min(size, draws - start)
        scores = mean + sd * rng.standard_normal((rows, p))
        kth = np.partition(scores, p - k, axis=1)[:, p - k]
        times[order] += (scores >= kth[:, None]).sum(axis=0)
    return times / draws


def _best_first(estimates: Floats, se: Floats) -> NDArray[np.intp]:
    return np.lexsort((se, -estimates))


def _scores(estimates: ArrayLike, se: ArrayLike) -> tuple[Floats, Floats]:
    x, s = np.asarray(estimates, dtype=np.float64), np.asarray(se, dtype=np.float64)
    if x.ndim != 1 or x.shape != s.shape:
        raise ValueError(
            f"estimates and se must be lists of one length, not of shapes {x.shape} and {s.shape}"
        )
    if not (np.isfinite(x).all() and np.isfinite(s).all()):
        raise ValueError("estimates and se must be finite; leave out units without a score or se")
    if (s < 0).any():
        raise ValueError("se must not be negative")
    return x, s


def _check_coverage(coverage: float) -> None:
    if not 0 < coverage < 1:
        raise ValueError(f"coverage must be above 0 and below 1, not {coverage}")


def _check_draws(draws: int) -> None:
    if not _is_whole(draws) or draws < 1:
        raise ValueError(f"draws must be a whole number, at least 1, not {draws}")


def _check_place(k: int, units: int) -> None:
    # Of no units every question has the empty answer, so any k from 1 will do.
    if not _is_whole(k) or k < 1 or 0 < units < k:
        raise ValueError(f"k must be a whole number from 1 to the number of units, not {k}")


def _is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)
