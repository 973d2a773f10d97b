"""Steps on the engine equal a plain count, second by second where it matters."""

from __future__ import annotations

import math
from datetime import date

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import reference

from thuocdo.calendar import DAY, end_of, start_of
from thuocdo.calendar.days import days_off
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.losses.durations import step_lengths
from thuocdo.dossiers.losses.steps import office, step_hours, throughput

START = start_of(date(2025, 1, 24))  # Tết 2025 is near
CUT = end_of(date(2025, 3, 31))
moments = st.builds(
    lambda day, second: START + day * DAY + second,
    st.integers(0, 30),
    st.sampled_from([0, 26_999, 27_000, 30_001, 45_000, 61_200, DAY - 1]),
)
NAMES = ("submitted", "accepted", "asked_1", "answered_1", "asked_2", "answered_2")
dossiers = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from(["1.000001", "1.000002"]),
        **{name: st.none() | moments for name in (*NAMES, "finished", "returned")},
    }
)


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect(threads=1)


def table(rows):
    return pl.DataFrame(rows, {name: SCHEMA[name] for name in rows[0]})


def at_work(begin: int, end: int) -> int:
    """Office seconds between two moments, day by day."""
    total, day = 0, reference.local(begin).date()
    while day <= reference.local(end).date():
        off, worked = days_off(day.year)
        if day in worked or (day.weekday() < 5 and day not in off):
            for opens, close in office()["spans"]:
                first, last = start_of(day) + opens, start_of(day) + close
                total += max(min(end, last) - max(begin, first), 0)
        day = date.fromordinal(day.toordinal() + 1)
    return total


def slow(rows):
    """step → list of (begin, end), told one by one."""
    found = {}
    for one in rows:
        if one["accepted"] is None:
            continue
        answered = one["answered_2"] if one["answered_2"] is not None else one["answered_1"]
        straight = one["asked_1"] is None and one["asked_2"] is None
        for step, begin, end in (
            ("reception", one["submitted"], one["accepted"]),
            ("to_request", one["accepted"], one["asked_1"]),
            ("waiting", one["asked_1"], one["answered_1"]),
            ("waiting", one["asked_2"], one["answered_2"]),
            ("after_answer", answered, one["finished"]),
            ("straight", one["accepted"] if straight else None, one["finished"]),
            ("handing_over", one["finished"], one["returned"]),
            ("whole", one["accepted"], one["finished"]),
        ):
            if begin is not None and end is not None:
                found.setdefault(step, []).append((begin, end))
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(dossiers, min_size=1, max_size=30))
def test_engine_equals_a_plain_count(engine, rows):
    hours = engine.to_polars(step_hours(ibis.memtable(table(rows)), 2025, CUT))
    answer = {row["step"]: row for row in step_lengths(hours).to_dicts()}
    wanted = slow(rows)
    assert answer.keys() == wanted.keys()
    for step, pairs in wanted.items():
        fine = sorted(end - begin for begin, end in pairs if end >= begin)
        got = answer[step]
        assert (got["count"], got["reversed"]) == (len(fine), len(pairs) - len(fine))
        if fine:
            ranks = (math.ceil(len(fine) / 2), math.ceil(0.9 * len(fine) - 1e-9))
            assert [got["median"], got["p90"]] == [fine[k - 1] // 3600 for k in ranks]
            assert got["seconds"] == sum(fine)
            assert got["at_work"] == sum(at_work(*pair) for pair in pairs if pair[1] >= pair[0])


def test_a_weekend_is_idle(engine):
    """From Friday 16:00 to Monday 08:30: 64,5 hours, of them two at work."""
    friday, monday = start_of(date(2025, 3, 14)), start_of(date(2025, 3, 17))
    row = dict.fromkeys((*NAMES, "finished", "returned"))
    row |= {"procedure": "1.000001", "accepted": friday + 57_600, "finished": monday + 30_600}
    hours = engine.to_polars(step_hours(ibis.memtable(table([row])), 2025, CUT))
    told = step_lengths(hours, ["procedure"]).row(0, named=True)
    assert (told["procedure"], told["step"], told["median"]) == ("1.000001", "straight", 64)
    assert (told["seconds"], told["at_work"]) == (232_200, 7_200)


def test_throughput(engine):
    row = dict.fromkeys((*NAMES, "finished", "returned"))
    rows = [
        row | {"procedure": "p", "accepted": start_of(date(2025, 1, day)), "finished": end}
        for day, end in (
            (2, None),
            (31, start_of(date(2025, 2, 3))),
            (31, end_of(date(2025, 4, 1))),
        )
    ]
    made = engine.to_polars(throughput(ibis.memtable(table(rows)), 2025, CUT))
    assert set(made.rows()) == {(1, "accepted", 3), (2, "finished", 1)}
