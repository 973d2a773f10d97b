"""PAPI's sub-dimensions recomputed from the indicators its workbooks of 2018 and 2019 print."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.facts import read
from thuocdo.indices.recomputing import WITHIN, indicators, recomputed, rules, years
from thuocdo.indices.rescaling import Indicator, Rescaling

# Cells of the official workbooks: 63 provinces a year, 10 and 9 sub-dimensions; in 2018 two
# provinces have no figure in dimension 4 (4.1, 4.3).
REPRODUCED = {2018: 626, 2019: 567}


@pytest.mark.parametrize("year", REPRODUCED)
def test_every_sub_dimension_with_a_rule_is_reproduced(year):
    rows = recomputed(read(), year)
    ruled = rows.filter(pl.col("code").is_in(list(rules(read(), year))))
    assert ruled.filter(status="reproduced").height == REPRODUCED[year]
    assert ruled.filter(status="differs").is_empty()
    assert ruled["difference"].abs().max() <= WITHIN


def test_what_has_no_rule_is_undetermined_and_keeps_its_published_score():
    rows = recomputed(read(), 2019).filter(pl.col("code") == "1.2")
    assert set(rows["status"]) == {"undetermined"}
    assert rows["official"].null_count() == 0
    assert rows["recomputed"].null_count() == rows.height


def test_a_missing_figure_is_missing_on_both_sides():
    (row,) = recomputed(read(), 2018).filter(unit="22", code="4.1").to_dicts()
    assert (row["official"], row["recomputed"], row["status"]) == (None, None, "undetermined")


def test_only_the_years_with_indicators_are_known():
    assert years(read()) == [2018, 2019]
    assert recomputed(read(), 2020).is_empty()


def test_indicators_of_a_province_in_the_order_of_the_workbook():
    rows = indicators(read(), 2019, "33")
    assert rows["code"].to_list()[:2] == ["1.1", "1.1"]
    assert rows.height == 22
    assert rows["value"].null_count() == 0


ENDS = st.tuples(st.integers(-5, 5), st.integers(1, 9)).map(lambda two: (two[0], sum(two)))


@given(
    ends=st.lists(ENDS, min_size=1, max_size=5),
    low=st.floats(-3, 3),
    span=st.floats(0.1, 9),
    data=st.data(),
)
def test_the_expression_is_the_plain_rule(ends, low, span, data):
    values = [data.draw(st.floats(*pair)) for pair in ends]
    rule = Rescaling(low, low + span, tuple(Indicator(f"i{n}", *two) for n, two in enumerate(ends)))
    frame = pl.DataFrame({f"i{n}": [value] for n, value in enumerate(values)})
    share = [(value - a) / (b - a) for value, (a, b) in zip(values, ends, strict=True)]
    plain = low + span * sum(share) / len(share)
    assert frame.select(rule.score()).item() == pytest.approx(plain, abs=1e-9)


def test_a_missing_indicator_leaves_no_score():
    rule = Rescaling(0, 1, (Indicator("a", 0, 1), Indicator("b", 0, 1)))
    frame = pl.DataFrame({"a": [1.0], "b": [None]}, schema={"a": pl.Float64, "b": pl.Float64})
    assert frame.select(rule.score()).item() is None


def test_a_scale_must_span_something():
    with pytest.raises(ValueError, match="span nothing"):
        Indicator("a", 1, 1)
