"""The pure parts: what is gathered equals what the lake answers, layout, names, as of when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.service.conftest import CUT, TODAY

from thuocdo.calendar import end_of
from thuocdo.dossiers.comparing import wilson
from thuocdo.dossiers.losses import asking, gathered
from thuocdo.dossiers.measures import asking as measures
from thuocdo.dossiers.portal.matching import matched, short_name
from thuocdo.pages.commune_tiles import lines
from thuocdo.service import dues, imports, lake_figures, leagues, months
from thuocdo.units import Unit

YEAR = 2025


@pytest.mark.parametrize("days", [0, 3, 10])
def test_what_is_due_is_what_the_lake_answers(province, days):
    held = lake_figures.standing()
    answer = asking.due_soon(asking.Asked(), days, TODAY)
    told = {one.unit: dict(one.counts) for one in answer.units}
    counted = {one["unit"]: one for one in dues.counts(held, days, ("unit",)).to_dicts()}
    names = ("late", "due", "waiting", "no_term", "counting")
    for unit, counts in told.items():
        if counts["late"] + counts["due"] + counts["waiting"]:
            assert {name: counted[unit][name] for name in names} == {
                name: counts[name] for name in names
            }
    assert set(counted) <= set(told)
    assert sum(one["due"] for one in counted.values()) > 0
    first = dues.urgent(held, days).filter(pl.col("state") == "due")["dossier"]
    assert set(answer.first.filter(pl.col("state") == "due")["dossier"]) <= set(first)


def test_months_are_what_the_measure_answers(province):
    held = lake_figures.year_counts(YEAR)
    report = measures.measured(measures.Asked(YEAR, "unit-month", None, (), None)).report
    unit = report.rows[0].unit
    assert months.of_months(held, unit) == [one for one in report.rows if one.unit == unit]
    assert months.total(held, None) == report.total
    assert months.total(held, "no such unit") is None


def test_the_league_is_the_fair_comparison(province):
    told = asking.fair(asking.Asked(YEAR))
    assert lake_figures.league(YEAR, None).rates.equals(told.rates)


def test_crude_intervals_are_those_of_wilson(province):
    found = leagues.league_of(lake_figures.league(YEAR, None).rates, "commune")
    made = leagues.table(found, "", {}, {}, {}, "", "vi")
    row, one = made.rows[0], found.rates.to_dicts()[0]
    low, high = wilson(one["judged"] - one["late"], one["judged"])
    assert row["crude_span"] == leagues.span(low, high, "vi")
    assert found.count(1) + found.count(0) + found.count(-1) == found.rates.height


def test_a_fresh_lake_speaks_of_today_and_a_stale_one_of_itself():
    updated = int(datetime(2025, 11, 20, 9, tzinfo=UTC).timestamp())
    assert gathered.moment_of(updated, date(2025, 11, 20)) == end_of(date(2025, 11, 20))
    assert gathered.moment_of(updated, date(2025, 11, 27)) == end_of(date(2025, 11, 27))
    assert gathered.moment_of(updated, date(2025, 11, 28)) == updated
    assert gathered.moment_of(updated, date(2025, 11, 19)) == updated  # a clock that runs behind


def test_the_week_ends_on_sunday(province):
    held = lake_figures.standing()
    assert held.day == TODAY and CUT.date() < TODAY
    unit = held.rows.filter(pl.col("state") == "due")["unit"][0]
    own = held.rows.filter((pl.col("unit") == unit) & (pl.col("state") == "due"))
    by_sunday = [one for one in own["deadline"] if dues.day_of(one) <= date(2025, 11, 23)]
    assert f"{len(by_sunday)} hồ sơ đến hạn trong tuần này" in dues.week(held, unit)[1]


def test_every_commune_has_one_tile_of_its_own(facts):
    rows = facts.table("commune_tile")
    assert sorted(rows["code"]) == sorted(facts.table("commune")["code"])
    assert rows.select("down", "across").n_unique() == rows.height == 104


@given(st.text(st.sampled_from("abcdeghi "), min_size=1, max_size=30).filter(str.strip))
def test_a_name_on_a_tile_keeps_every_word(name):
    found = lines(name)
    assert " ".join(found).split() == name.split() and len(found) <= 2
    if len(found) == 2:
        longest = max(map(len, found))
        words = name.split()
        cuts = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
        assert longest == min(max(map(len, pair)) for pair in cuts)


def test_an_agency_is_matched_by_its_whole_name_or_not_at_all():
    units = [
        Unit("1", "Tân Hưng", "commune", "xã", "33"),
        Unit("2", "Sở Y tế", "department", "", ""),
    ]
    names = {"a": "UBND xã Tân Hưng", "b": "Sở Y tế - tỉnh Hưng Yên", "c": "UBND xã Tân"}
    assert matched(names, units) == {"a": "1", "b": "2"}
    assert matched({"a": "UBND xã Tân Hưng", "z": "Phường Tân Hưng"}, units) == {}
    twins = [*units, Unit("3", "Tân Hưng", "commune", "phường", "33")]
    assert matched({"a": "UBND xã Tân Hưng"}, twins) == {}
    assert short_name("UBND xã Tân Hưng") == "xã Tân Hưng"


def test_a_fault_without_its_values_is_told_with_dots():
    assert "…" in imports.what("DOSSIER-104", "vi") and "{" not in imports.what("DOSSIER-104", "en")
    assert imports.what("NO-999", "vi") == "NO-999"
