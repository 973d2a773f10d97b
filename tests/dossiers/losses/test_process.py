"""Time between the steps of a process on the engine equals a plain count."""

from __future__ import annotations

import math
from datetime import date

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers.losses.test_steps import at_work

from thuocdo.calendar import DAY, end_of, start_of
from thuocdo.dossiers.losses.durations import lengths
from thuocdo.dossiers.losses.process import KEYS, process_hours

START = start_of(date(2025, 1, 24))  # Tết 2025 is near
CUT = end_of(date(2025, 2, 20))
moments = st.builds(
    lambda day, second: START + day * DAY + second,
    st.integers(0, 30),
    st.sampled_from([0, 27_000, 30_001, 45_000, 61_200]),
)
steps = st.fixed_dictionaries(
    {
        "time": st.none() | moments,
        "start": st.none() | moments,
        "status": st.sampled_from(["", "2", "4"]),
        "queue": st.sampled_from(["", "A", "@b"]),
    }
)
dossiers = st.fixed_dictionaries(
    {
        "procedure": st.sampled_from(["1.000001", "1.000002"]),
        "accepted": st.none() | moments,
        "steps": st.none() | st.lists(steps, min_size=1, max_size=5),
    }
)


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect(threads=1)


def text(one: dict) -> str:
    told = ["" if one[name] is None else f"t{one[name]}" for name in ("time", "start")]
    return ",".join([*told, "", one["status"], one["queue"], ""])


def table(rows: list[dict]) -> pl.DataFrame:
    kinds = {"dossier": pl.String, "procedure": pl.String, "accepted": pl.Int64, "steps": pl.String}
    told = [
        one
        | {
            "dossier": str(k),
            "steps": one["steps"] and ";".join(text(step) for step in one["steps"]),
        }
        for k, one in enumerate(rows)
    ]
    return pl.DataFrame(told, kinds)


def slow(rows: list[dict]) -> dict[tuple, list[tuple[int, int]]]:
    """KEYS → pairs (begin, end), told one by one."""
    found: dict[tuple, list] = {}

    def put(one, by, kind, before, after, begin, end):
        key = (one["procedure"], by, kind, before or None, after or None)
        found.setdefault(key, []).append((begin, end))

    for one in rows:
        if one["accepted"] is None or one["steps"] is None or one["accepted"] > CUT:
            continue
        done = [step for step in one["steps"] if step["time"] is not None and step["time"] <= CUT]
        done.sort(key=lambda step: (step["time"], text(step)))
        if done:
            put(one, "", "throughput", None, None, one["accepted"], done[-1]["time"])
        for by in ("status", "queue"):
            last = None
            for step in done:
                since = one["accepted"] if last is None else last["time"]
                if step["start"] is not None:
                    put(one, by, "processing", None, step[by], step["start"], step["time"])
                    put(one, by, "idle", None, step[by], since, step["start"])
                if last is not None:
                    put(one, by, "transition", last[by], step[by], last["time"], step["time"])
                last = step
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(dossiers, min_size=1, max_size=20))
def test_engine_equals_a_plain_count(engine, rows):
    hours = engine.to_polars(process_hours(ibis.memtable(table(rows)), 2025, CUT))
    answer = {tuple(row[one] for one in KEYS): row for row in lengths(hours, KEYS).to_dicts()}
    wanted = slow(rows)
    assert answer.keys() == wanted.keys()
    for key, pairs in wanted.items():
        fine = sorted(end - begin for begin, end in pairs if end >= begin)
        got = answer[key]
        assert (got["count"], got["reversed"]) == (len(fine), len(pairs) - len(fine))
        if fine:
            ranks = (math.ceil(len(fine) / 2), math.ceil(0.9 * len(fine) - 1e-9))
            assert [got["median"], got["p90"]] == [fine[k - 1] // 3600 for k in ranks]
            assert got["seconds"] == sum(fine)
            assert got["at_work"] == sum(at_work(*pair) for pair in pairs if pair[1] >= pair[0])


def test_a_desk_is_idle_over_the_weekend(engine):
    """Received on Friday 16:00, begun on Monday 08:00, done at 09:00, handed on at 10:00."""
    friday, monday = start_of(date(2025, 3, 14)), start_of(date(2025, 3, 17))
    desk = {"time": monday + 32_400, "start": monday + 28_800, "status": "4", "queue": "PB"}
    after = {"time": monday + 36_000, "start": None, "status": "9", "queue": "MC"}
    row = {"procedure": "p", "accepted": friday + 57_600, "steps": [desk, after]}
    hours = engine.to_polars(
        process_hours(ibis.memtable(table([row])), 2025, end_of(date(2025, 4, 1)))
    )
    told = {
        tuple(one[1:5]): one[5:]
        for one in lengths(hours, KEYS).select(*KEYS, "median", "at_work").rows()
    }
    assert told["queue", "idle", None, "PB"] == (64, 5_400)
    assert told["queue", "processing", None, "PB"] == (1, 3_600)
    assert told["status", "transition", "4", "9"] == (1, 3_600)
    assert told["", "throughput", None, None] == (66, 12_600)
