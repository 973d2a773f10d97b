"""A rule set: which criteria an index has in a year and how they add up.

The code knows kinds of rule (``given``, ``sum``, ``unknown``), never criteria; those are
rows of the fact tables ``rule_set`` and ``criterion``.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.facts import Facts, in_year

TOTAL = "total"


@dataclass(frozen=True)
class Criterion:
    """A node of the tree: code, parent (empty under the total), stable concept, scale."""

    code: str
    parent: str
    concept: str
    name: str
    name_en: str
    rule: str
    minimum: float | None
    maximum: float | None
    basis: str
    source: str

    def label(self, language: str = "vi") -> str:
        """The criterion's name in ``language``."""
        return self.name if language == "vi" else self.name_en


@dataclass(frozen=True)
class RuleSet:
    """A version of an index: its decision, the years it holds and its criteria."""

    code: str
    index: str
    decision: str
    issued: str
    year_from: int | None
    year_to: int | None
    maximum: float | None
    source: str
    criteria: tuple[Criterion, ...]

    def criterion(self, code: str) -> Criterion | None:
        """The criterion ``code``, or ``None``."""
        return next((one for one in self.criteria if one.code == code), None)

    def children(self, code: str = "") -> tuple[Criterion, ...]:
        """Criteria right under ``code``; the dimensions when it is empty."""
        return tuple(one for one in self.criteria if one.parent == code)

    def parts(self, code: str) -> frozenset[str]:
        """Concepts that make up dimension ``code``: what tells whether it is the same thing."""
        return frozenset(one.concept for one in self.children(code))

    @property
    def complete(self) -> bool:
        """Whether every dimension's maximum is known; else the set is *chưa đủ*."""
        return bool(self.criteria) and all(one.maximum is not None for one in self.children())


def rule_sets(facts: Facts, index: str) -> list[RuleSet]:
    """Every provincial rule set of ``index``, oldest first; criteria of all its years."""
    rows = facts.table("rule_set").filter((pl.col("index") == index) & (pl.col("level") == "tỉnh"))
    ordered = rows.sort("year_from", "issued", nulls_last=True)
    return [_rule_set(facts, row, None) for row in ordered.iter_rows(named=True)]


def rule_set_of(facts: Facts, index: str, year: int) -> RuleSet | None:
    """The rule set of ``index`` in ``year`` with the criteria of that year, or ``None``."""
    own = (pl.col("index") == index) & (pl.col("level") == "tỉnh")
    dated = pl.col("year_from").is_not_null()
    rows = facts.table("rule_set").filter(own & dated & in_year(year)).sort("year_from", "issued")
    return _rule_set(facts, rows.row(-1, named=True), year) if rows.height else None


def _rule_set(facts: Facts, row: dict, year: int | None) -> RuleSet:
    nodes = facts.table("criterion").filter(pl.col("rule_set") == row["rule_set"])
    if year is not None:
        nodes = nodes.filter(in_year(year))
    fields = Criterion.__dataclass_fields__
    criteria = tuple(
        Criterion(**{name: node.get(name) for name in fields})
        for node in nodes.iter_rows(named=True)
    )
    return RuleSet(
        row["rule_set"],
        row["index"],
        row["decision"],
        row["issued"],
        row["year_from"],
        row["year_to"],
        row["maximum"],
        row["source"],
        criteria,
    )
