"""Changes: never across a break, real only beyond noise, and what a code means by year."""

from __future__ import annotations

import math

import polars as pl
import pytest

from thuocdo.indices import breaks, broken_in, change, comparable_since, rule_set_of

FIRST = 2011


def since(facts, year: int, item: str, first: int = FIRST) -> int:
    return comparable_since(facts, "papi", year, item, rule_set_of(facts, "papi", year), first)


def is_broken(facts, year: int, item: str) -> bool:
    return bool(broken_in(facts, "papi", year, item, rule_set_of(facts, "papi", year)))


# ---- breaks ----


@pytest.mark.parametrize("year", [2016, 2018, 2019, 2020, 2021])
def test_the_total_is_broken_in(facts, year):
    assert is_broken(facts, year, "total")


@pytest.mark.parametrize("year", [2012, 2013, 2014, 2015, 2017, 2022, 2023, 2024])
def test_the_total_is_not_broken_in(facts, year):
    assert not is_broken(facts, year, "total")


@pytest.mark.parametrize(
    ("year", "item", "start"),
    [
        (2024, "total", 2021),  # 2021–2024 form one stretch
        (2021, "total", 2021),  # not with 2020
        (2020, "total", 2020),
        (2017, "total", 2016),
        (2015, "total", 2011),
        (2021, "4", 2018),  # dimension 4 went through 2021 unchanged: comparable with 2020
        (2024, "4", 2018),
        (2024, "5", 2021),
        (2024, "7", 2019),
        (2024, "8", 2020),
        (2024, "1", 2018),
        (2021, "6", 2021),
        (2021, "5.1", 2021),
    ],
)
def test_comparable_since(facts, year, item, start):
    assert since(facts, year, item) == start


def test_comparable_since_stops_at_the_first_year_asked_for(facts):
    assert since(facts, 2024, "total", first=2023) == 2023


def test_a_break_of_a_part_breaks_what_it_adds_up_to_but_not_its_sisters(facts):
    assert is_broken(facts, 2020, "8.3")
    assert is_broken(facts, 2020, "8")
    assert is_broken(facts, 2020, "total")
    assert not is_broken(facts, 2020, "8.1")
    assert not is_broken(facts, 2020, "7")


def test_every_break_says_why_in_both_languages(facts):
    found = breaks(facts, "papi")
    assert found.height
    for row in found.iter_rows(named=True):
        assert row["reason"] and row["reason_en"]


# ---- what a code means ----


@pytest.mark.parametrize("code", ["2.1", "2.2", "3.2"])
def test_a_code_names_another_concept_from_2018(facts, code):
    concepts = [rule_set_of(facts, "papi", year).criterion(code).concept for year in (2017, 2018)]
    assert concepts[0] != concepts[1]


def test_code_3_2_names_another_concept_from_2016(facts):
    concepts = [rule_set_of(facts, "papi", year).criterion("3.2").concept for year in (2015, 2016)]
    assert concepts[0] != concepts[1]


@pytest.mark.parametrize("year", range(2012, 2025))
def test_a_code_whose_concept_changed_is_broken(facts, year):
    now, before = (rule_set_of(facts, "papi", one) for one in (year, year - 1))
    for one in now.criteria:
        other = before.criterion(one.code)
        if one.parent and other and other.concept != one.concept:
            assert is_broken(facts, year, one.code), f"{one.code} {year}"


@pytest.mark.parametrize("year", range(2011, 2025))
def test_scores_carry_the_concept_of_their_rule_set(facts, year):
    rules = rule_set_of(facts, "papi", year)
    rows = facts.table("papi_score").filter(pl.col("year") == year)
    for code, concept in rows.select("code", "concept").unique().iter_rows():
        assert rules.criterion(code).concept == concept


# ---- noise ----


def row(score, se):
    return {"score": score, "se": se}


def test_a_change_beyond_noise_needs_more_than_1_96_errors():
    noise = 1.96 * math.hypot(0.3, 0.4)
    just_under = change("total", (2023, 2024), row(44.0, 0.3), row(44.0 + noise - 1e-9, 0.4))
    just_over = change("total", (2023, 2024), row(44.0, 0.3), row(44.0 + noise + 1e-9, 0.4))
    fall = change("total", (2023, 2024), row(44.0, 0.3), row(44.0 - noise - 1e-9, 0.4))
    assert not just_under.beyond_noise
    assert just_over.beyond_noise
    assert fall.beyond_noise
    assert fall.se == pytest.approx(0.5)
    assert fall.difference == pytest.approx(-noise)


def test_a_change_without_an_error_has_no_verdict():
    moved = change("7.1", (2023, 2024), row(2.0, None), row(3.0, None))
    assert moved.beyond_noise is None and moved.se is None
    assert change("7", (2023, 2024), row(2.0, 0.1), row(3.0, None)).beyond_noise is None


@pytest.mark.parametrize("before,after", [(None, 2.0), (2.0, None), (None, None)])
def test_no_change_where_a_score_is_missing(before, after):
    assert change("total", (2023, 2024), row(before, 0.1), row(after, 0.1)) is None
