"""Why this number? The tree from a figure down to the rows of the fact tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.indices.papi import error_year
from thuocdo.indices.published import published_rows
from thuocdo.indices.rule_sets import TOTAL, rule_set_of
from thuocdo.indices.standings import Standings, scored
from thuocdo.units import parts_and_weights, provinces
from thuocdo.wording import Sentence

ASPECTS = ("score", "se", "rank", "set")
SAMPLE = 100


@dataclass(frozen=True)
class Row:
    """A leaf: one row of a fact table and the value it holds."""

    source: str
    file: str
    row: int
    value: float
    basis: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """A leaf that stands for many figures: how many, their checksum, a sample of at most 100."""

    label: Sentence
    count: int
    checksum: str
    sample: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Trace:
    """A figure: what it is, the rule that made it, its value and what went in."""

    label: Sentence
    rule: Sentence
    output: float | int | tuple[int, int] | None
    inputs: tuple[Trace | Row | Group, ...]
    basis: str = "derived"

    def rows(self) -> list[Row]:
        """Every leaf row under this figure."""
        found = []
        for one in self.inputs:
            if isinstance(one, Trace):
                found += one.rows()
            elif isinstance(one, Row):
                found.append(one)
        return found


def trace(facts: Facts, standings: Standings, unit: str, item: str, aspect: str = "score") -> Trace:
    """The trace of ``aspect`` (score, se, rank, set) of ``unit``'s ``item``.

    Raises ``ThuocDoError`` CALL-005 for an item, CALL-010 for an aspect that is not there.
    """
    standings.of(unit, item)
    if aspect not in ASPECTS:
        listed = ", ".join(ASPECTS)
        raise ThuocDoError.of(
            "CALL-010",
            value=aspect,
            name="aspect",
            hint_vi=f"Dùng một trong: {listed}.",
            hint_en=f"Use one of: {listed}.",
        )
    tracer = _Tracer(facts, standings)
    return getattr(tracer, aspect)(unit, item)


def group(at: Standings, column: str, item: str) -> Group:
    """All units' values of ``column`` ("score" or "se") in ``item``, as one leaf."""
    rows = at.item(item).filter(pl.col(column).is_not_null()).sort("unit")
    pairs = tuple(rows.select("name", column).iter_rows())
    key = {"score": "group_scores", "se": "group_errors"}[column]
    words = {"count": str(len(pairs)), "item": item_words(item)}
    return leaf_group(Sentence("indices", key, words), pairs)


def leaf_group(label: Sentence, pairs: tuple[tuple[str, float], ...]) -> Group:
    """Many named figures as one leaf."""
    digest = hashlib.sha256(repr(pairs).encode()).hexdigest()[:16]
    return Group(label, len(pairs), digest, pairs[:SAMPLE])


