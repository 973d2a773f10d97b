"""The clock on the engine equals the plain reference, dossier by dossier, whatever is chosen."""

from __future__ import annotations

from datetime import date

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import reference

from thuocdo.calendar import DAY, end_of, start_of, working_days
from thuocdo.dossiers.clock import admissible, choice, counted, rules, verdict, with_legal_due
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.errors import ThuocDoError

START = start_of(date(2025, 1, 1))
CUT = end_of(date(2025, 3, 31))
TERMS = {"1.000001": 0, "1.000002": 3, "1.000003": 20}
# Few seconds and few days, so that equal moments and ends of days are met often.
moments = st.builds(
    lambda day, second: START + day * DAY + second,
    st.integers(0, 110),
    st.sampled_from([0, 1, 30_000, 61_200, 61_201, DAY - 1]),
)
maybe = st.none() | moments
dossiers = st.fixed_dictionaries(
    {
        "status": st.integers(1, 10),
        "procedure": st.sampled_from([*TERMS, "1.000009"]),
        "accepted": moments,
        "updated": moments,
        **{
            name: maybe
            for name in (
                *("due", "due_before", "finished", "returned", "refused"),
                *("asked_1", "answered_1", "asked_2", "answered_2"),
            )
        },
    }
)
choices = st.fixed_dictionaries(
    {one.name: st.sampled_from(one.choices) for one in rules().values()}
)


@pytest.fixture(scope="module")
def engine():
    connection = ibis.duckdb.connect(threads=1)
    terms = pl.DataFrame({"procedure": list(TERMS), "term": list(TERMS.values())})
    known = (working_days(2025, 2026).drop("provisional"), terms)
    return connection, [ibis.memtable(one) for one in known]


def table(rows: list[dict]) -> pl.DataFrame:
    full = [{"dossier": str(place), **row} for place, row in enumerate(rows)]
    return pl.DataFrame(full, {name: SCHEMA[name] for name in ("dossier", *rows[0])})


def engine_verdicts(engine, rows: list[dict], chosen, cut: int = CUT) -> list[int | None]:
    frame = table(rows)
    connection, known = engine
    judged = with_legal_due(ibis.memtable(frame), *known)
    found = judged.select("dossier", v=verdict(judged, chosen, cut))
    answer = dict(connection.to_polars(found).iter_rows())
    return [answer[str(place)] for place in range(len(rows))]


@settings(max_examples=10)
@given(rows=st.lists(dossiers, min_size=1, max_size=80), chosen=choices)
def test_engine_equals_reference(engine, rows, chosen):
    rule = choice(**chosen)
    assert engine_verdicts(engine, rows, rule) == [
        reference.verdict(row, rule, CUT, TERMS) for row in rows
    ]


def test_the_reference_can_tell_a_wrong_clock(engine):
    """A second past the due moment is late: the comparison above would see it."""
    row = dict.fromkeys(("due_before", "returned", "refused", "asked_1", "answered_1"))
    row |= {"asked_2": None, "answered_2": None, "procedure": "1.000009", "status": 9}
    row |= {"accepted": START, "updated": START + DAY, "due": START + 100}
    rule = choice(due_moment="as_written")
    ends = [row | {"finished": START + 100 + more} for more in (0, 1)]
    assert engine_verdicts(engine, ends, rule) == [1, 0]


def test_before_acceptance_nothing_is_counted(engine):
    rows = [{"status": 1, "accepted": one} for one in (None, START - 1, START, CUT, CUT + 1)]
    found = counted(ibis.memtable(table(rows)), START, CUT)
    assert sorted(engine[0].to_polars(found)["dossier"]) == ["2", "3"]


def test_every_rule_says_its_status_and_source():
    for one in rules().values():
        assert one.value in one.choices
        assert one.status in ("read", "secondary", "unknown")
        assert len(one.source) > 20 and one.title_vi and one.title_en


def test_the_band_runs_over_unknown_rules_only():
    found = admissible(choice())
    unknown = {one.name for one in rules().values() if one.status == "unknown"}
    assert len(found) == 24
    for one in rules().values():
        seen = {each[one.name] for each in found}
        assert seen == (set(one.choices) if one.name in unknown else {one.value})


def test_a_value_a_rule_does_not_have():
    for wrong in ({"waiting": "never"}, {"nothing": "x"}):
        with pytest.raises(ThuocDoError) as told:
            choice(**wrong)
        assert told.value.code == "DOSSIER-017"
