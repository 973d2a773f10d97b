"""Excel files of dossiers: the first sheet; its head within the first twenty rows."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.fields import matched
from thuocdo.dossiers.lake.reading import BATCH, Batch, too_large, unreadable

HEAD_WITHIN = 20
LARGE = 300_000_000  # bytes of XML; a sheet is read row by row, but its texts are held
LAST_ROW = 1_048_576  # of any sheet; a damaged number of a row must not count to billions
DAMAGED = (
    "không phải tệp .xlsx, hoặc tệp bị hỏng, hoặc có mật khẩu",
    "it is not an .xlsx file, or it is damaged, or it has a password",
)
# What the archive, the XML and the cells of a damaged file raise, as tried byte by byte.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    SyntaxError,  # of XML
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
)


def heads(path: Path) -> list[str]:
    """The heads of the first sheet. Raises ``ThuocDoError`` DOSSIER-001, DOSSIER-011."""
    with _lines(path) as lines:
        return _head(lines)[1]


def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
    """Rows in batches, every cell as text."""
    with _lines(path) as lines:
        head, found = _head(lines)
        places = [(place, columns[head]) for place, head in enumerate(found) if head in columns]
        held = []
        for number, cells in enumerate(lines, start=head + 1):
            values = [_text(cells[place]) if place < len(cells) else None for place, _ in places]
            if any(values):
                held.append((number, *values))
            if len(held) == BATCH // 4:
                yield Batch(_frame(held, places))
                held = []
        yield Batch(_frame(held, places))


def _frame(held: list[tuple], places) -> pl.DataFrame:
    schema = {"row": pl.Int64} | {name: pl.String for _, name in places}
    return pl.DataFrame(held, schema, orient="row")


def _head(lines) -> tuple[int, list[str]]:
    """The row and the cells of the head: the first row where a dossier's code is named."""
    first: list[str] = []
    for number, cells in enumerate(lines, start=1):
        found = [_text(cell) or "" for cell in cells]
        first = first or found
        if "MaHoSo" in matched(found, {}).values():
            return number, found
        if number == HEAD_WITHIN:
            break
    return 1, first


@contextmanager
def _lines(path: Path):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
            too_large(path, path.stat().st_size, unpacked, LARGE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, *DAMAGES):
        raise unreadable(path, DAMAGED) from None
    try:
        yield _rows(path, book)
    finally:
        book.close()


def _rows(path: Path, book) -> Iterator[tuple]:
    """The rows of the first sheet, however small it says it is. Raises DOSSIER-001."""
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > LAST_ROW:
                raise EOFError
            yield cells
    except DAMAGES:
        raise unreadable(path, DAMAGED) from None


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        if value.time() == time.min:  # a day: openpyxl gives every date cell a midnight
            return value.date().isoformat()
        return value.replace(tzinfo=None, microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None
