"""The largest chance gap between units in a simulated draw, found without trying every pair.

A draw gives each unit an error e_j = se_j z_j, z_j ~ N(0, 1). The gap of j over k is
g_jk = (e_j - e_k) / sqrt(se_j^2 + se_k^2). Wanted is its maximum over a family of ordered
pairs: those whose observed gap is not above a threshold (see `step_down`), either among
all units or with one given unit.

With tan(a) = se_k / se_j,

    g_jk = cos(a) z_j - sin(a) z_k <= sqrt(u_j^2 + v_k^2),   u = max(z, 0), v = max(-z, 0).

Hence a draw's largest gap is at most sqrt(max u^2 + max v^2), and once some gap g is
found, only units with u_j^2 >= g^2 - max v^2 and v_k^2 >= g^2 - max u^2 can form a
larger one. Gaps themselves are always computed by the formula above, in the same
floating-point steps, so that the result does not depend on the road taken.

Differences known exactly (both se 0) are given the divisor inf: their chance gap is 0,
and no maximum is below 0 anyway, so they have no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
# (draw numbers (n,), threshold) -> two arrays (n,): each draw's largest gap, not below 0,
# over the pairs with observed gap <= threshold; and the observed gap of the pair that
# attains it (-inf where the maximum is 0, which no smaller family can undercut).
Largest = Callable[[Numbers, float], tuple[Floats, Floats]]

# Up to this many units computing every pair is faster than a search; same result.
EVERY_PAIR_UP_TO = 200
# For the pairs of one unit: how many extreme units of a draw are tried at either end
# before all, and from how many units on that pays.
FEW = 64
TRY_FEW_FROM = 500
# Bounds are widened by more than rounding can take away from a gap.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Noise:
    """Simulated errors of p units.

    errors  (draws, p)  se_j z_j, in the unit of the scores
    up      (draws,)    largest z_j of the draw, not below 0
    down    (draws,)    largest -z_j of the draw, not below 0
    """

    errors: Floats
    up: Floats
    down: Floats


def simulate(se: Floats, draws: int, seed: int) -> Noise:
    """Errors N(0, se_j^2), independent between units, `draws` times; se (p,), p >= 1."""
    errors = np.random.default_rng(seed).standard_normal((draws, len(se)))
    # A unit without error cannot contribute to a gap, so not to the bounds either.
    errors[:, se == 0] = 0.0
    up = errors.max(axis=1, initial=0.0)
    down = -errors.min(axis=1, initial=0.0)
    errors *= se
    return Noise(errors, up, down)


def pair_se(first: Floats, second: Floats) -> Floats:
    """sqrt(first^2 + second^2), broadcast; inf where both are 0 (known exactly)."""
    spread = np.hypot(first, second)
    return np.where(spread == 0, np.inf, spread)


def observed_gaps(estimates: Floats, se: Floats) -> Floats:
    """(p, p): (x_j - x_k) / sqrt(se_j^2 + se_k^2), a pure number.

    A difference known exactly is +inf if above 0, else -inf: no critical value
    changes the verdict.
    """
    differences = estimates[:, None] - estimates
    spread = pair_se(se[:, None], se)
    known = np.isinf(spread)
    gaps = differences / spread
    gaps[known] = np.where(differences[known] > 0, np.inf, -np.inf)
    return gaps


# --- all ordered pairs


def over_all_pairs(noise: Noise, se: Floats, observed: Floats) -> tuple[Floats, Largest]:
    """Bounds (draws,) and exact maxima for the family of all ordered pairs.

    Units must come in descending order of estimate.
    """
    bounds = np.sqrt(noise.up**2 + noise.down**2) * (1 + ROUNDING)
    search = _every_pair if len(se) <= EVERY_PAIR_UP_TO else _each_draw

    def largest(batch: Numbers, threshold: float) -> tuple[Floats, Floats]:
        return search(noise.errors[batch], se, observed, threshold)

    return bounds, largest


def _every_pair(
    errors: Floats, se: Floats, observed: Floats, threshold: float
) -> tuple[Floats, Floats]:
    """`Largest` for errors (n, p), computing every pair of each draw once."""
    by_unit = np.ascontiguousarray(errors.T)
    best = np.zeros(len(errors))
    held_by = np.full(len(errors), -np.inf)
    for j in range(len(se) - 1):
        gaps = by_unit[j] - by_unit[j + 1 :]
        gaps /= pair_se(se[j], se[j + 1 :])[:, None]
        # The later unit has the lower estimate, so its gap over j stays in question
        # for ever (observed <= 0 <= any critical value): no need to know which it is.
        risen = -gaps.min(axis=0)
        held_by[risen > best] = -np.inf
        np.maximum(best, risen, out=best)
        open_pairs = np.flatnonzero(observed[j, j + 1 :] <= threshold)
        if open_pairs.size == 0:
            continue
        gaps = gaps[open_pairs] if open_pairs.size < len(gaps) else gaps
        better = np.flatnonzero(gaps.max(axis=0) > best)
        winner = gaps[:, better].argmax(axis=0)
        best[better] = gaps[winner, better]
        held_by[better] = observed[j, j + 1 + open_pairs[winner]]
    return best, held_by


def _each_draw(
    errors: Floats, se: Floats, observed: Floats, threshold: float
) -> tuple[Floats, Floats]:
    """`Largest` for errors (n, p), searching each draw among its extreme units."""
    found = [_extreme_pair(row, se, observed, threshold) for row in errors]
    return np.array([gap for gap, _ in found]), np.array([held for _, held in found])


def _extreme_pair(
    errors: Floats, se: Floats, observed: Floats, threshold: float
) -> tuple[float, float]:
    """Largest gap of one draw, errors (p,), and its observed gap.

    A first look at the few units with the largest u and v gives some gap; then all
    units that could form a larger one are paired.
    """
    scaled = np.divide(errors, se, out=np.zeros_like(errors), where=se > 0)
    up, down = np.maximum(scaled, 0.0), np.maximum(-scaled, 0.0)
    few, best = 8, 0.0
    while best == 0.0 and few < len(se):
        above, below = np.argpartition(up, -few)[-few:], np.argpartition(down, -few)[-few:]
        best, _ = _best_in_block(above, below, errors, se, observed, threshold)
        few *= 4
    to_beat = best * best * (1 - ROUNDING)
    above = np.flatnonzero(up * up >= to_beat - down.max() ** 2)
    below = np.flatnonzero(down * down >= to_beat - up.max() ** 2)
    return _best_in_block(above, below, errors, se, observed, threshold)


def _best_in_block(
    above: Numbers,
    below: Numbers,
    errors: Floats,
    se: Floats,
    observed: Floats,
    threshold: float,
) -> tuple[float, float]:
    """Largest gap, not below 0, of any unit in `above` over any in `below`."""
    gaps = (errors[above, None] - errors[below]) / pair_se(se[above, None], se[below])
    seen = observed[above[:, None], below]
    gaps[seen > threshold] = 0.0
    winner = gaps.argmax()
    gap = float(gaps.flat[winner])
    return (gap, float(seen.flat[winner])) if gap > 0 else (0.0, -np.inf)


# --- the ordered pairs of one unit


def over_pairs_of_each(
    noise: Noise, se: Floats, observed: Floats
) -> Iterator[tuple[Floats, Largest]]:
    """For each unit in turn: bounds and exact maxima for its pairs, on either side."""
    p = len(se)
    ends = _extremes(noise, se) if p >= TRY_FEW_FROM else None
    for unit in range(p):
        yield over_pairs_of(unit, noise, se, observed, ends)


@dataclass(frozen=True)
class _Extremes:
    """The units furthest from 0 in each draw.

    units   (draws, 2 FEW)  those with the largest and the smallest z_j
    errors  (draws, 2 FEW)  their errors
    up      (draws,)        largest z_j of all other units, not below 0
    down    (draws,)        largest -z_j of all other units, not below 0
    """

    units: Numbers
    errors: Floats
    up: Floats
    down: Floats


def _extremes(noise: Noise, se: Floats) -> _Extremes:
    """The extreme units of every draw; needs more than 2 FEW units."""
    draws, p = noise.errors.shape
    units = np.empty((draws, 2 * FEW), dtype=np.intp)
    next_in = np.empty((draws, 2))
    per_error = np.divide(1.0, se, out=np.zeros_like(se), where=se > 0)
    for start in range(0, draws, 256):
        part = slice(start, start + 256)
        scaled = noise.errors[part] * per_error
        order = np.argpartition(scaled, (FEW, p - FEW - 1), axis=1)
        units[part] = np.hstack([order[:, :FEW], order[:, -FEW:]])
        next_in[part] = np.take_along_axis(scaled, order[:, [FEW, p - FEW - 1]], axis=1)
    errors = np.take_along_axis(noise.errors, units, axis=1)
    down, up = np.maximum(-next_in[:, 0], 0.0), np.maximum(next_in[:, 1], 0.0)
    return _Extremes(units, errors, up, down)


def over_pairs_of(
    unit: int,
    noise: Noise,
    se: Floats,
    observed: Floats,
    ends: _Extremes | None = None,
) -> tuple[Floats, Largest]:
    """Bounds (draws,) and exact maxima for the pairs of `unit` alone.

    `ends` saves work when many of many units are asked for; the result is the same.
    """
    seen = observed[unit]
    spread = pair_se(se[unit], se)
    own = np.ascontiguousarray(noise.errors[:, unit])
    scaled = own / se[unit] if se[unit] > 0 else own

    def among_all(batch: Numbers, threshold: float) -> tuple[Floats, Floats]:
        gaps = own[batch, None] - noise.errors[batch]
        gaps /= spread
        return _furthest(gaps, None, seen, threshold)

    def among_few(batch: Numbers, threshold: float) -> tuple[Floats, Floats]:
        units = ends.units[batch]
        gaps = own[batch, None] - ends.errors[batch]
        gaps /= spread[units]
        best, held_by = _furthest(gaps, units, seen, threshold)
        others = _ceiling(scaled[batch], ends.up[batch], ends.down[batch])
        unsure = np.flatnonzero(others > best)
        if unsure.size:
            best[unsure], held_by[unsure] = among_all(batch[unsure], threshold)
        return best, held_by

    bounds = _ceiling(scaled, noise.up, noise.down)
    return bounds, among_all if ends is None else among_few


def _ceiling(scaled: Floats, up: Floats, down: Floats) -> Floats:
    """(n,) bound on a unit's gaps, z_j (n,), with others whose z reach `up` and `-down`."""
    above, below = np.maximum(scaled, 0.0), np.minimum(scaled, 0.0)
    return np.sqrt(np.maximum(above**2 + down**2, below**2 + up**2)) * (1 + ROUNDING)


def _furthest(
    gaps: Floats, units: Numbers | None, seen: Floats, threshold: float
) -> tuple[Floats, Floats]:
    """`Largest` for gaps (n, m), overwritten, of one unit over `units` (n, m), None for all.

    `seen` (p,) are its observed gaps. One row serves both directions, the gap of k over j
    being minus that of j over k; a direction already decided is cut off at 0.
    """
    if np.any(np.abs(seen) > threshold):
        np.minimum(gaps, np.where(seen > threshold, 0.0, np.inf)[units], out=gaps)
        np.maximum(gaps, np.where(-seen > threshold, 0.0, -np.inf)[units], out=gaps)
    rows = np.arange(len(gaps))
    winner = np.abs(gaps).argmax(axis=1)
    gap = gaps[rows, winner]
    held_by = seen[winner if units is None else units[rows, winner]]
    held_by = np.where(gap > 0, held_by, -held_by)
    return np.abs(gap), np.where(gap == 0, -np.inf, held_by)
