"""A unit's place in one item: its rank, and what parts it from the target and the best."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.indices import TOTAL, Standings

TARGET = 10


@dataclass(frozen=True)
class Distance:
    """A unit to measure against and how far away it is (negative: we are below it)."""

    unit: str
    name: str
    score: float
    gap: float


@dataclass(frozen=True)
class Place:
    """Where the unit stands on one item.

    ``target`` is the unit at the target rank of this item (10th by default), ``best`` the
    first. ``gain`` is the median yearly gain of provinces in this item (points), ``years``
    how many such gains part the unit from the target; null where either is unknown.
    """

    item: str
    level: str
    concept: str
    names: tuple[str, str]
    score: float | None
    se: float | None
    rank: int | None
    of: int | None
    rank_low: int | None
    rank_high: int | None
    basis: str | None
    target: Distance | None
    best: Distance | None
    gain: float | None

    @property
    def years(self) -> float | None:
        if self.target is None or self.gain is None or self.target.gap >= 0:
            return None
        return -self.target.gap / self.gain


def places(
    standings: Standings, unit: str, gains: dict[str, float], target: int = TARGET
) -> list[Place]:
    """The unit's place on the total, every dimension and sub-dimension, in rule-set order."""
    rows = standings.table.filter(pl.col("unit") == unit)
    return [_place(standings, row, gains, target) for row in rows.iter_rows(named=True)]


def _place(standings: Standings, row: dict, gains: dict[str, float], target: int) -> Place:
    at_target = best = None
    if row["score"] is not None and standings.index == "papi":
        best = _distance(place_of(standings, row["item"], 1), row["score"])
        at_target = _distance(place_of(standings, row["item"], target), row["score"])
    return Place(
        row["item"],
        row["level"],
        row["concept"],
        _names(standings, row["item"]),
        *(row[name] for name in ("score", "se", "rank", "of", "rank_low", "rank_high", "basis")),
        at_target,
        best,
        gains.get(row["item"]),
    )


def _distance(row: dict | None, score: float) -> Distance | None:
    if row is None:
        return None
    return Distance(row["unit"], row["name"], row["score"], score - row["score"])


def _names(standings: Standings, item: str) -> tuple[str, str]:
    criterion = standings.rules.criterion(item) if standings.rules else None
    if item == TOTAL or criterion is None:
        return "Điểm chung", "Total"
    return criterion.name, criterion.name_en


def place_of(standings: Standings, item: str, rank: int) -> dict | None:
    """The row of the unit that holds place ``rank`` in ``item``, or ``None``."""
    valid = standings.item(item).filter(pl.col("score").is_not_null())
    return valid.row(rank - 1, named=True) if rank <= valid.height else None


def costliest(found: list[Place], level: str) -> list[Place]:
    """Places of ``level`` below the target, the widest gap first."""
    below = [one for one in found if one.level == level and one.target and one.target.gap < 0]
    return sorted(below, key=lambda one: one.target.gap)
