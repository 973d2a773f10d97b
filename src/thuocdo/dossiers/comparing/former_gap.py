"""The gap between the two former provinces: how much is the mix of procedures, how much the work.

After Kitagawa E. M. (1955), "Components of a difference between two rates", Journal of the American
Statistical Association 50, 1168-1194. With w_p the share of procedure p among a side's judged
dossiers and r_p its on-time rate there, the gap of the crude rates is exactly

    Σ (w_Ap - w_Bp) (r_Ap + r_Bp) / 2   (mix)
  + Σ (r_Ap - r_Bp) (w_Ap + w_Bp) / 2   (performance).

The performance part is the gap of the two rates standardised directly to the mean of the two mixes.
A procedure only one side has no rate on the other: it is given the rate it has, so all it does is
counted as mix, and ``unshared`` says how many dossiers that are.

The interval is of the performance part, at the mean mix as it is: var = Σ over sides of the
variance between communes of the linearised totals u_c = Σ_p w̄_p (x_cp - r_p n_cp) / n_p, that is
C / (C - 1) Σ_c u_c² (Taylor linearisation of a sum of ratios, communes as clusters; Woodruff 1971,
JASA 66, 411-414). So dossiers of one commune need not be independent of each other. Normal limits;
with 39 and 65 communes they are a little short (``bench/coverage.py``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from thuocdo.dossiers.comparing.intervals import Z95


@dataclass(frozen=True)
class FormerGap:
    """``first`` minus ``second``, in shares on time: ``gap`` = ``mix`` + ``performance`` exactly.

    ``se``, ``low``, ``high`` are of ``performance``; ``None`` with fewer than two communes on a
    side. ``communes``, ``judged``: of the first and the second side. ``unshared``: judged
    dossiers of procedures that only one side has.
    """

    first: str
    second: str
    rates: tuple[Fraction, Fraction]
    gap: Fraction
    mix: Fraction
    performance: Fraction
    se: float | None
    low: float | None
    high: float | None
    communes: tuple[int, int]
    judged: tuple[int, int]
    unshared: int


def former_gap(
    counts: pl.DataFrame, side_of: Mapping[str, str], first: str, second: str, z: float = Z95
) -> FormerGap | None:
    """The gap between sides ``first`` and ``second``; ``None`` when one has no judged dossier.

    ``counts``: ``unit, procedure, judged, on_time``. ``side_of``: unit → side; others are left
    out.
    """
    sides = pl.DataFrame(
        {"unit": list(side_of), "side": list(side_of.values())},
        {"unit": pl.String, "side": pl.String},
    )
    rows = (
        counts.join(sides, on="unit")
        .filter(pl.col("side").is_in([first, second]))
        .group_by("side", "unit", "procedure")
        .agg(pl.col("judged", "on_time").sum())
        .filter(pl.col("judged") > 0)
        .sort("side", "unit", "procedure")
    )
    held = {name: rows.filter(pl.col("side") == name) for name in (first, second)}
    if any(not one.height for one in held.values()):
        return None
    return _told(_Side(held[first]), _Side(held[second]), first, second, z)


class _Side:
    """One side's counts by procedure, as whole numbers, and its rows by commune."""

    def __init__(self, rows: pl.DataFrame):
        self.rows = rows
        sums = rows.group_by("procedure").agg(pl.col("judged", "on_time").sum())
        self.counts = {name: (right, n) for name, n, right in sums.iter_rows()}
        self.judged = int(rows["judged"].sum())
        self.rate = Fraction(int(rows["on_time"].sum()), self.judged)
        self.communes = rows["unit"].n_unique()

    def weight(self, procedure: str) -> Fraction:
        return Fraction(self.counts.get(procedure, (0, 0))[1], self.judged)

    def rate_of(self, procedure: str) -> Fraction | None:
        pair = self.counts.get(procedure)
        return Fraction(*pair) if pair else None


def _told(one: _Side, other: _Side, first: str, second: str, z: float) -> FormerGap:
    mix = performance = Fraction(0)
    weights: dict[str, Fraction] = {}
    unshared = 0
    for procedure in one.counts | other.counts:
        rates = (one.rate_of(procedure), other.rate_of(procedure))
        if None in rates:
            unshared += sum(side.counts.get(procedure, (0, 0))[1] for side in (one, other))
            known = next(rate for rate in rates if rate is not None)
            rates = (known, known)
        shares = (one.weight(procedure), other.weight(procedure))
        mix += (shares[0] - shares[1]) * (rates[0] + rates[1]) / 2
        mean = (shares[0] + shares[1]) / 2
        performance += (rates[0] - rates[1]) * mean
        if procedure in one.counts and procedure in other.counts:
            weights[procedure] = mean
    se = _error(one, other, weights)
    centre = float(performance)
    limits = (None, None) if se is None else (centre - z * se, centre + z * se)
    return FormerGap(
        first,
        second,
        (one.rate, other.rate),
        one.rate - other.rate,
        mix,
        performance,
        se,
        *limits,
        (one.communes, other.communes),
        (one.judged, other.judged),
        unshared,
    )


def _error(one: _Side, other: _Side, weights: dict[str, Fraction]) -> float | None:
    if min(one.communes, other.communes) < 2:
        return None
    return math.sqrt(sum(_variance(side, weights) for side in (one, other)))


def _variance(side: _Side, weights: dict[str, Fraction]) -> float:
    totals = dict.fromkeys(side.rows["unit"], 0.0)
    for _, unit, procedure, judged, right in side.rows.iter_rows():
        if procedure in weights:
            own, all_ = side.counts[procedure]
            scale = float(weights[procedure]) / all_
            totals[unit] += scale * (right - judged * own / all_)
    return side.communes / (side.communes - 1) * sum(one**2 for one in totals.values())
