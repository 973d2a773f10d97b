"""Every figure from its leaves alone: the trace is recomputed and its rows are looked up.

The recomputation knows the kinds of rule and nothing else: sums, weights, √Σw²se², ratios of
spreads, counting, and the public ``rank_sets`` on the figures the trace lists.
"""

from __future__ import annotations

import csv
import math
import statistics
from functools import cache
from importlib.resources import files

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.indices import ASPECTS, Group, Row, Trace, rank_sets, trace

TOLERANCE = 1e-12
TABLES = files("thuocdo.facts").joinpath("tables")

SAMPLES = [
    (boundaries, year, unit)
    for boundaries, units in {
        "63": ("33", "34", "01", "26", "46"),
        "34": ("33", "25", "46", "79"),
    }.items()
    for year in (2011, 2017, 2018, 2019, 2021, 2024)
    for unit in units
]
ITEMS = ("total", "1", "5", "7", "8", "5.1", "8.2")


# ---- recomputing a figure from its leaves ----


def recomputed(node: Trace | Row):
    """The figure of ``node``, from leaves and rules alone."""
    if isinstance(node, Row):
        return node.value
    return RULES[node.rule.key](node)


def _only(node: Trace):
    rows = [one for one in node.inputs if isinstance(one, Row)]
    assert len(rows) <= 1, "one figure, one row"
    return rows[0].value if rows else None


def _sum(node: Trace):
    values = [recomputed(one) for one in node.inputs]
    return None if None in values else math.fsum(values)


def _parts(node: Trace) -> list[tuple[float, float | None]]:
    """(weight, value) of every part: weights are populations over their sum."""
    pairs = list(zip(node.inputs[::2], node.inputs[1::2], strict=True))
    people = [_only(weight) for weight, _ in pairs]
    for (weight, _), own in zip(pairs, people, strict=True):
        assert weight.output == pytest.approx(own / sum(people), abs=TOLERANCE)
    shares = [own / sum(people) for own in people]
    return [(share, recomputed(part)) for share, (_, part) in zip(shares, pairs, strict=True)]


def _merge(node: Trace):
    parts = _parts(node)
    missing = any(value is None for _, value in parts)
    return None if missing else math.fsum(share * value for share, value in parts)


def _se_merge(node: Trace):
    parts = _parts(node)
    missing = any(value is None for _, value in parts)
    return None if missing else math.sqrt(math.fsum((s * v) ** 2 for s, v in parts))


def _se_scaled(node: Trace):
    leaf, factor = node.inputs
    return leaf.value * recomputed(factor)


def _spread(node: Trace):
    now, base = (statistics.stdev(value for _, value in one.sample) for one in node.inputs)
    return now / base


RULES = {
    "rule_given": _only,
    "rule_sum": _sum,
    "rule_merge": _merge,
    "rule_se_merge": _se_merge,
    "rule_se_carried": _only,
    "rule_se_scaled": _se_scaled,
    "rule_se_spread": _spread,
    "no_error": lambda node: None,
}


def same(one, other) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


@pytest.mark.parametrize(("boundaries", "year", "unit"), SAMPLES)
def test_scores_and_errors_follow_from_their_leaves(facts, standings, boundaries, year, unit):
    at = standings("papi", year, boundaries)
    there = set(at.table["item"])
    for item in (one for one in ITEMS if one in there):
        for aspect, column in (("score", "score"), ("se", "se")):
            found = trace(facts, at, unit, item, aspect)
            shown = at.of(unit, item)[column]
            assert same(found.output, shown)
            if shown is not None or found.rule.key != "rule_se_merge":
                assert same(recomputed(found), shown), (item, aspect)


