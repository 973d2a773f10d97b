"""Counts and figures on the engine equal the plain reference, whatever the dossiers are."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import reference
from tests.dossiers.test_clock import CUT, START, TERMS, choices, dossiers

from thuocdo.dossiers.clock import choice
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.measures.catalogue import catalogue, measure_rule
from thuocdo.dossiers.measures.counting import FLAGS, KEYS, REGISTER, counts, hours, judged, settled
from thuocdo.dossiers.measures.engines import connected
from thuocdo.dossiers.measures.figures import figures, groupings, missing, order_statistics
from thuocdo.errors import ThuocDoError

KNOWN = {
    "1.000001": {"term": 0, "has_fee": 1, "has_paper": 1, "whole": 0},
    "1.000002": {"term": 3, "has_fee": 0, "has_paper": None, "whole": 1},
    "1.000003": {"term": 20, "has_fee": None, "has_paper": 0, "whole": None},
}
REGISTERED = pl.DataFrame([{"procedure": one, **told} for one, told in KNOWN.items()], REGISTER)
flag = st.sampled_from([None, 0, 1])
fuller = st.builds(
    lambda one, more: one | more,
    dossiers,
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["11953", "SO-01"]),
            "field": st.none() | st.just("LV-01"),
            "channel": st.sampled_from([None, 1, 2, 3]),
            "applicant_type": flag,
            "paid_online": st.sampled_from([None, 0, 1, 2]),
            "fee": st.sampled_from([None, 0, 8000]),
            "digitised": flag,
            **{
                name: flag
                for name in (
                    *("result_electronic", "parts_digitised", "reused", "from_store"),
                    *("vneid", "connected", "simulated"),
                )
            },
        }
    ),
)


def frame(rows: list[dict]) -> pl.DataFrame:
    full = [{"dossier": str(place), **row} for place, row in enumerate(rows)]
    return pl.DataFrame(full, {name: SCHEMA[name] for name in ("dossier", *rows[0])})


@pytest.fixture(scope="module")
def engine():
    return connected("duckdb", 1)


def plain(rows, rule):
    """Counts by key and hours by key, row by row."""
    found, took = {}, Counter()
    for one in rows:
        if not START <= one["accepted"] <= CUT:
            continue
        month = reference.local(one["accepted"]).month
        key = tuple(month if name == "month" else one[name] for name in KEYS)
        told = found.setdefault(key, Counter())
        told["received"] += 1
        told["simulated"] += one["simulated"] or 0
        told.update(reference.said(one, CUT, KNOWN))
        verdict = reference.verdict(one, rule, CUT, TERMS)
        told["judged"] += verdict is not None
        told["on_time"] += verdict or 0
        spent = reference.hours(one, rule, CUT)
        if spent is not None:
            took[(*key, spent)] += 1
    return found, took


@settings(max_examples=15)
@given(rows=st.lists(fuller, min_size=1, max_size=60), chosen=choices)
def test_counts_equal_the_reference(engine, rows, chosen):
    rule = choice(**chosen)
    made = judged(ibis.memtable(frame(rows)), 2025, rule, CUT, REGISTERED)
    found, took = plain(rows, rule)
    table = engine.to_polars(counts(made))
    sums = table.group_by(KEYS).agg(pl.col("received", "simulated", *FLAGS).sum())
    seen = {tuple(one[name] for name in KEYS): one for one in sums.to_dicts()}
    assert set(seen) == set(found)
    for key, told in found.items():
        for name in ("received", "simulated", *FLAGS):
            assert seen[key][name] == told[name], (key, name)
    times = engine.to_polars(hours(made))
    assert {
        tuple(one[:-1]): one[-1] for one in times.select(*KEYS, "hours", "count").rows()
    } == took
    tallies = SimpleNamespace(counts=table.lazy(), hours=times.lazy())
    for one in figures(tallies, rule, 2025, measure_rule("on_time"), ("unit",), REGISTERED):
        mine = [told for key, told in found.items() if key[0] == one.keys["unit"]]
        assert one.numerator == sum(told["on_time"] for told in mine)
        assert one.denominator == sum(told["judged"] for told in mine)


@settings(max_examples=15)
@given(rows=st.lists(fuller, min_size=1, max_size=60), later=st.integers(0, 10**7))
def test_no_later_cut_changes_a_settled_dossier(engine, rows, later):
    table = ibis.memtable(frame(rows))
    done = table.filter(settled(table, CUT))
    now, then = (
        engine.to_polars(counts(judged(done, 2025, choice(), cut, REGISTERED))).sort(
            *KEYS, "paying", nulls_last=True
        )
        for cut in (CUT, CUT + later)
    )
    assert now.equals(then)


@given(st.lists(st.integers(0, 30), max_size=60))
def test_order_statistics_are_values_that_occurred(values):
    bins = pl.DataFrame(
        sorted(Counter(values).items()), {"hours": pl.Int64, "count": pl.Int64}, orient="row"
    )
    found = order_statistics(bins.lazy(), [])
    if not values:
        assert found.is_empty()
        return
    [(count, median, p90)] = found.select("count", "median", "p90").rows()
    assert count == len(values)
    assert median == reference.order_statistic(values, 50)
    assert p90 == reference.order_statistic(values, 90)


def test_a_procedure_is_counted_once():
    rows = [
        dict.fromkeys(SCHEMA)
        | {"unit": unit, "procedure": code, "status": 9, "fee": fee}
        | {"accepted": START, "updated": START, "finished": START, "paid_online": paid}
        for unit, code, fee, paid in (
            ("11953", "1.000001", 8000, 1),
            ("11953", "1.000001", 8000, 0),
            ("11953", "1.000003", 8000, 0),
            ("SO-01", "1.000001", 8000, 0),
        )
    ]
    made = judged(ibis.memtable(pl.DataFrame(rows, SCHEMA)), 2025, choice(), CUT, REGISTERED)
    tallies = SimpleNamespace(
        counts=connected("duckdb").to_polars(counts(made)).lazy(),
        hours=pl.LazyFrame().with_columns(month=pl.lit(1)),
    )
    asked = (tallies, choice(), 2025, measure_rule("procedures_paid_online"))
    by_unit = figures(*asked, ("unit",), REGISTERED)
    assert [(one.numerator, one.denominator) for one in by_unit] == [(1, 2), (0, 1)]
    [whole] = figures(*asked, (), REGISTERED)
    assert (whole.numerator, whole.denominator) == (1, 2)


def test_every_measure_says_what_it_is():
    columns = {*FLAGS, "received", "register:has_fee"}
    for one in catalogue().values():
        assert one.status in ("read", "secondary", "unknown") and len(one.source) > 15
        if one.kind in ("share", "procedures"):
            assert {one.numerator, one.denominator} <= columns
        assert bool(one.portal) == (one.kind == "portal")


def test_what_is_missing_is_said_and_never_zero():
    empty = pl.DataFrame(schema=REGISTER)
    assert "--terms" in missing(measure_rule("result_electronic"), empty)[0]
    assert missing(measure_rule("result_electronic"), REGISTERED) is None
    assert missing(measure_rule("petition_on_time"), REGISTERED)


@pytest.mark.parametrize("text", ["unit,day", "x"])
def test_a_grouping_there_is_not(text):
    with pytest.raises(ThuocDoError) as told:
        groupings(text)
    assert told.value.code == "DOSSIER-019"
