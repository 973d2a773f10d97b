"""Working days of Việt Nam as a table to join: one row a day, never a call per dossier.

Days are counted from 1 January 1970 in the time of Việt Nam (Asia/Ho_Chi_Minh, +07:00 the
whole year); a moment is an integer, seconds since 1970 in UTC. A deadline "on a day" ends at
23:59:59 of it.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import polars as pl

ZONE = "Asia/Ho_Chi_Minh"
OFFSET = 7 * 3600  # seconds ahead of UTC; Việt Nam has no summer time
DAY = 86_400
EPOCH = date(1970, 1, 1)
SATURDAY = 5


def working_days(first: int, last: int) -> pl.DataFrame:
    """Every day of the years ``first`` to ``last``.

    Columns: ``day`` (days since 1970), ``month`` (1 to 12), ``working`` (1 or 0), ``ordinal``
    (working days up to and with this day, from 0 before the first), ``provisional`` (no
    decision read for the year). Between two moments lie ``ordinal`` differences of working days.
    """
    rows = [row for year in range(first, last + 1) for row in _year(year)]
    frame = pl.DataFrame(
        rows,
        {"day": pl.Int64, "month": pl.Int64, "working": pl.Int64, "provisional": pl.Boolean},
        orient="row",
    )
    ordinal = pl.col("working").cum_sum().alias("ordinal")
    return frame.with_columns(ordinal).select("day", "month", "working", "ordinal", "provisional")


def is_provisional(year: int) -> bool:
    """Whether no decision on the working days of ``year`` has been read."""
    return str(year) not in decided()


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - EPOCH).days


def start_of(day: date) -> int:
    """The first second of ``day`` in Việt Nam, in seconds since 1970 UTC."""
    return day_number(day) * DAY - OFFSET


def end_of(day: date) -> int:
    """The last second of ``day`` in Việt Nam: 23:59:59."""
    return start_of(day) + DAY - 1


@cache
def decided() -> dict[str, dict]:
    """The years whose decision was read: year → ``source, off, working``."""
    text = files("thuocdo.calendar").joinpath("swapped.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _year(year: int) -> list[tuple[int, int, int, bool]]:
    off, worked = days_off(year)
    provisional = is_provisional(year)
    day, rows = date(year, 1, 1), []
    while day.year == year:
        rests = (day.weekday() >= SATURDAY or day in off) and day not in worked
        rows.append((day_number(day), day.month, int(not rests), provisional))
        day += timedelta(days=1)
    return rows


def days_off(year: int) -> tuple[set[date], set[date]]:
    """Public holidays and swapped days off of ``year``, and the weekend days worked instead."""
    from holidays import country_holidays

    known = country_holidays("VN", years=year)
    found = decided().get(str(year))
    if found is None:
        return set(known), set(getattr(known, "weekend_workdays", ()))
    named = {one for one, name in known.items() if "substituted" not in name}
    return (
        named | {date.fromisoformat(one) for one in found["off"]},
        {date.fromisoformat(one) for one in found["working"]},
    )
