"""Every way a moment arrives."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from thuocdo.dossiers.lake.times import moments

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=ZONE).timestamp())


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-06-09T08:30:00", at(2025, 6, 9, 8, 30)),
        ("2025-06-09 08:30:00", at(2025, 6, 9, 8, 30)),
        ("2025-06-09 08:30", at(2025, 6, 9, 8, 30)),
        ("2025-06-09T08:30:00.250", at(2025, 6, 9, 8, 30)),
        ("2025-06-09T01:30:00Z", at(2025, 6, 9, 8, 30)),
        ("2025-06-09T10:30:00+09:00", at(2025, 6, 9, 8, 30)),
        ("20250609083000", at(2025, 6, 9, 8, 30)),
        ("09/06/2025 08:30:00", at(2025, 6, 9, 8, 30)),
        ("09/06/2025 08:30", at(2025, 6, 9, 8, 30)),
        ("45817.5", at(2025, 6, 9, 12)),
        ("  2025-06-09T08:30:00 ", at(2025, 6, 9, 8, 30)),
        ("", None),
        ("mai", None),
        ("2025-02-30", None),
        ("31/31/2025", None),
        ("12", None),
        (None, None),
    ],
)
def test_a_moment(text, moment):
    usual = "2025-01-01T00:00:00"
    found = moments(pl.Series([usual, text, usual]))
    assert found.to_list() == [at(2025, 1, 1), moment, at(2025, 1, 1)]


@pytest.mark.parametrize("text", ["2025-06-09", "09/06/2025", "09-06-2025", "20250609", "45817"])
def test_a_day_is_its_first_second_and_a_due_day_its_last(text):
    assert moments(pl.Series([text])).item() == at(2025, 6, 9)
    assert moments(pl.Series([text]), is_due=True).item() == at(2025, 6, 9, 23, 59, 59)


def test_typed_columns():
    naive = pl.Series([datetime(2025, 6, 9, 8, 30)])  # noqa: DTZ001
    zoned = pl.Series([datetime(2025, 6, 9, 8, 30, tzinfo=ZONE)]).cast(pl.Datetime("us", "UTC"))
    assert moments(naive).to_list() == moments(zoned).to_list() == [at(2025, 6, 9, 8, 30)]
    assert moments(naive.dt.date(), is_due=True).item() == at(2025, 6, 9, 23, 59, 59)
