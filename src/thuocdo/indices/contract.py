"""Standings and traces as plain JSON values: one serialiser for the command and the pages."""

from __future__ import annotations

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices.rule_sets import TOTAL
from thuocdo.indices.standings import Standings
from thuocdo.indices.traces import Group, Row, Trace

SET_COLUMNS = {False: ("rank_low", "rank_high"), True: ("rank_low_all", "rank_high_all")}


def standings_json(
    facts: Facts,
    standings: Standings,
    *,
    unit: str | None = None,
    simultaneous: bool = False,
    language: str = "vi",
) -> dict:
    """The contract of ``thuocdo index show --json`` (schema ``index-show.json``).

    ``rank_low``/``rank_high`` are the marginal set of each unit, or the simultaneous one.
    Numbers are unrounded; ``None`` where there is no valid figure. Units in order of code.
    """
    codes = [one.code for one in standings.units if unit in (None, one.code)]
    rows = standings.table.filter(pl.col("unit").is_in(codes))
    grouped = rows.partition_by("unit", as_dict=True, maintain_order=True)
    notes = [one.text(language) for one in standings.notes_on(simultaneous)]
    return {
        "index": standings.index,
        "year": standings.year,
        "boundaries": standings.boundaries,
        "units": [
            _unit(grouped[(code,)].to_dicts(), standings, SET_COLUMNS[simultaneous], language)
            for code in codes
        ],
        "sources": [source_json(facts, name) for name in standings.sources],
        "notes": notes,
    }


def _unit(rows: list[dict], standings: Standings, bounds: tuple[str, str], language: str) -> dict:
    total = next(row for row in rows if row["item"] == TOTAL)
    low, high = bounds
    return {
        "code": total["unit"],
        "name": total["name"],
        "total": total["score"],
        "rank": total["rank"],
        "of": total["of"],
        "se": total["se"],
        "rank_low": total[low],
        "rank_high": total[high],
        "basis": total["basis"],
        "dimensions": [
            {
                "code": row["item"],
                "concept": row["concept"],
                "score": row["score"],
                "rank": row["rank"],
                "of": row["of"],
                "se": row["se"],
                "rank_low": row[low],
                "rank_high": row[high],
                "subdimensions": [
                    {name: below[column] for name, column in _SUBDIMENSION.items()}
                    for below in rows
                    if below["parent"] == row["item"]
                ],
            }
            for row in rows
            if row["level"] == "dimension"
        ],
        "notes": [one.text(language) for one in standings.unit_notes.get(total["unit"], ())],
    }


_SUBDIMENSION = {
    "code": "item",
    "concept": "concept",
    "score": "score",
    "rank": "rank",
    "of": "of",
}


def source_json(facts: Facts, name: str) -> dict:
    """A source: id, publisher, document, address, date seen."""
    row = facts.source(name)
    fields = ("publisher", "document", "address", "seen", "rights")
    return {"source": name, **{field: row.get(field) or None for field in fields}}


def flat_table(standings: Standings, *, unit: str | None = None) -> pl.DataFrame:
    """The same figures as one row per unit and item, for CSV."""
    rows = standings.table
    return rows.filter(pl.col("unit") == unit) if unit else rows


def trace_json(facts: Facts, node: Trace | Row | Group, language: str = "vi") -> dict:
    """A trace as nested plain values; leaves are ``row`` (with its source) or ``group``."""
    if isinstance(node, Row):
        return {
            "kind": "row",
            "file": node.file,
            "row": node.row,
            "value": node.value,
            "basis": node.basis,
            "note": node.note or None,
            "source": source_json(facts, node.source),
        }
    if isinstance(node, Group):
        return {
            "kind": "group",
            "label": node.label.text(language),
            "count": node.count,
            "checksum": node.checksum,
            "sample": [{"name": name, "value": value} for name, value in node.sample],
        }
    output = list(node.output) if isinstance(node.output, tuple) else node.output
    return {
        "kind": "figure",
        "label": node.label.text(language),
        "rule": node.rule.text(language),
        "output": output,
        "basis": node.basis,
        "inputs": [trace_json(facts, one, language) for one in node.inputs],
    }
