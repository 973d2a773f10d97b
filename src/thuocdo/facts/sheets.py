"""Read an official's file, Excel or CSV, into lines of text cells.

Line 1 is row 1 of the spreadsheet. A percentage cell of Excel comes as "88.66%", a date in
ISO form, an empty cell as "". A formula without a stored result stops the reading: taken as
an empty cell it would silently drop a figure.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError

LARGEST = 20_000_000  # bytes; a yearly table of 63 provinces is a thousand times smaller
DELIMITERS = "\t;,"  # of two that occur in equally many lines the first is meant

NOT_UTF8 = ("không phải mã UTF-8", "it is not UTF-8")
NOT_EXCEL = (
    "không phải tệp .xlsx, hoặc tệp có mật khẩu",
    "it is not an .xlsx file, or it has a password",
)
OLD_EXCEL = ("định dạng .xls cũ", "it is the old .xls format")
QUOTES = ("dấu ngoặc kép không khớp", "quotation marks do not match")
TOO_LARGE = ("lớn hơn 20 MB", "it is larger than 20 MB")


@dataclass(frozen=True)
class Lines:
    """The cells of a file as text; ``sheet`` is empty for CSV."""

    file: str
    sheet: str
    cells: list[list[str]]


def read_lines(path: Path, sheet: str = "") -> Lines:
    """The lines of ``path`` (.xlsx, else CSV with comma, semicolon or tab).

    ``sheet`` names a sheet of the workbook; the first one by default. Raises
    ``ThuocDoError`` FACT-012 (unreadable), FACT-033 (no such sheet), FACT-035 (formula).
    """
    raw = read_bytes(path)
    if path.suffix.lower() == ".xls":
        raise unreadable(path, OLD_EXCEL)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path, raw, sheet)
    text = decoded(path, raw)
    return Lines(path.name, "", split(path, text, delimiter_of(text)))


def read_bytes(path: Path) -> bytes:
    """The content of ``path``. Raises ``ThuocDoError`` FACT-012."""
    try:
        if path.stat().st_size > LARGEST:
            raise unreadable(path, TOO_LARGE)
        return path.read_bytes()
    except FileNotFoundError:
        raise unreadable(path, ("không có tệp này", "there is no such file")) from None
    except OSError as error:
        raise unreadable(path, error.strerror) from None


def decoded(path: Path, raw: bytes) -> str:
    """``raw`` as UTF-8, with or without a BOM. Raises ``ThuocDoError`` FACT-012."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable(path, NOT_UTF8) from None


def delimiter_of(text: str) -> str:
    """The delimiter that occurs in most lines."""
    lines = text.splitlines()
    return max(DELIMITERS, key=lambda mark: sum(mark in line for line in lines))


def split(path: Path, text: str, delimiter: str = ",") -> list[list[str]]:
    """The cells of CSV text. Raises ``ThuocDoError`` FACT-012."""
    try:
        source = io.StringIO(text, newline="")
        return list(csv.reader(source, delimiter=delimiter, strict=True))
    except csv.Error:
        raise unreadable(path, QUOTES) from None


def unreadable(path: Path, why) -> ThuocDoError:
    """The error that ``path`` cannot be read, ``why`` as text or (vi, en)."""
    return ThuocDoError(Problem("FACT-012", path.name, values={"why": why}))


def _workbook(path: Path, raw: bytes, sheet: str) -> Lines:
    values = _opened(path, raw, data_only=True)
    if sheet and sheet not in values.sheetnames:
        known = {"sheet": sheet, "sheets": ", ".join(values.sheetnames)}
        raise ThuocDoError(Problem("FACT-033", path.name, values=known))
    name = sheet or values.sheetnames[0]
    formulas = _opened(path, raw, data_only=False)
    lines, problems = [], []
    rows = zip(values[name].iter_rows(), formulas[name].iter_rows(), strict=True)
    for number, (cells, written) in enumerate(rows, start=1):
        lines.append([_text(cell) for cell in cells])
        for cell, formula in zip(cells, written, strict=True):
            if cell.value is None and formula.value is not None:
                where = {"cell": formula.coordinate}
                problems.append(Problem("FACT-035", path.name, number, values=where))
    if problems:
        raise ThuocDoError(*problems)
    return Lines(path.name, name, lines)


def _opened(path: Path, raw: bytes, *, data_only: bool):
    import warnings
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            return load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise unreadable(path, NOT_EXCEL) from None


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        if "%" in (cell.number_format or ""):
            return f"{100 * value:.12g}%"
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()
