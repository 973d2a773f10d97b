"""The provinces a merged province was made of, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices import TOTAL, Options, Standings, compute, own_boundaries
from thuocdo.indices.changes import NOISE
from thuocdo.units import Unit, parts_and_weights

OLD = "63"


@dataclass(frozen=True)
class Former:
    """A former province: its weight in the merged one and its row on the total."""

    code: str
    name: str
    weight: float | None
    score: float | None
    rank: int | None
    of: int | None
    se: float | None
    rank_low: int | None
    rank_high: int | None
    basis: str | None


@dataclass(frozen=True)
class Difference:
    """First minus second former province on one item; beyond noise at |Δ| > 1.96·√(se₁²+se₂²)."""

    item: str
    first: str
    second: str
    gap: float
    beyond_noise: bool | None


def former_provinces(
    facts: Facts, unit: Unit, index: str, year: int, options: Options
) -> tuple[Former, ...]:
    """The former provinces whose figures make up a merged unit's; empty for any other."""
    if not unit.merged or own_boundaries(facts, index, year) != OLD:
        return ()
    below = compute(facts, index, year, OLD, options)
    rows = parts_and_weights(facts).filter(pl.col("new") == unit.code)
    weights = dict(rows.select("old", "weight").iter_rows())
    fields = ("score", "rank", "of", "se", "rank_low", "rank_high", "basis")
    found = []
    for code in unit.predecessors:
        row = below.of(code, TOTAL)
        values = (row[name] for name in fields)
        found.append(Former(code, row["name"], weights.get(code), *values))
    return tuple(found)


def differences(below: Standings, first: str, second: str) -> list[Difference]:
    """Differences on the total and every dimension where both have a score."""
    pairs = []
    rows = below.table.filter(pl.col("level") != "subdimension")
    ours = {row["item"]: row for row in rows.filter(pl.col("unit") == first).to_dicts()}
    theirs = {row["item"]: row for row in rows.filter(pl.col("unit") == second).to_dicts()}
    for item, own in ours.items():
        other = theirs[item]
        if own["score"] is None or other["score"] is None:
            continue
        gap, verdict = own["score"] - other["score"], None
        if own["se"] is not None and other["se"] is not None:
            verdict = abs(gap) > NOISE * math.hypot(own["se"], other["se"])
        pairs.append(Difference(item, first, second, gap, verdict))
    return pairs
