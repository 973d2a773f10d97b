"""What a detector sees equals a slow look at each dossier; moments close together on purpose."""

from __future__ import annotations

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers import reference
from tests.dossiers.test_clock import CUT, START, TERMS

from thuocdo.calendar import DAY
from thuocdo.dossiers.integrity import of_lake, signals, tallied, thresholds
from thuocdo.dossiers.integrity.signals import seen_in
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.measures.counting import REGISTER
from thuocdo.dossiers.measures.engines import connected

AT = thresholds()
REGISTERED = pl.DataFrame(
    [{"procedure": one, "term": term} for one, term in TERMS.items()],
    {name: REGISTER[name] for name in ("procedure", "term")},
).with_columns(pl.lit(None, REGISTER[one]).alias(one) for one in list(REGISTER)[2:])
moments = st.builds(
    lambda day, second: START + day * DAY + second,
    st.integers(0, 4),
    st.sampled_from([0, 60, 119, 121, 30_000, 60_300, 60_301, 61_200]),
)
maybe = st.none() | moments
rows = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["11953", "SO-01"]),
            "procedure": st.sampled_from([*TERMS, "1.000009"]),
            "status": st.integers(1, 10),
            "applicant": st.sampled_from([None, "a", "b"]),
            "accepted": moments,
            "updated": moments,
            **{
                name: maybe
                for name in ("due", "due_before", "asked_1", "answered_1", "finished", "refused")
            },
        }
    ),
    min_size=1,
    max_size=40,
)


def legal_due(one: dict) -> int | None:
    term = TERMS.get(one["procedure"])
    if term is None:
        return None
    day = reference.local(one["accepted"]).date()
    return reference.last_second(reference.after_working_days(day, term))


def again(one: dict, others: list[dict]) -> bool:
    gone = next(one[k] for k in ("finished", "refused", "updated") if one[k] is not None)
    same = ("unit", "procedure", "applicant")
    return any(
        other is not one
        and all(other[k] == one[k] for k in same)
        and 0 <= other["accepted"] - gone <= AT["refile_within"]
        for other in others
    )


def look(one: dict, others: list[dict]) -> dict[str, tuple[bool, bool]]:
    """Detector → (case, seen), said plainly."""
    ended = one["status"] in (3, 7, 8, 9, 10)
    finished, due, legal = one["finished"], one["due"], legal_due(one)
    done = ended and finished is not None and due is not None
    spare = due - finished if done else -1
    asked, answered = one["asked_1"], one["answered_1"]
    stops = (
        done
        and asked is not None
        and answered is not None
        and due - asked <= AT["stop_within"]
        and 0 <= finished - answered <= AT["stop_answer"]
    )
    given_up = one["status"] in (3, 7, 8) and one["applicant"] is not None
    plain = due is not None and one["due_before"] is None and legal is not None
    last_day = done and 0 <= spare <= AT["last_day"] and (legal is None or due <= legal)
    quick = finished is not None and ended and finished - one["accepted"] <= AT["at_once"]
    return {
        "bulk_close": (last_day, spare <= AT["just_before"]),
        "moved_due": (plain and TERMS[one["procedure"]] >= 1, plain and due > legal),
        "stop_clock": (done, stops),
        "closed_at_once": (finished is not None and ended, quick),
        "cancelled_refiled": (one["applicant"] is not None, given_up and again(one, others)),
        "reopened": (True, finished is not None and not ended),
    }


@pytest.fixture(scope="module")
def engine():
    return connected("duckdb", 1)


@settings(max_examples=25)
@given(rows)
def test_counts_equal_the_slow_look(engine, found):
    full = [dict.fromkeys(SCHEMA) | {"dossier": str(k), **one} for k, one in enumerate(found)]
    seen = signals(ibis.memtable(pl.DataFrame(full, SCHEMA)), 2025, CUT, REGISTERED)
    table = {
        (one["unit"], one["procedure"]): one for one in engine.to_polars(tallied(seen)).to_dicts()
    }
    for key, told in table.items():
        mine = [look(one, found) for one in found if (one["unit"], one["procedure"]) == key]
        for code in of_lake():
            assert told[f"case_{code}"] == sum(one[code][0] for one in mine), code
            assert told[f"seen_{code}"] == sum(all(one[code]) for one in mine), code
    listed = engine.to_polars(seen_in(seen, {"11953"}))
    assert set(listed["unit"]) <= {"11953"}
    for code in of_lake():
        codes = set(listed.filter(pl.col(f"seen_{code}") == 1)["dossier"])
        assert codes == {
            str(k)
            for k, one in enumerate(found)
            if one["unit"] == "11953" and all(look(one, found)[code])
        }