class _Tracer:
    """Walks the same road as ``standings`` for one figure, keeping what it met."""

    def __init__(self, facts: Facts, standings: Standings):
        self.facts, self.at = facts, standings

    def score(self, unit: str, item: str) -> Trace:
        row = self.at.of(unit, item)
        if row["parts"] > 1:
            return self._merged(unit, item, "score", row["score"])
        if self.at.index != "papi":
            return self._published(unit, row)
        criterion = self.at.rules.criterion(item)
        if criterion and criterion.rule == "given":
            return self._given(unit, item, row)
        parts = self.at.rules.children("" if item == TOTAL else item)
        return Trace(
            self._label("score", row, item),
            Sentence("indices", "rule_sum", {"parts": " + ".join(one.code for one in parts)}),
            row["score"],
            tuple(self.score(unit, one.code) for one in parts),
            row["basis"],
        )

    def se(self, unit: str, item: str) -> Trace:
        row = self.at.of(unit, item)
        if row["parts"] > 1:
            return self._merged(unit, item, "se", row["se"])
        label = self._label("se", row, item)
        base = error_year(self.facts, self.at.year)
        leaves = self._rows("papi_error", "se", year=base, unit=unit, item=item)
        if row["se"] is None or not leaves:
            return Trace(label, Sentence("indices", "no_error"), None, ())
        if base == self.at.year and self.at.options.se_scale == 1:
            return Trace(label, Sentence("indices", "rule_given"), row["se"], leaves, "stated")
        factor = self._factor(item, base)
        if factor is None and self.at.options.se_scale == 1:
            carried = Sentence("indices", "rule_se_carried", {"base": str(base)})
            return Trace(label, carried, row["se"], leaves, "estimated")
        ratio = factor.output if factor else 1.0
        values = {"base": str(base), "factor": ratio * self.at.options.se_scale}
        scaled = Sentence("indices", "rule_se_scaled", values)
        inputs = (*leaves, factor) if factor else leaves
        return Trace(label, scaled, row["se"], inputs, "estimated")

    def rank(self, unit: str, item: str) -> Trace:
        row = self.at.of(unit, item)
        label = self._label("rank", row, item)
        if self.at.index != "papi":
            leaves = self._published_rows(unit, "rank")
            return Trace(label, Sentence("indices", "rule_given"), row["rank"], leaves, "stated")
        others = group(self.at, "score", item)
        rule = Sentence("indices", "rule_rank", {"of": str(row["of"])})
        return Trace(label, rule, row["rank"], (self.score(unit, item), others), row["basis"])

    def set(self, unit: str, item: str) -> Trace:
        row = self.at.of(unit, item)
        label = self._label("set", row, item)
        if row["rank_low"] is None:
            return Trace(label, Sentence("indices", "no_error"), None, ())
        how = self.at.options
        values = {"coverage": how.coverage, "draws": how.draws, "seed": str(how.seed)}
        groups = (
            group(self.at, "score", item),
            group(self.at, "se", item),
        )
        inputs = (self.score(unit, item), self.se(unit, item), *groups)
        bounds = (row["rank_low"], row["rank_high"])
        rule = Sentence("indices", "rule_set_own", values)
        return Trace(label, rule, bounds, inputs, "estimated")

    def _merged(self, unit: str, item: str, aspect: str, value: float | None) -> Trace:
        below = scored(self.facts, self.at.index, self.at.year, "63", self.at.options)
        tracer = _Tracer(self.facts, below)
        parts = parts_and_weights(self.facts).filter(pl.col("new") == unit)
        names = {one.code: one.name for one in provinces(self.facts, "63")}
        inputs: list[Trace] = []
        for old, population, weight in parts.select("old", "population", "weight").iter_rows():
            leaves = self._rows("census", "population", unit=old)
            label = Sentence("indices", "label_weight", {"part": names[old]})
            rule = Sentence("indices", "rule_weight", {"part": names[old]})
            if population is not None:
                inputs.append(Trace(label, rule, weight, leaves))
            inputs.append(getattr(tracer, aspect)(old, item))
        key = "rule_merge" if aspect == "score" else "rule_se_merge"
        label = self._label(aspect, self.at.of(unit, item), item)
        return Trace(label, Sentence("indices", key), value, tuple(inputs), "estimated")

    def _given(self, unit: str, item: str, row: dict) -> Trace:
        leaves = self._rows("papi_score", "score", year=self.at.year, unit=unit, code=item)
        rule = Sentence("indices", "rule_given")
        return Trace(self._label("score", row, item), rule, row["score"], leaves, "stated")

    def _published(self, unit: str, row: dict) -> Trace:
        leaves = self._published_rows(unit, "score")
        label = self._label("score", row, TOTAL)
        basis = leaves[0].basis if leaves else row["basis"]
        return Trace(label, Sentence("indices", "rule_given"), row["score"], leaves, basis)

    def _published_rows(self, unit: str, measure: str) -> tuple[Row, ...]:
        rows = published_rows(self.facts, self.at.index, self.at.year)
        picked = rows.filter((pl.col("unit") == unit) & (pl.col("measure") == measure))
        return _leaves(picked, "value")

    def _factor(self, item: str, base: int) -> Trace | None:
        """The ratio of spreads by which this year's error was scaled; ``None`` when it is 1."""
        base_rules = rule_set_of(self.facts, "papi", base)
        rules = self.at.rules
        if item == TOTAL or rules.parts(item) == base_rules.parts(item):
            return None
        now = scored(self.facts, "papi", self.at.year, "63", self.at.options)
        then = scored(self.facts, "papi", base, "63", self.at.options)
        spreads = [one.item(item)["score"].drop_nulls().std() for one in (now, then)]
        groups = tuple(group(one, "score", item) for one in (now, then))
        values = {"year": str(self.at.year), "base": str(base)}
        label = Sentence("indices", "label_factor", {"item": item})
        rule = Sentence("indices", "rule_se_spread", values)
        return Trace(label, rule, spreads[0] / spreads[1], groups)

    def _rows(self, kind: str, value: str, **where) -> tuple[Row, ...]:
        rows = self.facts.table(kind)
        for column, wanted in where.items():
            rows = rows.filter(pl.col(column).eq_missing(pl.lit(wanted)))
        return _leaves(rows, value)

    def _label(self, aspect: str, row: dict, item: str) -> Sentence:
        values = {"name": self._name(row), "item": item_words(item), "year": str(self.at.year)}
        return Sentence("indices", f"label_{aspect}", values)

    def _name(self, row: dict) -> tuple[str, str]:
        """The unit's name; a province that merged into another is called the former one."""
        name, unit = row["name"], self.at.unit(row["unit"])
        merged = unit.successors and len(self._siblings(unit.successors[0])) > 1
        return (f"{name} cũ", f"former {name}") if merged else (name, name)

    def _siblings(self, new: str) -> list[str]:
        parts = parts_and_weights(self.facts).filter(pl.col("new") == new)
        return parts["old"].to_list()


def _leaves(rows: pl.DataFrame, value: str) -> tuple[Row, ...]:
    return tuple(
        Row(one["source"], one["file"], one["row"], one[value], one["basis"], one["note"])
        for one in rows.iter_rows(named=True)
    )


def item_words(code: str) -> tuple[str, str]:
    """An item in words, in Vietnamese and English."""
    key = "item_total" if code == TOTAL else "item_other"
    said = Sentence("indices", key, {"code": code})
    return said.text("vi"), said.text("en")
