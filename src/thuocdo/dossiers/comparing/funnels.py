"""Funnel plots: which units lie further from the province's rate than chance explains.

After Spiegelhalter D. J. (2005), "Funnel plots for comparing institutional performance",
Statistics in Medicine 24, 1185-1202, doi 10.1002/sim.1970:

* Limits for a share are the exact binomial ones at the target θ0, interpolated so that they do not
  jump: with r the smallest count whose distribution F(r) reaches p, the limit of the p-quantile is
  (r - α) / n with α = (F(r) - p) / (F(r) - F(r - 1)) (his appendix A.1.1). At 95 % and 99.8 %.
* Units differ for reasons nobody has listed, so the spread is wider than binomial. Its factor
  φ = Σ z_i² / I is estimated from z_i = (y_i - θ0) / √(θ0 (1 - θ0) / n_i), winsorised: the lowest
  and highest tenth of them are set to the tenth and ninetieth percentile, so that the units one is
  looking for do not hide themselves. It is used only where it shows: φ I > I + 2 √(2 I), else 1.
* With φ the limits stand √φ times as far from θ0.

With ``targets`` each unit is held against the rate its own mix of procedures makes one expect
(``1 - expected / judged`` of ``standardising``): hard procedures alone put nobody outside. The
limits stay binomial at that rate; a mix varies a little less, so they err on the wide side.

φ says how much units differ *as a whole*; it excuses nobody. A unit outside the wide limits differs
even from the way units usually differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVELS = (0.95, 0.998)
WINSORISED = 0.10
_FAR = 14.0  # standard deviations beyond which a binomial has nothing a float can see


@dataclass(frozen=True)
class Spot:
    """A unit in the funnel, held against ``target``. ``limits``: (low, high) by level, as
    ``LEVELS``, without φ, then ``wide`` with it. ``verdict``: how many of the wide levels it
    lies outside of, negative below.
    """

    unit: str
    right: int
    cases: int
    share: float
    target: float
    z: float
    limits: tuple[tuple[float, float], ...]
    wide: tuple[tuple[float, float], ...]
    verdict: int


@dataclass(frozen=True)
class Funnel:
    """The spots, the ``target`` of all together, the ``overdispersion`` φ as estimated (``None``
    where nothing varies) and the one ``used`` (1 where it does not show)."""

    target: float
    overdispersion: float | None
    used: float
    spots: tuple[Spot, ...]


def funnel(
    units: Sequence[str],
    right: Sequence[int],
    cases: Sequence[int],
    target: float | None = None,
    targets: Sequence[float] | None = None,
) -> Funnel:
    """The funnel of shares ``right / cases``; ``target`` is by default that of all together.

    ``targets``: one for each unit instead. Units without a case are left out. With none at all
    there are no spots.
    """
    own = [target] * len(units) if targets is None else targets
    held = [row for row in zip(units, right, cases, own, strict=True) if row[2] > 0]
    if not held:
        return Funnel(target if target is not None else math.nan, None, 1.0, ())
    overall = sum(row[1] for row in held) / sum(row[2] for row in held)
    aim = overall if target is None else target
    aims = [aim if row[3] is None else row[3] for row in held]
    z = z_scores([row[1] for row in held], [row[2] for row in held], aims)
    varies = any(0 < one < 1 for one in aims)
    found = overdispersion(z) if varies else None
    used = found if found is not None and shows(found, len(held)) else 1.0
    spots = tuple(
        _spot(unit, n, d, float(score), own, used)
        for (unit, n, d, _), score, own in zip(held, z, aims, strict=True)
    )
    return Funnel(aim, found, used, spots)


def z_scores(
    right: Sequence[int], cases: Sequence[int], targets: Sequence[float]
) -> NDArray[np.float64]:
    """How many binomial standard deviations each share is from its target; 0 at 0 % or 100 %."""
    n, d = np.asarray(right, dtype=float), np.asarray(cases, dtype=float)
    target = np.clip(np.asarray(targets, dtype=float), 0.0, 1.0)
    spread = np.sqrt(target * (1 - target) / d)
    return np.divide(n / d - target, spread, out=np.zeros_like(d), where=spread > 0)


def overdispersion(z: NDArray[np.float64], tails: float = WINSORISED) -> float:
    """φ of winsorised ``z``."""
    low, high = np.quantile(z, [tails, 1 - tails])
    return float(np.mean(np.clip(z, low, high) ** 2))


def shows(factor: float, units: int) -> bool:
    """Whether φ is more than chance: φ I beyond I + 2 √(2 I)."""
    return factor * units > units + 2 * math.sqrt(2 * units)


def binomial_limits(cases: int, target: float, level: float) -> tuple[float, float]:
    """Interpolated exact limits of a share of ``cases`` at ``target``, within 0 to 1."""
    if target <= 0 or target >= 1:
        return target, target
    first, cumulative = _distribution(cases, target)
    tail = (1 - level) / 2
    low, high = (_quantile(first, cumulative, p) / cases for p in (tail, 1 - tail))
    return max(low, 0.0), min(high, 1.0)


def _spot(unit: str, right: int, cases: int, z: float, target: float, used: float) -> Spot:
    limits = tuple(binomial_limits(cases, target, level) for level in LEVELS)
    wide = tuple(_widened(pair, target, math.sqrt(used)) for pair in limits)
    share = right / cases
    verdict = sum(share > high for _, high in wide) - sum(share < low for low, _ in wide)
    return Spot(unit, right, cases, share, target, z, limits, wide, verdict)


def _widened(pair: tuple[float, float], target: float, by: float) -> tuple[float, float]:
    low, high = (target + by * (one - target) for one in pair)
    return max(low, 0.0), min(high, 1.0)


def _distribution(cases: int, target: float) -> tuple[int, NDArray[np.float64]]:
    """The first count looked at and P(R ≤ count) from there on, far tails left out."""
    mean = cases * target
    far = _FAR * math.sqrt(cases * target * (1 - target)) + _FAR
    first, last = max(math.floor(mean - far), 0), min(math.ceil(mean + far), cases)
    counts = np.arange(first, last)
    steps = np.log(cases - counts) - np.log(counts + 1.0) + math.log(target / (1 - target))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return first, np.cumsum(weights / weights.sum())


def _quantile(first: int, cumulative: NDArray[np.float64], p: float) -> float:
    place = min(int(np.searchsorted(cumulative, p)), len(cumulative) - 1)
    before = float(cumulative[place - 1]) if place else 0.0
    reached = float(cumulative[place])
    back = (reached - p) / (reached - before) if reached > before else 0.0
    return first + place - back
