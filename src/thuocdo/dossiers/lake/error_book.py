"""The error file: rows that did not go in, in Excel, wrong cells coloured, cause and remedy beside.

It can be mended and loaded again. It never carries a personal value: a person's number stands
there as its keyed hash, columns off the allow-list do not stand there at all, and a wrong value
is shown only when it can be nothing but a date or a short code.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake import judging, keys, process
from thuocdo.dossiers.lake.fields import BY_NAME, FIELDS
from thuocdo.errors import catalogue

MOST = 50_000  # rows a workbook; then the next one is begun
COLOUR = "FFF2B8B5"
HARMLESS = re.compile(r"[\d/:. T+\-]{1,25}|\w{1,4}|-?\d{1,8}")
PHONE = re.compile(r"\+?\d[\d. \-]{7,}\d")
DATE_LIKE = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}([ T][\d:.+\-]*)?Z?")
LAST = judging.LATEST - judging.SLACK
YEAR_2, YEAR_9999 = -62_104_060_800, 253_370_764_800  # their first seconds
HIDDEN_VI = "(không hiện: {count} ký tự)"
NOTES = ("Dòng", "Mã lỗi", "Nguyên nhân và cách sửa")


class ErrorBook:
    """Collects wrong rows and writes them at ``path``; nothing is written when there are none."""

    def __init__(self, path: Path, key: bytes | None):
        self.path, self.key = path, key
        self.count = 0
        self.files: list[Path] = []
        self._book = self._sheet = None
        self._names: list[str] = []

    def add(self, rows: pl.DataFrame, faults: pl.DataFrame, unreadable: list[int]) -> None:
        """The rows of a batch that ``faults`` names, and rows that could not be read at all."""
        told = _told(faults)
        if told:
            places = pl.Series(list(told), dtype=pl.Int64)
            wrong = rows.filter(pl.col("row").cast(pl.Int64).is_in(places.implode()))
            for row in _tellable(self._without_people(wrong)).iter_rows(named=True):
                self._write(row, told[row["row"]])
        for number in unreadable:
            self._write({"row": number}, [("", "DOSSIER-114")])

    def close(self) -> list[Path]:
        """Save; give the files written."""
        if self._book is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            name = self.path.stem + (f"-{len(self.files) + 1}" if self.files else "")
            path = self.path.with_name(f"{name}.xlsx")
            partial = path.with_suffix(".partial")
            try:
                self._book.save(partial)
                os.replace(partial, path)  # noqa: PTH105 - one step on every system
            finally:
                self._book = None
                partial.unlink(missing_ok=True)
            self.files.append(path)
        return self.files

    def __enter__(self) -> ErrorBook:
        return self

    def __exit__(self, *_) -> None:
        """What an import cut off had begun leaves no temporary file behind."""
        if self._book is not None:
            with suppress(OSError):
                self._book.save(BytesIO())
            self._book = None

    def _without_people(self, rows: pl.DataFrame) -> pl.DataFrame:
        if process.STEPS in rows.columns:
            given = rows[process.STEPS]
            made = judging.steps_of(given, self.key, LAST).alias(process.STEPS)
            # Wrong ones stay as they are: ``shown`` says only how long they are.
            rows = rows.with_columns(pl.coalesce(made, given).alias(process.STEPS))
        for field in FIELDS:
            if field.holds == "key" and field.name in rows.columns:
                given = rows[field.name]
                made = keys.hashed(given, self.key, field.column) if self.key else given.clear()
                made = made if self.key else made.extend_constant(None, rows.height)
                rows = rows.with_columns(made.alias(field.name))
        return rows

    def _write(self, row: dict, faults: list[tuple[str, str]]) -> None:
        if self._book is None:
            self._begin()
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import PatternFill

        fill = PatternFill("solid", fgColor=COLOUR)
        wrong = {name for name, _ in faults}
        line = []
        for name in self._names:
            cell = WriteOnlyCell(self._sheet, shown(name, row.get(name), name in wrong))
            if name in wrong:
                cell.fill = fill
            line.append(cell)
        codes = ", ".join(dict.fromkeys(code for _, code in faults))
        self._sheet.append([*line, row["row"], codes, explained(faults)])
        self.count += 1
        if self.count % MOST == 0:
            self.close()

    def _begin(self) -> None:
        from openpyxl import Workbook

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Dòng sai")
        self._sheet.freeze_panes = "A2"
        self._names = [field.name for field in FIELDS]
        self._sheet.append([*self._names, *NOTES])


def _tellable(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` without typed moments beyond every calendar, which break when they are told."""
    for column in rows.select(pl.col(pl.Datetime, pl.Date)).iter_columns():
        far = ~column.dt.epoch("s").is_between(YEAR_2, YEAR_9999)
        rows = rows.with_columns(column.set(far, None))
    return rows


def shown(name: str, value: object, wrong: bool) -> str | None:
    """What of a value may stand in the error file."""
    if value is None:
        return None
    text = str(value)
    if BY_NAME[name].holds == "key":
        return text
    if wrong and not harmless(text):
        return HIDDEN_VI.format(count=len(text))
    return text


def harmless(text: str) -> bool:
    """Whether ``text`` can be nothing but a date or a short code: no name, number or phone."""
    if DATE_LIKE.fullmatch(text):
        return True
    return bool(HARMLESS.fullmatch(text)) and not PHONE.search(text) and not text.isalpha()


def explained(faults: list[tuple[str, str]]) -> str:
    """Cause and remedy of every fault of a row, in Vietnamese."""
    known = catalogue()
    said = []
    for name, code in faults:
        values = {"field": name}
        cause, remedy = known[code]["vi"], known[code]["fix_vi"]
        said.append(f"{cause.format_map(values)} {remedy.format_map(values)}")
    return "\n".join(dict.fromkeys(said))


def _told(faults: pl.DataFrame) -> dict[int, list[tuple[str, str]]]:
    told: dict[int, list[tuple[str, str]]] = {}
    for row, name, code in faults.select("row", "field", "code").iter_rows():
        told.setdefault(row, []).append((name, code))
    return told
