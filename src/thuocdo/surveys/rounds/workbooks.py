"""Excel files opened with care: a bomb, a damaged file, a password are told, never met."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError

SWELLING, LARGE = 300, 300_000_000  # a file that unpacks to more than both is a bomb
ROWS, COLUMNS = 1_048_576, 16_384  # of any sheet
PIECE, TOLD = 1 << 20, 20
FORMULA = re.compile(rb"<f[ >/]")
DAMAGED = (
    "không phải tệp .xlsx, hoặc tệp bị hỏng, hoặc có mật khẩu",
    "it is not an .xlsx file, or it is damaged, or it has a password",
)
# What the archive, the XML and the cells of a damaged file raise.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
)


def unreadable(path: Path, why) -> ThuocDoError:
    """The error that ``path`` cannot be read, ``why`` as (vi, en)."""
    return ThuocDoError(Problem("SURVEY-110", path.name, values={"why": why}))


def refuse_unreckoned(path: Path, sheet: str, lines: list[list[str]]) -> None:
    """Formulas of ``sheet`` that hold no result: taken for empty they would drop answers silently.

    Raises ``ThuocDoError`` SURVEY-127 with the first rows that hold one.
    """
    if not _has_formulas(path):
        return
    found = []
    with opened(path, values=False) as book:
        for number, cells in enumerate(rows(path, book[sheet]), start=1):
            known = lines[number - 1] if number <= len(lines) else []
            for place, written in enumerate(cells):
                if written.startswith("=") and not (place < len(known) and known[place]):
                    head = lines[0][place] if place < len(lines[0]) else ""
                    found.append(Problem("SURVEY-127", path.name, number, head))
    if found:
        raise ThuocDoError(*found[:TOLD])


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/") and _mentions_formula(packed, name):
                return True
    return False


def _mentions_formula(packed: zipfile.ZipFile, name: str) -> bool:
    kept = b""
    with packed.open(name) as source:
        while piece := source.read(PIECE):
            if FORMULA.search(kept + piece):
                return True
            kept = piece[-4:]
    return False


@contextmanager
def opened(path: Path, values: bool = True) -> Iterator:
    """The workbook at ``path``: its values, or what is written (formulas as text).

    Raises ``ThuocDoError`` SURVEY-110, SURVEY-111.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > LARGE and unpacked > SWELLING * path.stat().st_size:
            raise ThuocDoError(Problem("SURVEY-111", path.name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            book = load_workbook(path, read_only=True, data_only=values)
    except (InvalidFileException, *DAMAGES):
        raise unreadable(path, DAMAGED) from None
    try:
        yield book
    finally:
        book.close()


def rows(path: Path, sheet) -> Iterator[list[str]]:
    """The rows of ``sheet``, every cell as text, "" for none. Raises SURVEY-110."""
    try:
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > ROWS or len(cells) > COLUMNS:
                raise EOFError
            yield [text(cell) for cell in cells]
    except DAMAGES:
        raise unreadable(path, DAMAGED) from None


def text(value: object) -> str:
    """A cell as text: a whole number without decimals, a day in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        if value.time() == time.min:
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
