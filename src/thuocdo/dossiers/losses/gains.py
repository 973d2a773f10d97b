"""What a unit gains when it does as well as its peers: the median, the best, all of them.

A unit with n of d cases right and share s = n / d that rose to the share r would do (r - s) d more
cases right, d staying as it is. In its *own* points it gains P(r d, d) - P(n, d); the *province's*
count rises by as many, N + (r - s) d of D. Caps and thresholds are those of the metric, so a
unit, or a province, that has all points gains nothing. A unit at r or above gains 0, never less.

Peers are units of its own kind (communes, departments) that have a case; the unit is one of them.
The median is that of their shares (of two middle ones the mean). The best is the highest share
among peers of at least ``LEAST`` cases, since with two dossiers anybody can have 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from thuocdo.dossiers.losses.lake_metrics import UNKNOWN, LakeMetric, lake_metrics
from thuocdo.dossiers.losses.shares import Share

LEAST = 30
REFERENCES = ("median", "best", "full")


@dataclass(frozen=True)
class Gain:
    """``unit`` at ``reference`` (median, best, full) of its ``peers``: shares and points.

    ``cases``: how many more done right, a fraction since the median need not be met in whole
    dossiers. ``own`` and ``province``: points gained.
    """

    unit: str
    metric: str
    kind: str
    reference: str
    share: Fraction
    target: Fraction
    peers: int
    cases: Fraction
    own: Fraction
    province: Fraction


def gains_of_cells(
    cells: pl.DataFrame,
    kinds: Mapping[str, str],
    metrics: Sequence[LakeMetric] | None = None,
    least: int = LEAST,
) -> list[Gain]:
    """Every unit's gains, metric by metric. ``kinds``: unit code → commune or department.

    A unit of no known kind has no peers and is left out, though the province's counts hold it.
    """
    asked = lake_metrics() if metrics is None else metrics
    found = []
    for metric in asked:
        if metric.counted_in(cells):
            counts = _counts(cells, metric)
            found += gains(metric.key, metric.share, counts, kinds, least)
    return found


def gains(
    metric: str,
    share: Share,
    counts: Mapping[str, tuple[int, int]],
    kinds: Mapping[str, str],
    least: int = LEAST,
) -> list[Gain]:
    """Gains in one metric. ``counts``: unit → (done right, cases)."""
    whole = tuple(sum(pair[place] for pair in counts.values()) for place in (0, 1))
    found = []
    for kind in dict.fromkeys(kinds.values()):
        own = {u: p for u, p in counts.items() if p[1] and kinds.get(u) == kind}
        targets = _targets(own, least)
        for unit, pair in own.items():
            for reference, target in targets.items():
                at = (unit, metric, kind, reference)
                found.append(_gain(at, share, pair, whole, target, len(own)))
    return found


def _gain(at, share: Share, pair, whole, target: Fraction, peers: int) -> Gain:
    right, cases = pair
    now = Fraction(right, cases)
    more = max(target - now, Fraction(0)) * cases
    own = share.points(right + more, cases) - share.points(right, cases)
    province = share.points(whole[0] + more, whole[1]) - share.points(*whole)
    return Gain(*at, now, target, peers, more, own, province)


def _targets(counts: Mapping[str, tuple[int, int]], least: int) -> dict[str, Fraction]:
    shares = [Fraction(*pair) for pair in counts.values()]
    large = [Fraction(*pair) for pair in counts.values() if pair[1] >= least]
    if not shares:
        return {}
    found = {"median": median(shares)}
    if large:
        found["best"] = max(large)
    return {**found, "full": Fraction(1)}


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle one of at least one value; of two middle ones their mean."""
    ordered, half = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def _counts(cells: pl.DataFrame, metric: LakeMetric) -> dict[str, tuple[int, int]]:
    counts = (pl.col(metric.numerator).sum(), pl.col(metric.denominator).sum())
    unit = pl.col("unit").fill_null(UNKNOWN)  # of nobody, but of the province
    sums = cells.group_by(unit).agg(counts[0].alias("above"), counts[1].alias("below"))
    return {unit: (above, below) for unit, above, below in sums.sort("unit").iter_rows()}
