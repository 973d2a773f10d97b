"""One draw from one group of units: which are taken, and how likely each was.

    simple      the n smallest permanent random numbers: simple random, exactly
    systematic  every (N/n)-th in the order given, from a random start
    pps         systematic on the running total of sizes (Madow 1949, Annals of Mathematical
                Statistics 20, 333-354): chance n x / X, exactly. A unit whose chance would be 1
                or more is taken for certain, the rest share what is left, until none is

Everywhere: ``numbers`` (N,) are permanent random numbers, ``start`` one number in (0, 1) for the
group; arrays out are in the order in. A systematic draw gives each unit its right chance but
many pairs none, so that variances from it take the stratum's draw as if made with replacement
or by neighbours. Source: Cochran, Sampling Techniques, 3rd ed. (1977), chs. 2, 8, 9A.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
METHODS = ("simple", "systematic", "pps")


@dataclass(frozen=True)
class Drawn:
    """taken, certain (N,) flags; chance (N,) of each unit, taken or not."""

    taken: NDArray[np.bool_]
    certain: NDArray[np.bool_]
    chance: Floats


def simple(numbers: Floats, n: int) -> Drawn:
    """The n units with the smallest numbers; chance n/N."""
    taken = np.zeros(len(numbers), dtype=bool)
    taken[np.argsort(numbers, kind="stable")[:n]] = True
    chance = np.full(len(numbers), n / len(numbers))
    return Drawn(taken, chance == 1.0, chance)


def systematic(count: int, n: int, start: float) -> Drawn:
    """n of ``count`` units in the order they stand, evenly spaced; chance n/N."""
    return pps(np.ones(count), n, start)


def pps(sizes: Floats, n: int, start: float) -> Drawn:
    """n units with chance in proportion to size, in the order they stand."""
    chance, certain = chances(sizes, n)
    taken = certain.copy()
    rest = np.flatnonzero(~certain)
    if wanted := n - int(certain.sum()):
        # The running chances cross start, start + 1, ... exactly `wanted` times.
        ends = np.cumsum(chance[rest])
        ends *= wanted / ends[-1]  # the last end is a whole number, whatever rounding did
        ends[-1] = wanted
        crossed = np.floor(ends - start)
        taken[rest[np.diff(crossed, prepend=-1.0) > 0]] = True
    return Drawn(taken, certain, chance)


def chances(sizes: Floats, n: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Chances n x / X capped at 1 and which units are certain; needs n <= units, sizes > 0."""
    certain = np.zeros(len(sizes), dtype=bool)
    chance = np.zeros(len(sizes))
    while (left := n - int(certain.sum())) > 0:
        rest = ~certain
        chance[rest] = left * (sizes[rest] / sizes[rest].sum())
        more = rest & (chance >= 1 - 1e-12)
        if not more.any():
            break
        certain |= more
    chance[certain] = 1.0
    if left == 0:
        chance[~certain] = 0.0
    return chance, certain
