"""Merging figures of old units: weights, missing parts, errors; against an obvious slow way."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.units import parts_and_weights, rebase

PARTS = pl.DataFrame(
    {
        "new": ["A", "A", "A", "B"],
        "old": ["1", "2", "3", "4"],
        "population": [10, 30, 60, 5],
        "weight": [0.1, 0.3, 0.6, 1.0],
    }
)
TYPES = {"unit": pl.String, "item": pl.String, "score": pl.Float64, "se": pl.Float64}


def merged(rows, *, allow_partial=False, parts=PARTS):
    frame = pl.DataFrame(rows, schema=TYPES, orient="row")
    return rebase(
        frame, parts, ["item"], values=("score",), errors=("se",), allow_partial=allow_partial
    )


def one(rows, **options) -> tuple:
    found = merged(rows, **options)
    assert found.height == 1
    return found.select("score", "se", "present", "parts").row(0)


def test_the_weights_of_a_province_sum_to_one(facts):
    parts = parts_and_weights(facts)
    sums = parts.group_by("new").agg(pl.col("weight").sum(), pl.len())
    assert sums.height == 34
    assert all(math.isclose(total, 1) for total in sums["weight"])
    assert parts.height == 63
    row = parts.row(by_predicate=pl.col("old") == "34", named=True)
    assert (
        row["weight"] == row["population"] / parts.filter(pl.col("new") == "33")["population"].sum()
    )


def test_a_part_the_census_lacks_leaves_the_whole_unit_without_weights(facts):
    census = facts.table("census").filter(pl.col("unit") != "34")
    lame = facts.plus({})
    lame._frames["census"] = census
    weights = parts_and_weights(lame)
    assert weights.filter(pl.col("new") == "33")["weight"].to_list() == [None, None]
    assert weights.filter(pl.col("new") != "33")["weight"].null_count() == 0
    figures = [("33", "total", 40.0, 0.1), ("34", "total", 50.0, 0.2)]
    assert one(figures, parts=weights) == (None, None, 2, 2)
    assert one(figures, parts=weights, allow_partial=True) == (None, None, 2, 2)


def test_all_parts_present():
    score, se, present, parts = one([("1", "t", 10, 1), ("2", "t", 20, 2), ("3", "t", 30, 3)])
    assert math.isclose(score, 0.1 * 10 + 0.3 * 20 + 0.6 * 30)
    assert math.isclose(se, math.sqrt(0.1**2 + (0.3 * 2) ** 2 + (0.6 * 3) ** 2))
    assert (present, parts) == (3, 3)


def test_a_unit_of_one_part_keeps_its_figure():
    assert one([("4", "t", 12.5, 0.5)]) == (12.5, 0.5, 1, 1)


@pytest.mark.parametrize("missing", [[], [("3", "t", None, 3)], [("3", "t", None, None)]])
def test_a_missing_part_makes_the_figure_missing_or_partial(missing):
    rows = [("1", "t", 10, 1), ("2", "t", 20, 2), *missing]
    assert one(rows) == (None, None, 2, 3)
    score, se, present, _ = one(rows, allow_partial=True)
    assert math.isclose(score, (0.1 * 10 + 0.3 * 20) / 0.4)
    assert math.isclose(se, math.sqrt((0.1 * 1) ** 2 + (0.3 * 2) ** 2) / 0.4)
    assert present == 2


@pytest.mark.parametrize("allow_partial", [False, True])
def test_a_score_without_error_is_merged_and_its_error_is_unknown(allow_partial):
    rows = [("1", "t", 10, 1), ("2", "t", 20, None), ("3", "t", 30, 3)]
    score, se, present, _ = one(rows, allow_partial=allow_partial)
    assert math.isclose(score, 25)
    assert (se, present) == (None, 3)


def test_no_figure_at_all():
    assert one([("1", "t", None, None)], allow_partial=True) == (None, None, 0, 3)
    assert merged([]).height == 0


def test_items_are_merged_apart_and_keep_their_order():
    rows = [("4", "b", 1, None), ("4", "a", 2, None)]
    assert merged(rows).select("unit", "item", "score").rows() == [("B", "b", 1), ("B", "a", 2)]


def slow(rows, allow_partial: bool) -> dict:
    """The obvious way: for each new unit and item look at each part in turn."""
    given_rows = {(unit, item): (score, se) for unit, item, score, se in rows}
    found = {}
    for new in ("A", "B"):
        weights = {o: w for n, o, _, w in PARTS.iter_rows() if n == new}
        for item in sorted({i for u, i, _, _ in rows if u in weights}):
            cells = {old: given_rows.get((old, item), (None, None)) for old in weights}
            have = [old for old, (score, _) in cells.items() if score is not None]
            if not have or (len(have) < len(weights) and not allow_partial):
                found[new, item] = (None, None, len(have))
                continue
            whole = sum(weights[old] for old in have) if allow_partial else 1
            score = sum(weights[old] * cells[old][0] for old in have) / whole
            errors = [cells[old][1] for old in have]
            se = None
            if None not in errors:
                squares = sum((weights[old] * cells[old][1]) ** 2 for old in have)
                se = math.sqrt(squares) / whole
            found[new, item] = (score, se, len(have))
    return found


SCORE = st.none() | st.floats(1, 80)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("1234"), st.sampled_from("xy")),
    st.tuples(SCORE, st.none() | st.floats(0.01, 2)),
)


@given(CELLS, st.booleans())
def test_against_the_slow_way(cells, allow_partial):
    rows = [(unit, item, score, se) for (unit, item), (score, se) in cells.items()]
    expected = slow(rows, allow_partial)
    found = merged(rows, allow_partial=allow_partial)
    assert found.height == len(expected)
    for row in found.iter_rows(named=True):
        score, se, present = expected[row["unit"], row["item"]]
        assert row["present"] == present
        for got, wanted in ((row["score"], score), (row["se"], se)):
            assert (got is None) == (wanted is None)
            assert wanted is None or math.isclose(got, wanted, rel_tol=1e-12)
