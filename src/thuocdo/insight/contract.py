"""A brief as plain JSON values: one serialiser for the command and the page."""

from __future__ import annotations

from dataclasses import asdict

from thuocdo.facts import Facts
from thuocdo.indices.contract import source_json
from thuocdo.insight.brief import Brief
from thuocdo.insight.places import Place


def brief_json(facts: Facts, brief: Brief, language: str = "vi") -> dict:
    """The contract of ``thuocdo brief --json`` (schema ``brief.json``)."""
    total = brief.total
    place = 0 if language == "vi" else 1
    return {
        "index": brief.index,
        "year": brief.year,
        "boundaries": brief.boundaries,
        "unit": {
            "code": brief.unit.code,
            "name": brief.unit.name,
            "predecessors": list(brief.unit.predecessors),
        },
        "sentences": [one.text(language) for one in brief.sentences],
        "standing": {**_place(total, place), "chance": _chance(brief)},
        "dimensions": [_place(one, place) for one in brief.dimensions],
        "subdimensions": [
            _place(one, place) for one in brief.places if one.level == "subdimension"
        ],
        "bottlenecks": [one.item for one in brief.bottlenecks],
        "costly_subdimensions": [one.item for one in brief.costly_parts],
        "changes": [{**asdict(one), "difference": one.difference} for one in brief.changes],
        "not_comparable_with_year_before": list(brief.broken),
        "former": [asdict(one) for one in brief.former],
        "differences": [asdict(one) for one in brief.differences],
        "gaps": [_gap(one, language) for one in brief.gaps],
        "sources": [source_json(facts, name) for name in brief.sources],
        "notes": [one.text(language) for one in brief.notes],
    }


def _place(one: Place, language: int) -> dict:
    return {
        "code": one.item,
        "concept": one.concept,
        "name": one.names[language],
        "score": one.score,
        "se": one.se,
        "rank": one.rank,
        "of": one.of,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "basis": one.basis,
        "target": asdict(one.target) if one.target else None,
        "best": asdict(one.best) if one.best else None,
        "typical_yearly_gain": one.gain,
        "gap_in_yearly_gains": one.years,
    }


def _chance(brief: Brief) -> dict | None:
    return asdict(brief.chance) if brief.chance else None


def _gap(row: dict, language: str) -> dict:
    missing = row["missing"] if language == "vi" else row["missing_en"]
    years = [row["year_from"], row["year_to"]]
    return {
        "unit": row["unit"] or None,
        "years": years,
        "missing": missing,
        "document": row["document"],
        "holder": row["holder"],
    }
