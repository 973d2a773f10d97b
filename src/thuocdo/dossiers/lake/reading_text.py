"""CSV: decoded and cut into whole records in memory, never copied to disk.

UTF-8 with or without a byte-order mark, UTF-16 with one, else windows-1258; decided by what
the bytes are, not by what the file is called.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.reading import Batch, unreadable

PIECE = 32_000_000  # bytes
DELIMITERS = ",;\t|"
MIXED = ("hai bảng mã trong một tệp", "it mixes two encodings")
UNKNOWN = ("không rõ bảng mã", "its encoding is unknown")


class Csv:
    """Comma, semicolon, tab or bar; the head is the first record."""

    @staticmethod
    def heads(path: Path) -> list[str]:
        """The heads of ``path``. Raises ``ThuocDoError`` DOSSIER-001."""
        return _csv_heads(next(pieces(path), ""))[0]

    @staticmethod
    def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
        """Rows in batches; a row with too many cells is unreadable."""
        first, carried, row = "", "", 2
        for piece in pieces(path):
            text = carried + piece
            cut = _last_end(text)
            whole, carried = text[:cut], text[cut:]
            if not first and whole:
                heads, mark = _csv_heads(whole)
                first, whole = _split_head(whole)
            if whole.strip("\r\n"):
                batch, row = _csv_batch(first, whole, heads, mark, columns, row)
                yield batch
        if carried.strip():
            heads, mark = _csv_heads(first or carried)
            first, rest = (first, carried) if first else _split_head(carried)
            if rest.strip():
                yield _csv_batch(first, rest, heads, mark, columns, row)[0]


def pieces(path: Path) -> Iterator[str]:
    """The text of ``path``, some megabytes at a time, composed (NFC)."""
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
            yield text if text.isascii() else unicodedata.normalize("NFC", text)
            raw = source.read(PIECE)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in start:
        raise unreadable(path, UNKNOWN)
    try:
        start[: -(4 if len(start) == PIECE else 0) or None].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 8:
            return "cp1258"
        return "utf-8-sig" if len(start) == PIECE else "cp1258"
    return "utf-8-sig"


# ---- CSV ----


def _last_end(text: str) -> int:
    """Behind the last line end that is not within quotation marks."""
    cut = text.rfind("\n") + 1
    while cut and text.count('"', 0, cut) % 2:
        cut = text.rfind("\n", 0, cut - 1) + 1
    return cut


def _split_head(text: str) -> tuple[str, str]:
    end = text.find("\n") + 1 or len(text)
    return text[:end], text[end:]


def _csv_heads(text: str) -> tuple[list[str], str]:
    line = _split_head(text)[0].strip("\r\n")
    mark = max(DELIMITERS, key=line.count)
    return [one.strip() for one in next(csv.reader([line], delimiter=mark), [])], mark


def _csv_batch(first: str, text: str, heads, mark: str, columns, row: int) -> tuple[Batch, int]:
    """The batch of the records in ``text`` and the row after them."""
    wanted = [place for place, head in enumerate(heads) if head in columns]
    names = [columns[heads[place]] for place in wanted]
    try:
        rows = pl.read_csv(
            io.BytesIO(text.encode("utf-8")),
            has_header=False,
            separator=mark,
            infer_schema=False,
            columns=wanted,
            schema={str(place): pl.String for place in range(len(heads))},
        )
    except pl.exceptions.PolarsError:
        return _csv_slowly(text, len(heads), mark, wanted, names, row)
    rows.columns = names
    return Batch(rows.with_row_index("row", row)), row + rows.height


def _csv_slowly(text, count: int, mark: str, wanted, names, row: int) -> tuple[Batch, int]:
    """Record by record, when some have more cells than the head."""
    held, lost = [], []
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
        if not cells:
            continue
        if len(cells) == count:
            held.append((row, *(cells[place] for place in wanted)))
        else:
            lost.append(row)
        row += 1
    schema = {"row": pl.Int64} | {name: pl.String for name in names}
    return Batch(pl.DataFrame(held, schema, orient="row"), lost), row
