"""Working days as a table: against a plain count, and what is undecided says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from thuocdo import calendar
from thuocdo.calendar import days as module


def test_one_row_a_day_and_the_ordinal_counts_working_days():
    table = calendar.working_days(2025, 2026)
    assert table.height == 730
    assert table["day"].diff().drop_nulls().unique().to_list() == [1]
    assert table["ordinal"].to_list() == table["working"].cum_sum().to_list()
    assert set(table["working"]) == {0, 1}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 1), 0),  # New Year
        (date(2025, 1, 29), 0),  # Tết
        (date(2025, 4, 7), 0),  # Hùng Kings
        (date(2025, 4, 30), 0),
        (date(2025, 9, 2), 0),
        (date(2025, 6, 7), 0),  # a Saturday
        (date(2025, 6, 8), 0),  # a Sunday
        (date(2025, 6, 9), 1),
        (date(2025, 12, 31), 1),
    ],
)
def test_days_everybody_knows(day, works):
    table = calendar.working_days(2025, 2025)
    found = table.filter(pl.col("day") == calendar.day_number(day))
    assert found["working"].item() == works and found["month"].item() == day.month


def test_a_year_without_its_decision_is_provisional():
    assert calendar.is_provisional(2025)
    assert calendar.working_days(2025, 2025)["provisional"].all()


def test_a_decision_swaps_days_and_ends_the_doubt(monkeypatch):
    told = {"2027": {"source": "x", "off": ["2027-06-10"], "working": ["2027-06-12"]}}
    monkeypatch.setattr(module, "decided", lambda: told)
    table = {row["day"]: row for row in calendar.working_days(2027, 2027).iter_rows(named=True)}
    thursday, saturday = (table[calendar.day_number(date(2027, 6, one))] for one in (10, 12))
    assert (thursday["working"], saturday["working"]) == (0, 1)
    assert not thursday["provisional"] and not calendar.is_provisional(2027)


def test_a_day_ends_at_23_59_59_in_viet_nam():
    zone = ZoneInfo(calendar.ZONE)
    for day in (date(2020, 2, 29), date(2025, 7, 1), date(2026, 12, 31)):
        first = datetime.fromtimestamp(calendar.start_of(day), UTC).astimezone(zone)
        last = datetime.fromtimestamp(calendar.end_of(day), UTC).astimezone(zone)
        assert first == datetime(day.year, day.month, day.day, tzinfo=zone)
        assert last - first == timedelta(hours=23, minutes=59, seconds=59)
