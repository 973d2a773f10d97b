"""Frames that cannot be drawn from, and replacements that cannot be made, in exact words."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.sampling import Stage, draw, replaced, to_ask

FRAME = pl.DataFrame(
    {"village": ["T1", "T2", "T3", "T4"], "commune": ["A", "A", "B", "B"], "adults": [9, 20, 30, 5]}
)
PPS = [Stage("village", 1, "pps", size="adults")]
SIMPLE = [Stage("village", 1)]


def wrong(call, *args, **options) -> str:
    with pytest.raises(ThuocDoError) as caught:
        call(*args, **options)
    return caught.value.problems[0].text("en")


@pytest.mark.parametrize("sizes", [[9, 0, 3, 5], [9, -1, 3, 5], [9, None, 3, 5]])
def test_sizes(sizes):
    told = wrong(draw, FRAME.with_columns(adults=pl.Series(sizes)), PPS, seed=1)
    assert told.startswith(
        "SURVEY-060 row 3, column «adults»: The size of unit 'T2' is missing, 0 or negative."
    )


def test_text_for_a_size():
    told = wrong(draw, FRAME.with_columns(adults=pl.lit("many")), PPS, seed=1)
    assert told.startswith("SURVEY-050")


def test_a_unit_twice():
    told = wrong(draw, pl.concat([FRAME, FRAME.head(1)]), SIMPLE, seed=1)
    assert told.startswith("SURVEY-061 row 6, column «village»: Unit 'T1' is in the frame twice.")


def test_more_than_there_are():
    told = wrong(draw, FRAME, [Stage("village", 3)], seed=1, strata=("commune",))
    assert told.startswith("SURVEY-062 3 units are to be drawn in '")
    assert "which has 2." in told


@pytest.mark.parametrize("column", ["village", "commune"])
def test_a_blank_code(column):
    blank = FRAME.with_columns(pl.when(pl.col("village") == "T3").then(None).otherwise(column)
                               .alias(column))  # fmt: skip
    told = wrong(draw, blank, SIMPLE, seed=1, strata=("commune",))
    assert told.startswith(f"SURVEY-064 row 4, column «{column}»: A code or stratum is missing.")


def test_two_sizes_of_one_unit():
    people = pl.DataFrame({"person": ["p", "q"], "village": ["T1", "T1"], "adults": [5, 6]})
    told = wrong(draw, people, [*PPS, Stage("person", 1)], seed=1)
    assert told.startswith("SURVEY-065 Unit 'T1' carries two different sizes.")


def test_a_unit_in_two_places():
    people = pl.DataFrame({"person": ["p", "q"], "village": ["T1", "T1"], "commune": ["A", "B"]})
    told = wrong(draw, people, [*SIMPLE, Stage("person", 1)], seed=1, strata=("commune",))
    assert told.startswith("SURVEY-072 Unit 'T1' lies in two strata or two larger units.")


def test_an_empty_frame_a_missing_column_a_taken_name():
    assert wrong(draw, FRAME.clear(), SIMPLE, seed=1).startswith("SURVEY-071")
    assert wrong(draw, FRAME, [Stage("thon", 1)], seed=1).startswith(
        "SURVEY-058 Column 'thon' is missing. Columns there are: village, commune, adults."
    )
    told = wrong(draw, FRAME.with_columns(weight=1.0), SIMPLE, seed=1)
    assert told.startswith("SURVEY-073 The frame has a column 'weight'")


def test_how_many_is_not_told():
    some = FRAME.with_columns(take=pl.Series([1, 1, None, None]))
    told = wrong(draw, some, [Stage("village", "take")], seed=1, strata=("commune",))
    assert told.startswith("SURVEY-069 How many units to draw in 'B' is not given.")
    uneven = FRAME.with_columns(take=pl.Series([1, 2, 1, 1]))
    assert wrong(draw, uneven, [Stage("village", "take")], seed=1, strata=("commune",)).startswith(
        "SURVEY-069 How many units to draw in 'A'"
    )
    assert wrong(draw, FRAME, [Stage("village", -1)], seed=1).startswith("SURVEY-069")


def test_calls_that_make_no_sense():
    assert wrong(draw, FRAME, [], seed=1).startswith("SURVEY-059 stages")
    assert wrong(draw, FRAME, [Stage("village", 1, "quota")], seed=1).startswith("SURVEY-045")
    early = [Stage("commune", 1, reserve=1), Stage("village", 1)]
    assert wrong(draw, FRAME, early, seed=1).startswith("SURVEY-059 reserve is 1")
    assert wrong(draw, FRAME, SIMPLE, seed=1, start=1.5).startswith("SURVEY-059 start")


def test_more_to_ask_than_live_there():
    drawn = draw(FRAME, [Stage("village", 4)], seed=1)
    assert wrong(to_ask, drawn, take=8, of="adults").startswith(
        "SURVEY-062 8 units are to be drawn in 'T4', which has 5."
    )
    assert wrong(to_ask, drawn, take=0, of="adults").startswith("SURVEY-069")


# ---- replacements ----


@pytest.fixture
def sample() -> pl.DataFrame:
    people = pl.DataFrame({"person": [f"p{k}" for k in range(10)], "village": ["T1"] * 10})
    return draw(people, [Stage("person", 4, reserve=2)], seed=1, strata=("village",))


def codes(sample, role):
    return sample.filter(role=role).sort("turn")["person"].to_list()


def test_the_next_in_reserve_takes_the_place_and_both_say_so(sample):
    first, second, *_ = codes(sample, "main")
    waiting = codes(sample, "reserve")
    found = replaced(sample, [(first, "absent"), (second, "refused")], unit="person")
    assert found.height == sample.height, "no row goes away"
    by = {row["person"]: row for row in found.to_dicts()}
    assert (by[first]["role"], by[first]["reason"]) == ("replaced", "absent")
    assert by[first]["replaced_by"] == waiting[0] and by[waiting[0]]["replaces"] == first
    assert by[second]["replaced_by"] == waiting[1] and by[waiting[1]]["role"] == "main"
    in_use = found.filter(role="main")
    assert len(in_use) == 4
    assert in_use["weight"].sum() == pytest.approx(10)
    assert sample.filter(role="main")["person"].to_list().count(first) == 1, "the input is whole"


def test_a_replacement_may_be_replaced_and_the_record_grows(sample):
    first, waiting = codes(sample, "main")[0], codes(sample, "reserve")
    once = replaced(sample, [(first, "absent")], unit="person")
    twice = replaced(once, [(waiting[0], "moved")], unit="person")
    by = {row["person"]: row for row in twice.to_dicts()}
    assert by[waiting[0]]["replaces"] == first and by[waiting[0]]["replaced_by"] == waiting[1]
    assert by[first]["reason"] == "absent", "what was recorded stays"


def test_replacements_refused(sample):
    first, second, third, _ = codes(sample, "main")
    reserve = codes(sample, "reserve")
    assert wrong(replaced, sample, [("nobody", "absent")], unit="person").startswith(
        "SURVEY-066 Unit 'nobody' is not in the sample in use"
    )
    assert wrong(replaced, sample, [(reserve[0], "absent")], unit="person").startswith("SURVEY-066")
    again = [(first, "absent"), (first, "absent")]
    assert wrong(replaced, sample, again, unit="person").startswith("SURVEY-066")
    used_up = [(first, "absent"), (second, "absent"), (third, "absent")]
    assert wrong(replaced, sample, used_up, unit="person").startswith(
        "SURVEY-067 The reserve list of 'T1' is used up."
    )
    assert wrong(replaced, sample, [(first, "bận")], unit="person").startswith(
        "SURVEY-068 Reason 'bận' is not on the list. Use one of: absent, refused"
    )
