"""Compare judged rows with the figures that are known: new, identical or changed.

Pure. A key says which figure a row is about, whoever its source.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from thuocdo.facts.figures import Figure
from thuocdo.facts.library import Facts
from thuocdo.facts.schemas import SCHEMAS

SAME = 1e-9
VALUE = {"papi_score": "score", "papi_error": "se", "published": "value"}
BOUNDS = ("score_low", "score_high")
Placed = list[tuple[Figure, dict]]


@dataclass(frozen=True)
class Comparison:
    """What storing rows would do.

    ``changed`` keeps the old value; ``displaced`` are published rows that give way: they
    stay on record as rivals (``use`` = rival).
    """

    new: list[tuple[Figure, dict]]
    identical: int
    changed: list[tuple[Figure, dict, float]]
    displaced: list[dict]

    @property
    def stored(self) -> list[dict]:
        """The rows that would be written."""
        return [row for _, row in self.new] + [row for _, row, _ in self.changed] + self.displaced


def compare(table: str, placed: Placed, facts: Facts) -> Comparison:
    """Rows of ``table``, each with its figure, against those in use in ``facts``."""
    known, value = _known(table, placed, facts), VALUE[table]
    new, changed, displaced, identical = [], [], [], 0
    for figure, row in placed:
        old = known.get(_key(table, row))
        if old and abs(old[0][value] - row[value]) <= SAME:
            identical += 1
            continue
        if old:
            changed.append((figure, row, old[0][value]))
        else:
            new.append((figure, row))
        displaced += _displaced(table, row, known)
    return Comparison(new, identical, changed, displaced)


def _displaced(table: str, row: dict, known: dict[tuple, list[dict]]) -> list[dict]:
    """Published rows that ``row`` puts out of use: its rivals and, for a score, its bounds."""
    if table != "published":
        return []
    measures = (row["measure"], *(BOUNDS if row["measure"] == "score" else ()))
    keys = [_key(table, row | {"measure": measure}) for measure in measures]
    return [one | {"use": "rival"} for key in keys for one in known.get(key, ())]


def _key(table: str, row: dict) -> tuple:
    return tuple(row[name] for name in SCHEMAS[table].key if name != "source")


def _known(table: str, placed: Placed, facts: Facts) -> dict[tuple, list[dict]]:
    """Rows in use, by key; the first of a list is the one shown."""
    years = sorted({row["year"] for _, row in placed})
    rows = facts.table(table).filter(pl.col("year").is_in(years))
    if table == "published":
        rows = rows.filter(pl.col("use") == "yes")
    known: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows.select(SCHEMAS[table].names).iter_rows(named=True):
        known[_key(table, row)].append(row)
    return dict(known)
