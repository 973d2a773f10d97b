"""Rows of a file judged: good ones in the lake's columns, wrong ones with their faults. Pure.

Frames in, frames out. A fault has a code, the row of the file and the field; whether a value
may be shown is for ``error_book`` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.calendar import DAY, OFFSET
from thuocdo.dossiers.lake import keys, process
from thuocdo.dossiers.lake.fields import BY_NAME, FIELDS, SCHEMA
from thuocdo.dossiers.lake.times import moments

DOSSIER_CODE = r"^[0-9A-Z][0-9A-Z.\-]{0,30}-\d{6}(\d{2})?-\d{1,12}$"
PROCEDURE_CODE = r"^\d{1,2}\.\d{6}(\.[0-9A-Z]{1,4}){0,8}$"
FIELD_CODE = r"^[0-9A-Z][0-9A-Z.\-]{0,23}$"
# A number or a name that slipped into a code's column: neither may reach the disk.
PERSONAL = r"\d[\d.\-]{7,}\d|[A-Z]{9,}"
PERSONAL_PREFIX = r"\d{9,}.*-\d{6}(\d{2})?-\d"
NOT_MONEY = r"^0\d"  # a phone or paper number
EARLIEST = 946_684_800 - OFFSET  # 1 January 2000
NOT_YET_ACCEPTED = (1, 3, 7)  # statuses that need no day of acceptance
FUTURE_ALLOWED = ("due", "due_before")
LATEST = 253_402_300_799 - OFFSET  # the last second of 9999, as some systems write "never"
MOST_MONEY = 1e12  # đồng; more is a wrong cell
SLACK = 2 * DAY  # clocks of two systems differ, and a file may be loaded on its own day


@dataclass(frozen=True)
class Units:
    """How the unit of a row is known: text as written → code; ``renamed`` are old communes."""

    codes: dict[str, str]
    renamed: frozenset[str]
    divided: frozenset[str]


@dataclass(frozen=True)
class Judged:
    """``good``: lake columns. ``faults``: ``row, field, code``. ``renamed``: rows re-coded."""

    good: pl.DataFrame
    faults: pl.DataFrame
    renamed: int


UNREAD = {"time": "DOSSIER-103", "unit": "DOSSIER-105", "steps": "DOSSIER-129"}
MISSING = ("DOSSIER-101", "DOSSIER-112", "DOSSIER-113")
FAULTS = {"row": pl.Int64, "field": pl.String, "code": pl.String}


def judge(rows: pl.DataFrame, units: Units, key: bytes | None, now: int) -> Judged:
    """Judge ``rows`` (fields by their message names, and ``row`` of the file).

    ``key`` may be ``None`` only when no personal number is there. ``now``: seconds since 1970;
    nothing but a due date lies after it.
    """
    made, unread = _typed(rows, units, key, now)
    with_version = made.with_columns(_updated())
    faults = [*unread, *_faults(with_version, now)]
    wrong = pl.concat(faults) if faults else pl.DataFrame(schema=FAULTS)
    wrong = _without_echoes(wrong)
    bad = wrong["row"].unique().to_list()
    good = with_version.filter(~pl.col("row").is_in(bad)) if bad else with_version
    renamed = _among(rows["DonViXuLy"], units.renamed).sum()
    return Judged(good.select(*SCHEMA), wrong.unique().sort("row", "field", "code"), renamed)


def _without_echoes(wrong: pl.DataFrame) -> pl.DataFrame:
    """A cell that could not be read is empty afterwards: that it is missing need not be said."""
    missing = pl.col("code").is_in(MISSING)
    read = wrong.filter(~missing).select("row", "field")
    told = wrong.filter(missing).join(read, on=["row", "field"], how="anti")
    dated = wrong.filter(pl.col("code") == "DOSSIER-103").select("row")
    undated = pl.col("code") == "DOSSIER-113"
    no_date = told.filter(undated).join(dated, on="row", how="anti")
    return pl.concat([wrong.filter(~missing), told.filter(~undated), no_date])


def _typed(rows: pl.DataFrame, units: Units, key: bytes | None, now: int):
    """Columns of the lake from the fields of the file, and the cells that could not be read."""
    number = rows["row"]
    made, faults = {"row": number}, []
    for field in FIELDS:
        if field.name not in rows:
            made[field.column] = pl.Series(field.column, [None], SCHEMA[field.column])
            made[field.column] = made[field.column].new_from_index(0, rows.height)
            continue
        given = _blank_to_null(rows[field.name])
        if field.holds == "steps":
            read = steps_of(given, key, now).alias(field.column)
        else:
            read = _read(field, given, units, key).alias(field.column)
        made[field.column] = read
        lost = read.is_null() & given.is_not_null()
        if lost.any():
            code = UNREAD.get(field.holds, "DOSSIER-104")
            faults.append(_fault(number.filter(lost), field.name, code))
    divided = _among(rows["DonViXuLy"], units.divided)
    if divided.any():
        faults.append(_fault(number.filter(divided), "DonViXuLy", "DOSSIER-106"))
    return pl.DataFrame(made), faults


def steps_of(given: pl.Series, key: bytes | None, now: int) -> pl.Series:
    """The steps of the process as the lake keeps them, null where they cannot be read."""
    if key is None:
        return given.clear(len(given))
    return process.typed(given, key, EARLIEST, now + SLACK, LATEST)


def _read(field, given: pl.Series, units: Units, key: bytes | None) -> pl.Series:
    if field.holds == "time":
        return moments(given, is_due=field.column.startswith("due"))
    if field.holds == "key":
        return keys.hashed(given, key, field.column) if key else given.clear(len(given))
    if field.holds == "unit":
        written = given.unique().drop_nulls()
        known = [units.codes.get(one) for one in written]
        return given.replace_strict(written, pl.Series(known, dtype=pl.String), default=None)
    if field.holds == "number":
        return _number(given, field.choices)
    if field.holds == "money":
        return _money(given)
    return given


def _number(given: pl.Series, choices: tuple[int, ...] | None) -> pl.Series:
    read = given.cast(pl.Float64, strict=False)
    whole = read.set(~read.is_in([float(one) for one in choices or ()]), None)
    return whole.cast(pl.Int8)


def _money(given: pl.Series) -> pl.Series:
    """Whole đồng, none below zero, none that begins with a nought."""
    read = given.cast(pl.Float64, strict=False)
    fine = (
        (read >= 0)
        & ~given.cast(pl.String).str.contains(NOT_MONEY)
        & (read <= MOST_MONEY)
        & (read == read.floor())
    )
    return read.set(~fine, None).cast(pl.Int64)


def _blank_to_null(values: pl.Series) -> pl.Series:
    if values.dtype != pl.String:
        return values if values.dtype.is_temporal() else values.cast(pl.String)
    text = values.str.strip_chars()
    return text.set(text == "", None)


def _among(written: pl.Series, names: frozenset[str]) -> pl.Series:
    wanted = pl.Series(sorted(names), dtype=pl.String)
    return _blank_to_null(written).is_in(wanted.implode())


def _updated() -> pl.Expr:
    """The version of a row: when it was updated, else its last event."""
    events = [f.column for f in FIELDS if f.holds == "time" and not f.column.startswith("due")]
    return pl.coalesce("updated", pl.max_horizontal(one for one in events if one != "updated"))


def _faults(made: pl.DataFrame, now: int) -> list[pl.DataFrame]:
    tests = [*_required(), *_codes(), *_times(now), *_orders()]
    flags = made.select(
        test.fill_null(False).alias(str(place)) for place, (_, _, test) in enumerate(tests)
    )
    return [
        _fault(made["row"].filter(flags[str(place)]), name, code)
        for place, (code, name, _) in enumerate(tests)
        if flags[str(place)].any()
    ]


def _fault(rows: pl.Series, field: str, code: str) -> pl.DataFrame:
    columns = [pl.lit(field).alias("field"), pl.lit(code).alias("code")]
    return pl.DataFrame({"row": rows.cast(pl.Int64)}).with_columns(columns)


def _required():
    for field in FIELDS:
        if field.required:
            yield "DOSSIER-101", field.name, pl.col(field.column).is_null()
    needs = ~pl.col("status").is_in(NOT_YET_ACCEPTED)
    yield "DOSSIER-112", "NgayTiepNhan", needs & pl.col("accepted").is_null()
    nothing = pl.col("accepted").is_null() & pl.col("updated").is_null()
    yield "DOSSIER-113", "NgayCapNhat", nothing


def _codes():
    for name, pattern in (
        ("MaHoSo", DOSSIER_CODE),
        ("MaTTHC", PROCEDURE_CODE),
        ("MaLinhVuc", FIELD_CODE),
    ):
        yield "DOSSIER-102", name, ~pl.col(BY_NAME[name].column).str.contains(pattern)
    yield "DOSSIER-102", "MaLinhVuc", pl.col("field").str.contains(PERSONAL)
    yield "DOSSIER-102", "MaHoSo", pl.col("dossier").str.contains(PERSONAL_PREFIX)


def _times(now: int):
    for field in FIELDS:
        if field.holds == "time":
            moment = pl.col(field.column)
            late = moment > (LATEST if field.column in FUTURE_ALLOWED else now + SLACK)
            yield "DOSSIER-108", field.name, (moment < EARLIEST) | late


def _orders():
    """Ends before the day of acceptance; answers before the day of their request."""
    for before, after, name in (
        ("accepted", "finished", "NgayKetThucXuLy"),
        ("accepted", "returned", "NgayTra"),
        ("asked_1", "answered_1", "NgayTiepNhanBoSung"),
        ("asked_2", "answered_2", "NgayTiepNhanBoSung2"),
    ):
        yield "DOSSIER-107", name, _day(after) < _day(before)


def _day(column: str) -> pl.Expr:
    return (pl.col(column) + OFFSET) // DAY
