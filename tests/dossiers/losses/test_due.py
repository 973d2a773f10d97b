"""Open dossiers on the engine equal a plain reading, dossier by dossier."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import reference

from thuocdo.calendar import DAY, end_of, start_of
from thuocdo.calendar.days import days_off
from thuocdo.dossiers.clock import choice, rules
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.losses.due import ENDED, STATES, most_urgent, open_dossiers, queues
from thuocdo.dossiers.losses.saving import stake, summarised

START = start_of(date(2025, 1, 1))
NOW = start_of(date(2025, 3, 14)) + 40_000  # a Friday, 11:06
TERMS = {"1.000001": 0, "1.000002": 3, "1.000003": 20}
moments = st.builds(
    lambda day, second: START + day * DAY + second,
    st.integers(50, 110),
    st.sampled_from([0, 30_000, 61_200, DAY - 1]),
)
past = st.builds(lambda day: START + day * DAY + 30_000, st.integers(40, 71))
maybe = st.none() | moments
asked = st.none() | past
open_ones = st.fixed_dictionaries(
    {
        "status": st.sampled_from([1, 2, 4, 4, 4, 5, 6, 9]),
        "unit": st.sampled_from(["11953", "11977", None]),
        "officer": st.sampled_from(["@a", "@b", None]),
        "procedure": st.sampled_from([*TERMS, "1.000009"]),
        "accepted": st.none() | past,
        "updated": past,
        **{name: maybe for name in ("due", "due_before")},
        **{name: asked for name in ("asked_1", "answered_1", "asked_2", "answered_2")},
        **dict.fromkeys(("finished", "returned", "refused"), st.none()),
    }
)
choices = st.fixed_dictionaries(
    {one.name: st.sampled_from(one.choices) for one in rules().values()}
)


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect(threads=1)


def found(engine, rows, chosen, days):
    frame = pl.DataFrame(
        [{"dossier": f"{place:03}", **row} for place, row in enumerate(rows)],
        {name: SCHEMA[name] for name in ("dossier", *rows[0])},
    )
    terms = pl.DataFrame({"procedure": list(TERMS), "term": list(TERMS.values())})
    standing = open_dossiers(ibis.memtable(frame), chosen, NOW, days, terms)
    return engine.to_polars(standing).sort("dossier"), standing


def working_days_after(now: int, until: int) -> int:
    day, last, count = reference.local(now).date(), reference.local(until).date(), 0
    while day < last:
        day += timedelta(days=1)
        off, worked = days_off(day.year)
        count += day in worked or (day.weekday() < 5 and day not in off)
    return count


def slow(one, rule, days):
    """(deadline, left, state) in plain Python; ``None`` for a dossier that is not open."""
    if one["accepted"] is None or one["accepted"] > NOW or one["status"] in ENDED:
        return None
    if one["status"] == 6 and rule["payment"] == "left_out":
        return None
    due = reference.due_moment(one, rule, TERMS)
    end = reference.end_moment(one, rule, NOW)
    worked = end - reference.waited(one, rule, end)
    deadline = None if due is None else due + NOW - worked
    left = None if deadline is None else working_days_after(NOW, deadline)
    twice = one["asked_2"] is not None and rule["second_request"] == "late"
    if twice or (deadline is not None and deadline < NOW):
        return deadline, left, "late"
    if one["status"] == 5 and rule["waiting"] == "ends_at_request":
        return deadline, left, "waiting"
    if deadline is None:
        return None, None, "no_term"
    return deadline, left, "due" if left <= days else "later"


@settings(max_examples=25, deadline=None)
@given(st.lists(open_ones, min_size=1, max_size=40), choices, st.integers(0, 12))
def test_engine_equals_reference(engine, rows, chosen, days):
    rule = choice(**chosen)
    made, _ = found(engine, rows, rule, days)
    wanted = {f"{p:03}": told for p, row in enumerate(rows) if (told := slow(row, rule, days))}
    answer = {row["dossier"]: row for row in made.to_dicts()}
    assert answer.keys() == wanted.keys()
    for code, (deadline, left, state) in wanted.items():
        assert (answer[code]["deadline"], answer[code]["state"]) == (deadline, state)
        if deadline is not None and deadline >= NOW:
            assert answer[code]["left"] == left


ROW = {
    **{"status": 4, "unit": "11953", "officer": "@a", "procedure": "1.000002"},
    **{"accepted": NOW - 3 * DAY, "updated": NOW, "due": None, "due_before": None},
    **dict.fromkeys(("asked_1", "answered_1", "asked_2", "answered_2")),
    **dict.fromkeys(("finished", "returned", "refused")),
}


def test_the_weekend_does_not_count(engine):
    """On Friday what is due on Monday has one working day left, and three days of the clock."""
    monday = ROW | {"due": end_of(date(2025, 3, 17))}
    today = ROW | {"due": end_of(date(2025, 3, 14))}
    made, _ = found(engine, [monday, today], choice(), 1)
    assert made["left"].to_list() == [1, 0] and set(made["state"]) == {"due"}
    made, _ = found(engine, [monday, today], choice(), 0)
    assert made["state"].to_list() == ["later", "due"]


def test_queues_and_the_most_urgent(engine):
    rows = [
        ROW | {"due": end_of(date(2025, 3, day)), "officer": who}
        for day, who in ((13, "@a"), (14, "@a"), (17, "@b"), (28, "@b"))
    ]
    rows.append(ROW | {"due": end_of(date(2025, 3, 14)), "accepted": START - DAY})
    made, standing = found(engine, rows, choice(), 2)
    table = engine.to_polars(queues(standing, 2025)).sort("officer")
    assert table.select("officer", *STATES, "counting").rows() == [
        ("@a", 1, 2, 0, 0, 0, 1),
        ("@b", 0, 1, 0, 1, 0, 1),
    ]
    first = engine.to_polars(most_urgent(standing, ("late", "due"), 3))
    assert first["dossier"].to_list() == ["000", "001", "004"]
    (unit,) = summarised(table, {"11953": (90, 100), "11977": (100, 100)})
    assert (unit.counts["due"], unit.counts["late"], unit.stake.count) == (3, 1, 2)
    assert unit.queues["officer"].to_list() == ["@a", "@b"]
    assert unit.stake == stake(2, (90, 100), (190, 200))


def test_stakes_know_the_cap():
    """20 × n/d, and satisfaction 6 × n/d / 0,9 at most 6: above 90 % only the former is lost."""
    told = stake(2, (95, 100), (180, 200))
    assert told.own == Fraction(20 * 2, 100) and told.each_own == Fraction(20, 100)
    assert told.province == Fraction(20 * 2, 200) + Fraction(6 * 2, 180)
    assert stake(0, (95, 100), (180, 200)).own == 0 == stake(5, (0, 10), (0, 10)).own
    across = stake(10, (95, 100), (180, 200))
    assert across.own == 2 + Fraction(6 * 5, 90)
