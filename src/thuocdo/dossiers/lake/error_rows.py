"""Wrong rows as they may be shown: frames in, frames out; no personal value in any cell. Pure.

A person's number stands as its keyed hash, the steps of a process as the lake would keep them,
and a wrong value is shown only when it can be nothing but a date or a short code; else only how
long it is.
"""

from __future__ import annotations

import re

import polars as pl

from thuocdo.dossiers.lake import judging, keys, process
from thuocdo.dossiers.lake.fields import FIELDS
from thuocdo.errors import catalogue
from thuocdo.errors.telling import DATE_LIKE, HARMLESS, PHONE

ROW, CODES, WHY = "Dòng", "Mã lỗi", "Nguyên nhân và cách sửa"
WRONG = "_wrong"  # names of the wrong fields, a list
LETTERS = r"^\p{L}+$"
LAST = judging.LATEST - judging.SLACK
YEAR_2, YEAR_9999 = -62_104_060_800, 253_370_764_800  # their first seconds


def told_rows(
    rows: pl.DataFrame, faults: pl.DataFrame, unreadable: list[int], key: bytes | None
) -> pl.DataFrame:
    """The rows that ``faults`` names and those that could not be read, one each.

    Columns: every field as text, ``ROW``, ``CODES``, ``WHY`` and ``WRONG``.
    """
    notes = _notes(pl.concat([faults, _unread(unreadable)]))
    rows = rows.with_columns(pl.col("row").cast(pl.Int64)).join(notes, on="row", how="semi")
    given = _tellable(_without_people(rows, key))
    given = pl.concat([given, pl.DataFrame({"row": unreadable}, {"row": pl.Int64})], how="diagonal")
    wrong = given.join(notes, on="row", how="inner", maintain_order="left")
    cells = [_cell(field, wrong.schema.get(field.name)) for field in FIELDS]
    return wrong.select(*cells, pl.col("row").alias(ROW), CODES, WHY, WRONG)


def harmless(text: pl.Expr) -> pl.Expr:
    """Whether a text can be nothing but a date or a short code: no name, number or phone."""
    letters = text.str.contains(LETTERS)
    short = _whole(text, HARMLESS) & ~text.str.contains(PHONE.pattern) & ~letters
    return (_whole(text, DATE_LIKE) | short) & ~text.str.contains("\n")


def _whole(text: pl.Expr, pattern: re.Pattern) -> pl.Expr:
    return text.str.contains(f"^(?:{pattern.pattern})$")


def explained(faults: list[tuple[str, str]]) -> str:
    """Cause and remedy of every fault of a row, in Vietnamese."""
    known = catalogue()
    said = []
    for name, code in faults:
        values = {"field": name}
        cause, remedy = known[code]["vi"], known[code]["fix_vi"]
        said.append(f"{cause.format_map(values)} {remedy.format_map(values)}")
    return "\n".join(dict.fromkeys(said))


def _unread(rows: list[int]) -> pl.DataFrame:
    told = pl.DataFrame({"row": rows}, {"row": pl.Int64})
    return told.with_columns(field=pl.lit(""), code=pl.lit("DOSSIER-114"))


def _notes(faults: pl.DataFrame) -> pl.DataFrame:
    """``row``, ``CODES``, ``WHY`` and ``WRONG``; each set of faults is put into words once."""
    sign = pl.concat_str("field", "code", separator=" ")
    rows = faults.group_by("row", maintain_order=True).agg(
        pl.col("field").alias(WRONG), sign.str.join(",").alias("set")
    )
    sets = rows["set"].unique()
    pairs = [[tuple(one.split(" ")) for one in told.split(",")] for told in sets]
    words = pl.DataFrame(
        {
            "set": sets,
            CODES: [", ".join(dict.fromkeys(code for _, code in one)) for one in pairs],
            WHY: [explained(one) for one in pairs],
        },
        {"set": pl.String, CODES: pl.String, WHY: pl.String},
    )
    return rows.join(words, on="set", how="left", maintain_order="left").drop("set")


def _without_people(rows: pl.DataFrame, key: bytes | None) -> pl.DataFrame:
    if process.STEPS in rows.columns:
        given = rows[process.STEPS]
        made = judging.steps_of(given, key, LAST).alias(process.STEPS)
        # Wrong ones stay as they are: ``_cell`` says only how long they are.
        rows = rows.with_columns(pl.coalesce(made, given).alias(process.STEPS))
    for field in FIELDS:
        if field.holds == "key" and field.name in rows.columns:
            given = rows[field.name]
            made = keys.hashed(given, key, field.column) if key else given.clear(rows.height)
            rows = rows.with_columns(made.alias(field.name))
    return rows


def _tellable(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` without typed moments beyond every calendar, which break when they are told."""
    for column in rows.select(pl.col(pl.Datetime, pl.Date)).iter_columns():
        far = ~column.dt.epoch("s").is_between(YEAR_2, YEAR_9999)
        rows = rows.with_columns(column.set(far, None))
    return rows


def _cell(field, kind: pl.DataType | None) -> pl.Expr:
    """What of a value may stand in the error file."""
    if kind is None:
        return pl.lit(None, pl.String).alias(field.name)
    text = _text(field.name, kind)
    if field.holds == "key":
        return text.alias(field.name)
    length = text.str.len_chars().cast(pl.String)
    hidden = pl.concat_str(pl.lit("(không hiện: "), length, pl.lit(" ký tự)"))
    secret = pl.col(WRONG).list.contains(field.name) & ~harmless(text)
    return pl.when(secret).then(hidden).otherwise(text).alias(field.name)


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    value = pl.col(name)
    if isinstance(kind, pl.Datetime):
        return value.dt.strftime("%Y-%m-%dT%H:%M:%S" + ("%:z" if kind.time_zone else ""))
    if kind.is_nested() or kind == pl.Binary:
        return pl.when(value.is_not_null()).then(pl.lit("?"))
    return value.cast(pl.String)
