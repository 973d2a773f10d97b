"""Standard errors: the official ones of 2019, carried, scaled, merged, absent.

The official 2019 workbook prints a standard error for the total and a variance for each
dimension, by province; its "95 %" bounds are ±1.645 standard errors.
"""

from __future__ import annotations

import math
import statistics

import polars as pl
import pytest

DIMENSIONS = [str(one) for one in range(1, 9)]
ITEMS = ["total", *DIMENSIONS]
# (year, dimension) made of other parts than in 2019: 8 had two parts in 2018, 5 lost one in 2021.
SCALED = {(2018, "8"), *((year, "5") for year in range(2021, 2025))}


def errors(at) -> dict[tuple[str, str], float]:
    rows = at.table.filter(pl.col("se").is_not_null())
    return {(row["unit"], row["item"]): row["se"] for row in rows.iter_rows(named=True)}


@pytest.fixture(scope="module")
def official(facts) -> dict[tuple[str, str], float]:
    return {
        (row["unit"], row["item"]): row["se"]
        for row in facts.table("papi_error").iter_rows(named=True)
    }


def test_the_official_table_covers_every_province_and_dimension(official):
    assert len(official) == 63 * 9
    assert all(value > 0 for value in official.values())


def test_2019_errors_are_the_official_ones(standings, official):
    assert errors(standings("papi", 2019)) == official


@pytest.mark.parametrize("year", [2018, 2020, 2021, 2022, 2023, 2024])
def test_carried_errors(standings, official, year):
    """Unchanged, but for dimensions made of other parts: times the ratio of spreads."""
    now, base = standings("papi", year), standings("papi", 2019)
    for (unit, item), se in errors(now).items():
        factor = 1.0
        if (year, item) in SCALED:
            spreads = [statistics.stdev(at.item(item)["score"].drop_nulls()) for at in (now, base)]
            factor = spreads[0] / spreads[1]
            assert factor != 1
        assert se == pytest.approx(factor * official[unit, item], rel=1e-12)
    assert {item for _, item in errors(now)} == set(ITEMS)


@pytest.mark.parametrize("year", range(2011, 2018))
@pytest.mark.parametrize("boundaries", ["63", "34"])
def test_no_error_and_no_rank_set_before_2018(standings, year, boundaries):
    at = standings("papi", year, boundaries)
    for column in ("se", "rank_low", "rank_high", "rank_low_all", "rank_high_all"):
        assert at.table[column].null_count() == at.table.height
    assert "no_error" in {note.key for note in at.notes}


@pytest.mark.parametrize("year", [2019, 2024])
def test_no_error_and_no_rank_set_for_sub_dimensions(standings, year):
    at = standings("papi", year)
    below = at.table.filter(pl.col("level") == "subdimension")
    assert below["rank"].null_count() < below.height
    for column in ("se", "rank_low", "rank_high"):
        assert below[column].null_count() == below.height
    assert "no_error_below" in {note.key for note in at.notes}


@pytest.mark.parametrize("boundaries", ["63", "34"])
@pytest.mark.parametrize("year", [2018, 2021, 2024])
def test_a_missing_score_has_no_error_either(standings, year, boundaries):
    table = standings("papi", year, boundaries).table
    missing = table.filter(pl.col("score").is_null())
    assert missing.height
    assert missing["se"].null_count() == missing.height


@pytest.mark.parametrize("year", [2018, 2019, 2021, 2024])
def test_merged_errors_are_root_of_weighted_squares(facts, standings, year):
    people = dict(facts.table("census").select("unit", "population").iter_rows())
    parts: dict[str, list[str]] = {}
    for row in facts.table("merger").iter_rows(named=True):
        parts.setdefault(row["new"], []).append(row["old"])
    before, after = standings("papi", year), standings("papi", year, "34")
    seen = 0
    for row in after.table.filter(pl.col("item").is_in(ITEMS)).iter_rows(named=True):
        if row["score"] is None:
            assert row["se"] is None
            continue
        codes = parts[row["unit"]]
        whole = sum(people[code] for code in codes)
        squares = [
            (people[code] / whole * before.of(code, row["item"])["se"]) ** 2 for code in codes
        ]
        assert row["se"] == pytest.approx(math.sqrt(sum(squares)), rel=1e-12)
        seen += 1
    assert seen > 200


def test_se_scale_multiplies_every_error_and_is_said(standings, official):
    at = standings("papi", 2024, se_scale=1.5)
    assert at.of("33")["se"] == pytest.approx(1.5 * official["33", "total"])
    assert "se_scaled" in {note.key for note in at.notes}
    wider, own = at.of("33"), standings("papi", 2024).of("33")
    assert wider["rank_low"] <= own["rank_low"] <= own["rank_high"] <= wider["rank_high"]


def test_every_computed_rank_has_its_set_where_an_error_is_known(standings):
    for year in range(2018, 2025):
        for boundaries in ("63", "34"):
            table = standings("papi", year, boundaries).table
            known = table.filter(pl.col("item").is_in(ITEMS) & pl.col("rank").is_not_null())
            assert known["rank_low"].null_count() == 0
            inside = (
                (known["rank_low"] <= known["rank"])
                & (known["rank"] <= known["rank_high"])
                & (known["rank_low_all"] <= known["rank_low"])
                & (known["rank_high"] <= known["rank_high_all"])
                & (known["rank_high_all"] <= known["of"])
            )
            assert inside.all()