@pytest.mark.parametrize(("boundaries", "unit"), [("63", "33"), ("34", "33"), ("34", "46")])
@pytest.mark.parametrize("item", ["total", "7", "5"])
def test_ranks_and_sets_follow_from_the_figures_listed(facts, standings, boundaries, unit, item):
    at = standings("papi", 2024, boundaries)
    row = at.of(unit, item)
    ranked = trace(facts, at, unit, item, "rank")
    own, others = ranked.inputs
    scores = [value for _, value in others.sample]
    assert len(scores) == others.count == row["of"]
    assert ranked.output == row["rank"] == 1 + sum(score > own.output for score in scores)
    sets = trace(facts, at, unit, item, "set")
    groups = [one for one in sets.inputs if isinstance(one, Group)]
    names = [name for name, _ in groups[0].sample]
    values = [[value for _, value in one.sample] for one in groups]
    low, high = rank_sets(*values, simultaneous=False)
    place = names.index(row["name"])
    assert sets.output == (row["rank_low"], row["rank_high"]) == (low[place], high[place])


# ---- leaves ----


@cache
def lines(file: str) -> list[list[str]]:
    """The file as a spreadsheet shows it: the head is row 1."""
    with TABLES.joinpath(file).open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def leaf_cells(leaf: Row) -> dict[str, str]:
    table = lines(leaf.file)
    return dict(zip(table[0], table[leaf.row - 1], strict=True))


@pytest.mark.parametrize(("boundaries", "year", "unit"), SAMPLES)
def test_every_leaf_is_in_its_file_at_its_row(facts, standings, boundaries, year, unit):
    at = standings("papi", year, boundaries)
    own = at.unit(unit)
    old = set(own.predecessors) if boundaries == "34" else {unit}
    leaves = [
        leaf
        for aspect in ("score", "se")
        for leaf in trace(facts, at, unit, "total", aspect).rows()
    ]
    assert leaves or at.of(unit)["score"] is None
    for leaf in leaves:
        cells = leaf_cells(leaf)
        columns = {"papi_score.csv": "score", "papi_error.csv": "se", "census.csv": "population"}
        assert float(cells[columns[leaf.file]]) == leaf.value
        assert (cells["source"], cells["basis"], cells["note"]) == (
            leaf.source,
            leaf.basis,
            leaf.note,
        )
        assert cells["unit"] in old
        if leaf.file == "papi_score.csv":
            assert int(cells["year"]) == year
        assert facts.source(leaf.source), "every source is described"


@pytest.mark.parametrize("index", ["par-index", "sipas"])
def test_published_figures_lead_to_their_rows(facts, standings, index):
    rows = facts.table("published").filter(
        (pl.col("index") == index) & (pl.col("unit") == "33") & (pl.col("use") == "yes")
    )
    for measure in ("score", "rank"):
        for row in rows.filter(pl.col("measure") == measure).iter_rows(named=True):
            at = standings(index, row["year"])
            found = trace(facts, at, "33", "total", measure)
            (leaf,) = found.rows()
            assert found.output == leaf.value == row["value"]
            assert leaf.basis == row["basis"]
            assert float(leaf_cells(leaf)["value"]) == row["value"]
            assert leaf_cells(leaf)["measure"] == measure


def test_a_missing_figure_has_a_trace_without_an_output(facts, standings):
    at = standings("papi", 2024)
    found = trace(facts, at, "26", "total")
    assert found.output is None
    assert found.rows() == []


@pytest.mark.parametrize("aspect", ASPECTS)
def test_labels_and_rules_speak_both_languages(facts, standings, aspect):
    at = standings("papi", 2024, "34")
    waiting = [trace(facts, at, "33", "5", aspect)]
    while waiting:
        node = waiting.pop()
        for sentence in (node.label, getattr(node, "rule", node.label)):
            assert sentence.text("vi") and sentence.text("en")
        waiting += [one for one in getattr(node, "inputs", ()) if not isinstance(one, Row)]


@pytest.mark.parametrize(
    ("item", "aspect", "code"), [("9", "score", "CALL-005"), ("total", "noise", "CALL-010")]
)
def test_what_is_not_there_is_refused(facts, standings, item, aspect, code):
    with pytest.raises(ThuocDoError) as refused:
        trace(facts, standings("papi", 2024, "34"), "33", item, aspect)
    assert refused.value.code == code


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_unit_that_is_not_there_is_refused(facts, standings, aspect):
    with pytest.raises(ThuocDoError) as refused:
        trace(facts, standings("papi", 2024, "34"), "99", "total", aspect)
    assert refused.value.code == "UNIT-001"
