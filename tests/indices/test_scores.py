"""Dimensions and totals against a slow, obvious reference; missing stays missing."""

from __future__ import annotations

import math

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.indices.rule_sets import TOTAL, Criterion, RuleSet
from thuocdo.indices.scores import score_items


def _criterion(code: str, parent: str, rule: str) -> Criterion:
    return Criterion(code, parent, f"c{code}", code, code, rule, None, None, "stated", "example")


def _rules(sizes: list[int]) -> RuleSet:
    nodes = []
    for place, size in enumerate(sizes, start=1):
        nodes.append(_criterion(str(place), "", "sum"))
        nodes += [_criterion(f"{place}.{n}", str(place), "given") for n in range(1, size + 1)]
    return RuleSet("example", "papi", "", "", 2030, 2030, None, "example", tuple(nodes))


def _by_hand(cells: dict[tuple[str, str], float], sizes: list[int], units: list[str]) -> dict:
    """Plain loops: every item of every unit, ``None`` as soon as a part is missing."""
    found = {}
    for unit in units:
        total = 0.0
        for place, size in enumerate(sizes, start=1):
            dimension = 0.0
            for n in range(1, size + 1):
                value = cells.get((unit, f"{place}.{n}"))
                found[unit, f"{place}.{n}"] = value
                missing = value is None or dimension is None
                dimension = None if missing else dimension + value
            found[unit, str(place)] = dimension
            total = None if total is None or dimension is None else total + dimension
        found[unit, TOTAL] = total
    return found


@st.composite
def surveys(draw):
    """A random rule set, units, and scores with holes: absent rows and null cells."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    units = [f"{n:02d}" for n in range(1, draw(st.integers(1, 6)) + 1)]
    codes = [f"{p}.{n}" for p, size in enumerate(sizes, 1) for n in range(1, size + 1)]
    score = st.none() | st.floats(0.1, 10, allow_nan=False)
    rows = []
    for unit in units:
        for code in codes:
            # Mostly there, so that whole totals occur too.
            if draw(st.integers(0, 9)):
                rows.append((unit, code, draw(score) if draw(st.integers(0, 9)) == 0 else 1.25))
            if draw(st.integers(0, 19)) == 0 and rows and rows[-1][:2] == (unit, code):
                rows[-1] = (unit, code, draw(score))
    return sizes, units, rows


@given(surveys())
def test_every_item_equals_the_reference(survey):
    sizes, units, rows = survey
    schema = {"unit": pl.String, "code": pl.String, "score": pl.Float64}
    scored = score_items(pl.DataFrame(rows, schema=schema, orient="row"), _rules(sizes), units)
    got = {(row["unit"], row["item"]): row["score"] for row in scored.iter_rows(named=True)}
    wanted = _by_hand({(unit, code): value for unit, code, value in rows}, sizes, units)
    assert got.keys() == wanted.keys()
    assert scored.height == len(wanted)
    for place, value in wanted.items():
        if value is None:
            assert got[place] is None
        else:
            assert math.isclose(got[place], value, rel_tol=1e-12)


def test_a_unit_without_any_row_has_no_score_and_no_zero():
    scored = score_items(
        pl.DataFrame({"unit": ["01"], "code": ["1.1"], "score": [2.0]}), _rules([1]), ["01", "02"]
    )
    other = scored.filter(pl.col("unit") == "02")
    assert other["score"].to_list() == [None, None, None]


def test_papi_of_every_year_equals_the_reference(facts, standings):
    """All 63 provinces and 14 years, from the rows of the fact table alone."""
    given_rows = facts.table("papi_score").select("year", "unit", "code", "score").rows()
    for year in range(2011, 2025):
        at = standings("papi", year)
        cells = {(unit, code): score for y, unit, code, score in given_rows if y == year}
        for unit in at.units:
            total = 0.0
            for dimension in at.rules.children():
                parts = [
                    cells.get((unit.code, one.code)) for one in at.rules.children(dimension.code)
                ]
                whole = None if None in parts else math.fsum(parts)
                row = at.of(unit.code, dimension.code)
                assert (row["score"] is None) == (whole is None)
                assert whole is None or math.isclose(row["score"], whole, rel_tol=1e-12)
                total = None if total is None or whole is None else total + whole
            assert (at.of(unit.code)["score"] is None) == (total is None)
            assert total is None or math.isclose(at.of(unit.code)["score"], total, rel_tol=1e-12)
