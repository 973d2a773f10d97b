"""A round or a frame of results to files: CSV, Excel, SPSS, Stata, Parquet; codebooks; forms.

No cell that leaves here is a formula: words that a spreadsheet would run get an apostrophe in CSV
and stay text in Excel. What is simulated says so in a column of its own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.pages import csv_text, excel
from thuocdo.surveys.rounds import xlsform_writing
from thuocdo.surveys.rounds.codebook import Codebook, written
from thuocdo.surveys.rounds.store import Round
from thuocdo.surveys.rounds.xlsform_writing import save

ANSWERS = (".csv", ".sav", ".dta", ".parquet")
BOOKS = (".json", ".xlsx")
SIMULATED, BASIS = csv_text.SIMULATED_KEY, csv_text.SIMULATED


@dataclass(frozen=True)
class Exported:
    """What was written: rows and columns of data (items for a codebook)."""

    rows: int
    columns: int
    simulated: bool


def export(store: Round, path: Path, version: int | None = None, form: bool = False) -> Exported:
    """Write what the suffix of ``path`` says: answers, or the codebook (.json, .xlsx), or with
    ``form`` the XLSForm.

    Raises ``ThuocDoError`` SURVEY-125 (suffix), SURVEY-126 (cannot be written), SURVEY-131, 132.
    """
    kind = path.suffix.lower()
    known = (".xlsx",) if form else (*ANSWERS, *BOOKS)
    if kind not in known:
        raise ThuocDoError.of("SURVEY-125", file=path.name, known=" ".join(known))
    book = store.codebook(version)
    simulated = store.manifest(version).simulated
    if form:
        xlsform_writing.write(book, path)
        return Exported(len(book.items), len(xlsform_writing.SURVEY), simulated)
    if kind in BOOKS:
        write_codebook(book, path)
        return Exported(len(book.items), len(HEADS), simulated)
    rows = store.respondents(version)
    write_respondents(rows, book, path, simulated)
    return Exported(rows.height, rows.width + simulated, simulated)


def write_respondents(rows: pl.DataFrame, book: Codebook, path: Path, simulated: bool) -> None:
    """A respondent frame at ``path``; labels and missing codes go along to SPSS and Stata."""
    if path.suffix.lower() in (".sav", ".dta"):
        from thuocdo.surveys.rounds.exporting_stats import write_stats

        write_stats(rows, book, path, simulated)
        return
    write_frame(rows, path, simulated=simulated)


def write_frame(rows: pl.DataFrame, path: Path, *, simulated: bool, notes: Iterable[str] = ()):
    """A frame of results or respondents at ``path`` (.csv, .xlsx, .parquet, .json).

    Lists in a cell are joined by ";". Raises ``ThuocDoError`` SURVEY-125, SURVEY-126.
    """
    if simulated:
        rows = rows.with_columns(pl.lit(BASIS).alias(SIMULATED))
    kind = path.suffix.lower()
    if kind == ".csv":
        save(path, (csv_text.BOM + _csv(rows)).encode())
    elif kind == ".xlsx":
        flat = _flat(rows)
        save(path, excel.write(flat.columns, flat.iter_rows(), notes).read())
    elif kind == ".parquet":
        save(path, _parquet(rows, simulated))
    elif kind == ".json":
        save(path, (json.dumps(_flat(rows).to_dicts(), ensure_ascii=False) + "\n").encode())
    else:
        raise ThuocDoError.of("SURVEY-125", file=path.name, known=".csv .xlsx .parquet .json")


def _flat(rows: pl.DataFrame) -> pl.DataFrame:
    """Moments, days and lists as text."""
    lists = [pl.col(pl.List(pl.String)).list.join(";")] if _has_lists(rows) else []
    moments = pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return rows.with_columns(moments, pl.col(pl.Date).dt.strftime("%Y-%m-%d"), *lists)


def _has_lists(rows: pl.DataFrame) -> bool:
    return any(kind == pl.List(pl.String) for kind in rows.dtypes)


def _csv(rows: pl.DataFrame) -> str:
    flat = _flat(rows)
    texts = [name for name, kind in flat.schema.items() if kind == pl.String]
    made = [_safe(flat[name]) for name in texts]
    heads = {name: csv_text.safe(name) for name in flat.columns}
    return flat.with_columns(made).rename(heads).write_csv(line_terminator="\r\n")


def _safe(cells: pl.Series) -> pl.Series:
    distinct = cells.unique().drop_nulls().to_list()
    guarded = {text: csv_text.safe(text) for text in distinct}
    changed = {text: safe for text, safe in guarded.items() if text != safe}
    return cells.replace(changed) if changed else cells


def _parquet(rows: pl.DataFrame, simulated: bool) -> bytes:
    import pyarrow.parquet as pq

    table = rows.to_arrow()
    if simulated:
        table = table.replace_schema_metadata({"thuocdo.basis": "simulated"})
    held = io.BytesIO()
    pq.write_table(table, held, compression="zstd", write_page_checksum=True)
    return held.getvalue()


# ---- codebooks ----

HEADS = ("name", "kind", "label_vi", "label_en", "choices", "missing", "low", "high", "group")
HEADS = (*HEADS, "status", "source", "note")


def write_codebook(book: Codebook, path: Path) -> None:
    """``book`` as JSON or as a table in Excel. Raises SURVEY-125, SURVEY-126."""
    kind = path.suffix.lower()
    if kind == ".json":
        save(path, written(book))
    elif kind == ".xlsx":
        notes = [book.title, *filter(None, [book.incomplete, BASIS if book.simulated else ""])]
        save(path, excel.write(HEADS, [_row(one) for one in book.items], notes).read())
    else:
        raise ThuocDoError.of("SURVEY-125", file=path.name, known=" ".join(BOOKS))


def _row(item) -> list:
    choices = "; ".join(f"{one.code} = {one.label_vi or one.label_en}" for one in item.choices)
    missing = ", ".join(str(code) for code in item.missing)
    told = {"choices": choices, "missing": missing}
    return [told.get(name, getattr(item, name)) for name in HEADS]
