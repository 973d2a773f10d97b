"""CSV: decoded and cut into whole records in memory, never copied to disk.

UTF-8 with or without a byte-order mark, UTF-16 with one, else windows-1258; decided by what
the bytes are, not by what the file is called.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.judging import DOSSIER_CODE
from thuocdo.dossiers.lake.reading import Batch, unreadable

PIECE = 32_000_000  # bytes
LONGEST = 1_000_000  # characters of one record
DELIMITERS = ",;\t|"
MIXED = ("hai bảng mã trong một tệp", "it mixes two encodings")
OPEN = (
    "dấu ngoặc kép mở ở dòng này không được đóng; đóng hoặc bỏ dấu ấy, hoặc xuất lại",
    "the quotation mark opened in this row is never closed; close or remove it, or export again",
)
EMPTY = (
    "tệp có byte rỗng, có lẽ đã bị đứt khi chép; chép lại từ nguồn",
    "it holds empty bytes, probably cut short while copied; copy it again",
)
NO_HEAD = ("dòng đầu không đọc được thành tên cột", "its first row does not read as heads")
UNKNOWN = ("không rõ bảng mã", "its encoding is unknown")


class Csv:
    """Comma, semicolon, tab or bar; the head is the first record."""

    @staticmethod
    def heads(path: Path) -> list[str]:
        """The heads of ``path``. Raises ``ThuocDoError`` DOSSIER-001."""
        return _csv_heads(path, next(pieces(path), ""))[0]

    @staticmethod
    def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
        """Rows in batches; a row with too many cells is unreadable.

        Raises ``ThuocDoError`` DOSSIER-001 with the row where a quotation mark stays open over
        rows that are sound by themselves, or over more than ``LONGEST``.
        """
        table, carried, row = None, "", 2
        for piece in pieces(path):
            text = carried + piece
            if table is None:
                first, text = _split_head(text)
                table = _Table.of(path, first, columns)
            cut = _last_end(text)
            if len(text) - cut > LONGEST:
                cut += _plain_end(text[cut:], table.mark)
            whole, carried = text[:cut], text[cut:]
            if whole.strip("\r\n"):
                batch, row = _csv_batch(table, whole, row)
                yield batch
            if len(carried) > LONGEST:
                raise unreadable(path, OPEN, row)
        if table and carried.strip():
            yield _csv_batch(table, carried, row)[0]


def pieces(path: Path) -> Iterator[str]:
    """The text of ``path``, some megabytes at a time, composed (NFC).

    Raises ``ThuocDoError`` DOSSIER-001: unknown or mixed encoding, an empty byte anywhere.
    """
    import codecs

    with path.open("rb") as source:
        start = source.read(PIECE)
        name = _encoding(path, start)
        decoder = codecs.getincrementaldecoder(name)()
        raw = start
        while raw:
            try:
                text = decoder.decode(raw)
            except UnicodeDecodeError:
                raise unreadable(path, MIXED) from None
            if "\0" in text:
                raise unreadable(path, EMPTY)
            yield text if text.isascii() else unicodedata.normalize("NFC", text)
            raw = source.read(PIECE)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in start[:2] and start[:2] != b"\0\0":
        raise unreadable(path, UNKNOWN)  # UTF-16 that does not say so
    if b"\0" in start:
        raise unreadable(path, EMPTY)
    try:
        start[: -(4 if len(start) == PIECE else 0) or None].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 8:
            return "cp1258"
        return "utf-8-sig" if len(start) == PIECE else "cp1258"
    return "utf-8-sig"


# ---- CSV ----


@dataclass(frozen=True)
class _Table:
    """What the head says: ``wanted`` are places of columns, ``names`` their fields."""

    path: Path
    mark: str
    count: int
    code: int  # the place of the dossier's code
    wanted: list[int]
    names: list[str]

    @classmethod
    def of(cls, path: Path, first: str, columns: dict[str, str]) -> _Table:
        heads, mark = _csv_heads(path, first)
        wanted = [place for place, head in enumerate(heads) if head in columns]
        names = [columns[heads[place]] for place in wanted]
        code = wanted[names.index("MaHoSo")]
        return cls(path, mark, len(heads), code, wanted, names)


def _last_end(text: str) -> int:
    """Behind the last line end that is not within quotation marks; every mark is looked at once."""
    cut = text.rfind("\n") + 1
    marks = text.count('"', 0, cut)
    while cut and marks % 2:
        before = text.rfind("\n", 0, cut - 1) + 1
        marks -= text.count('"', before, cut)
        cut = before
    return cut


def _plain_end(text: str, mark: str) -> int:
    """Behind the last record but one as the plain reader sees them: to it a quotation mark within
    words is a letter. 0 when there is only one."""
    end = last = 0
    try:
        for _, lines in _records(text, mark):
            end, last = last, last + sum(map(len, lines))
    except csv.Error:
        return last
    return end


def _records(text: str, mark: str) -> Iterator[tuple[list[str], list[str]]]:
    """Every record, its cells and its lines. Raises ``csv.Error`` at a cell without end."""
    lines: list[str] = []

    def told() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            lines.append(line)
            yield line

    for cells in csv.reader(told(), delimiter=mark):
        yield cells, lines
        lines.clear()


def _split_head(text: str) -> tuple[str, str]:
    end = text.find("\n") + 1 or len(text)
    return text[:end], text[end:]


def _csv_heads(path: Path, text: str) -> tuple[list[str], str]:
    line = _split_head(text)[0].strip("\r\n")
    mark = max(DELIMITERS, key=line.count)
    try:
        return [one.strip() for one in next(csv.reader([line], delimiter=mark), [])], mark
    except csv.Error:
        raise unreadable(path, NO_HEAD, 1) from None


def _csv_batch(table: _Table, text: str, row: int) -> tuple[Batch, int]:
    """The batch of the records in ``text`` and the row after them."""
    try:
        rows = pl.read_csv(
            io.BytesIO(text.encode("utf-8")),
            has_header=False,
            separator=table.mark,
            infer_schema=False,
            schema={str(place): pl.String for place in range(table.count)},
        )  # all columns: told to read some, Polars does not see that a row has too many cells
    except pl.exceptions.PolarsError:
        return _csv_slowly(table, text, row)
    if rows.height != text.count("\n") + (not text.endswith("\n")):
        return _csv_slowly(table, text, row)  # cells of several lines: are they what they seem?
    rows = rows[:, table.wanted]
    rows.columns = table.names
    return Batch(rows.with_row_index("row", row)), row + rows.height


def _csv_slowly(table: _Table, text: str, row: int) -> tuple[Batch, int]:
    """Record by record, when some have more cells than the head or several lines."""
    held, lost = [], []
    try:
        for cells, lines in _records(text, table.mark):
            if len(lines) > 1 and any(_is_record(table, line) for line in lines[1:]):
                raise unreadable(table.path, OPEN, row)
            if cells and len(cells) < table.count and not "".join(lines).count('"') % 2:
                cells += [None] * (table.count - len(cells))
            if len(cells) == table.count:
                held.append((row, *(cells[place] for place in table.wanted)))
            elif cells:
                lost.append(row)
            row += 1
    except csv.Error:
        raise unreadable(table.path, OPEN, row) from None
    schema = {"row": pl.Int64} | {name: pl.String for name in table.names}
    return Batch(pl.DataFrame(held, schema, orient="row"), lost), row


def _is_record(table: _Table, line: str) -> bool:
    """Whether a line within a cell is a dossier's row by itself: then the cell was left open."""
    cells = next(csv.reader([line], delimiter=table.mark), [])
    found = len(cells) == table.count and cells[table.code].strip()
    return bool(found and re.fullmatch(DOSSIER_CODE, found))
