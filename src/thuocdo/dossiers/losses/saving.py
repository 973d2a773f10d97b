"""What can still be saved: queues of open dossiers and the points at stake. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from thuocdo.dossiers.losses.due import STATES
from thuocdo.dossiers.losses.lake_metrics import UNKNOWN, lake_metrics

COUNTED = (*STATES, "counting")


@dataclass(frozen=True)
class Stake:
    """What hangs on the ``count`` dossiers of a unit that are due: points lost if all go late.

    ``each_…``: by one of them alone. In the unit's ``own`` points and in the ``province``'s.
    """

    count: int
    own: Fraction
    province: Fraction
    each_own: Fraction
    each_province: Fraction


@dataclass(frozen=True)
class UnitQueue:
    """A unit's open dossiers by state; ``queues``: frame ``officer, procedure`` and counts."""

    unit: str
    counts: Mapping[str, int]
    stake: Stake
    queues: pl.DataFrame


def summarised(
    queues: pl.DataFrame, on_time: Mapping[str, tuple[int, int]]
) -> tuple[UnitQueue, ...]:
    """Units with their queues, those with most due first.

    ``queues``: as ``due.queues`` gives them. ``on_time``: unit → (on time, judged) of the year
    now, all units of the province; what is due counts as on time there, being within time still.
    """
    whole = tuple(sum(pair[place] for pair in on_time.values()) for place in (0, 1))
    order = ["due", "late", "officer", "procedure"]
    sorted_ = queues.sort(order, descending=[True, True, False, False], nulls_last=True)
    made = [
        _unit(unit, own.drop("unit"), on_time.get(unit or UNKNOWN, (0, 0)), whole)
        for (unit,), own in sorted_.group_by("unit", maintain_order=True)
    ]
    return tuple(sorted(made, key=lambda one: (-one.counts["due"], -one.counts["late"], one.unit)))


def _unit(unit: str | None, own: pl.DataFrame, counts, whole) -> UnitQueue:
    sums = {name: int(own[name].sum()) for name in COUNTED}
    return UnitQueue(unit or UNKNOWN, sums, stake(sums["counting"], counts, whole), own)


def stake(count: int, own: tuple[int, int], whole: tuple[int, int]) -> Stake:
    """Points lost when ``count`` dossiers on time now go late, of (on time, judged) pairs.

    Caps count: where a metric stands above its threshold the first ones cost it nothing. The
    metrics are those of the lake whose numerator is ``on_time``.
    """
    shares = [one.share for one in lake_metrics() if one.numerator == "on_time"]

    def lost(pair: tuple[int, int], missing: int) -> Fraction:
        missing = min(missing, pair[0])
        right = (share.points(*pair) - share.points(pair[0] - missing, pair[1]) for share in shares)
        return sum(right, Fraction(0))

    one = min(count, 1)
    return Stake(count, lost(own, count), lost(whole, count), lost(own, one), lost(whole, one))
