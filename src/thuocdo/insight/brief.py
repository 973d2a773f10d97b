"""The brief: where a unit stands, how sure that is, what it costs, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices import (
    Change,
    Options,
    Standings,
    change,
    comparable_since,
    compute,
    scored,
    years,
)
from thuocdo.insight.chances import Chance, chance_of
from thuocdo.insight.former import Difference, Former, differences, former_provinces
from thuocdo.insight.gains import typical_gains
from thuocdo.insight.places import TARGET, Place, costliest, places
from thuocdo.insight.sentences import sentences_of
from thuocdo.units import Unit
from thuocdo.wording import Sentence


@dataclass(frozen=True)
class Brief:
    """Everything a leader needs of one index in one year about one unit.

    ``target`` is the rank to reach, 10 by default.
    """

    index: str
    year: int
    boundaries: str
    unit: Unit
    target: int
    places: tuple[Place, ...]
    chance: Chance | None
    changes: tuple[Change, ...]
    broken: tuple[str, ...]
    former: tuple[Former, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[dict, ...]
    sentences: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    sources: tuple[str, ...]

    @property
    def total(self) -> Place:
        return self.places[0]

    @property
    def dimensions(self) -> tuple[Place, ...]:
        return tuple(one for one in self.places if one.level == "dimension")

    @property
    def bottlenecks(self) -> list[Place]:
        """Dimensions below the target, the costliest first."""
        return costliest(list(self.places), "dimension")

    @property
    def costly_parts(self) -> list[Place]:
        """Sub-dimensions below the target, the costliest first."""
        return costliest(list(self.places), "subdimension")


_DEFAULT = Options()


@lru_cache(maxsize=256)
def brief_of(
    facts: Facts,
    index: str,
    year: int,
    boundaries: str,
    code: str,
    target: int = TARGET,
    options: Options = _DEFAULT,
) -> Brief:
    """The brief of the unit ``code``; ``doors.brief`` finds it by name."""
    standings = compute(facts, index, year, boundaries, options)
    unit = standings.unit(code)
    gains = typical_gains(facts, year, options) if index == "papi" else {}
    found = tuple(places(standings, code, gains, target))
    former = former_provinces(facts, unit, index, year, options)
    changed, broken = _changes(facts, standings, code)
    parts = {
        "index": index,
        "year": year,
        "boundaries": boundaries,
        "unit": unit,
        "target": target,
        "places": found,
        "chance": chance_of(standings, code, target),
        "changes": changed,
        "broken": broken,
        "former": former,
        "differences": _differences(facts, standings, former),
        "gaps": _gaps(facts, index, year, unit),
    }
    notes = (*standings.unit_notes.get(code, ()), *standings.notes)
    said = sentences_of(**parts)
    return Brief(**parts, sentences=said, notes=notes, sources=standings.sources)


def _changes(facts: Facts, standings: Standings, code: str):
    """Change of the total and each dimension since the year before and since the last break."""
    index, year = standings.index, standings.year
    if index != "papi":
        return (), ()
    first = min(years(facts, index))
    found, broken = [], []
    for row in standings.table.filter(pl.col("unit") == code).iter_rows(named=True):
        if row["level"] == "subdimension":
            continue
        since = comparable_since(facts, index, year, row["item"], standings.rules, first)
        if since == year:
            broken.append(row["item"])
        for earlier in sorted({year - 1, since} - {year}, reverse=True):
            if earlier >= since:
                found.append(_change(facts, standings, row, earlier))
    return tuple(one for one in found if one), tuple(broken)


def _change(facts: Facts, standings: Standings, row: dict, earlier: int) -> Change | None:
    then = scored(facts, standings.index, earlier, standings.boundaries, standings.options)
    before = then.of(row["unit"], row["item"])
    return change(row["item"], (earlier, standings.year), before, row)


def _differences(facts, standings: Standings, former) -> tuple[Difference, ...]:
    if len(former) != 2:
        return ()
    below = scored(facts, standings.index, standings.year, "63", standings.options)
    return tuple(differences(below, former[0].code, former[1].code))


def _gaps(facts: Facts, index: str, year: int, unit: Unit) -> tuple[dict, ...]:
    """What is missing for this unit (or for all) in or after ``year``, and what closes it."""
    codes = {"", unit.code, *unit.predecessors}
    rows = facts.table("gap").filter(
        (pl.col("index") == index) & (pl.col("year_to") >= year) & pl.col("unit").is_in(codes)
    )
    known = years(facts, index)
    return tuple(row for row in rows.to_dicts() if not _closed(row, known))


def _closed(gap: dict, known: list[int]) -> bool:
    """A gap that the year's results close is gone once they are loaded."""
    return gap["closed_by"] == "results" and gap["year_from"] in known
