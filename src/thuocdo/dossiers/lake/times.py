"""Moments out of text: every way a date arrives, as seconds since 1970 in UTC. Pure.

Known: ISO with or without zone, 20260609083000, dd/mm/yyyy with or without a time, a day
number of Excel. What bears no zone is the time of Việt Nam. A day without a time is its first
second; a due day without a time is its last one, 23:59:59.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from thuocdo.calendar import DAY, OFFSET

NAIVE = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
MORE_NAIVE = ("%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
ZONED = ("%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d")
EXCEL_EPOCH = 25_569  # day number of 1 January 1970 in Excel
EXCEL_FIRST, EXCEL_LAST = 36_526, 73_050  # 2000 to 2099


def moments(values: pl.Series, *, is_due: bool = False) -> pl.Series:
    """``values`` as Int64 seconds; null where there is none or it cannot be read.

    A Datetime or Date column is taken as it is; text is read by the forms above.
    """
    if values.dtype.is_temporal():
        return _typed(values, is_due)
    if values.dtype == pl.Null:
        return values.cast(pl.Int64)
    text = values.cast(pl.String).str.strip_chars()
    found = _naive(text, NAIVE[0])
    for way in _ways(is_due):  # each only for what none before it has read
        places = (found.is_null() & text.is_not_null()).arg_true()
        if not len(places):
            break
        found = found.scatter(places, way(text.gather(places)))
    return found


def _ways(is_due: bool) -> Iterator[Callable[[pl.Series], pl.Series]]:
    """Every form but the most common one, in turn."""
    for form in (*NAIVE[1:], *MORE_NAIVE):
        yield partial(_naive, form=form)
    for form in ZONED:
        yield partial(_zoned, form=form)
    for form in DAYS:
        yield partial(_day, form=form, is_due=is_due)
    yield partial(_excel, is_due=is_due)


def _naive(text: pl.Series, form: str) -> pl.Series:
    return _seconds(text.str.to_datetime(form, strict=False, time_unit="ms", cache=False)) - OFFSET


def _zoned(text: pl.Series, form: str) -> pl.Series:
    offset = text.str.replace(r"Z$", "+00:00")
    found = offset.str.to_datetime(form, strict=False, time_unit="ms", time_zone="UTC")
    return _seconds(found)


def _day(text: pl.Series, form: str, is_due: bool) -> pl.Series:
    days = text.str.to_date(form, strict=False).cast(pl.Int32).cast(pl.Int64)
    return days * DAY - OFFSET + (DAY - 1 if is_due else 0)


def _excel(text: pl.Series, is_due: bool) -> pl.Series:
    number = text.cast(pl.Float64, strict=False)
    number = number.set((number < EXCEL_FIRST) | (number > EXCEL_LAST), None)
    seconds = ((number - EXCEL_EPOCH) * DAY).round().cast(pl.Int64)
    whole = number == number.floor()
    return seconds - OFFSET + (whole & is_due).cast(pl.Int64) * (DAY - 1)


def _typed(values: pl.Series, is_due: bool) -> pl.Series:
    if values.dtype == pl.Date:
        day = values.cast(pl.Int32).cast(pl.Int64) * DAY - OFFSET
        return day + (DAY - 1 if is_due else 0)
    if values.dtype == pl.Datetime and values.dtype.time_zone:
        return _seconds(values.dt.convert_time_zone("UTC"))
    return _seconds(values.cast(pl.Datetime("ms"))) - OFFSET


def _seconds(moments: pl.Series) -> pl.Series:
    return moments.dt.epoch("s")
