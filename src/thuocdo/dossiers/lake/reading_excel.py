"""Excel files of dossiers: the first sheet; its head within the first twenty rows."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.fields import matched
from thuocdo.dossiers.lake.reading import BATCH, Batch, too_large, unreadable

HEAD_WITHIN = 20
DAMAGED = (
    "không phải tệp .xlsx, hoặc tệp có mật khẩu",
    "it is not an .xlsx file, or it has a password",
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
            too_large(path, path.stat().st_size, sum(one.file_size for one in packed.infolist()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles it does not know
            book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise unreadable(path, DAMAGED) from None
    try:
        yield book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None
