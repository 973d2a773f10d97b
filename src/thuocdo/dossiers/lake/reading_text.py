"""CSV and JSON Lines: decoded and cut into whole records in memory, never copied to disk.

UTF-8 with or without a byte-order mark, UTF-16 with one, else windows-1258; decided by what
the bytes are, not by what the file is called.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.fields import BY_NAME, REQUESTS
from thuocdo.dossiers.lake.reading import Batch, unreadable

PIECE = 32_000_000  # bytes
DELIMITERS = ",;\t|"
MIXED = ("hai bảng mã trong một tệp", "it mixes two encodings")
UNKNOWN = ("không rõ bảng mã", "its encoding is unknown")
BROKEN = ("không phải JSON Lines", "it is not JSON Lines")
SUPPLEMENT = pl.List(
    pl.Struct({one: pl.String for one in ("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc")})
)


class Csv:
    """Comma, semicolon, tab or bar; the head is the first record."""

    @staticmethod
    def heads(path: Path) -> list[str]:
        """The heads of ``path``. Raises ``ThuocDoError`` DOSSIER-001."""
        return _csv_heads(next(_pieces(path), ""))[0]

    @staticmethod
    def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
        """Rows in batches; a row with too many cells is unreadable."""
        first, carried, row = "", "", 2
        for piece in _pieces(path):
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


class Json:
    """One object a line; supplement requests may be a list, as in the message."""

    @staticmethod
    def heads(path: Path) -> list[str]:
        """The keys of the first hundred lines. Raises ``ThuocDoError`` DOSSIER-001."""
        heads: dict[str, None] = {}
        for line in next(_pieces(path), "").splitlines()[:100]:
            found = _object(line)
            heads |= dict.fromkeys(found or ())
        if not heads:
            raise unreadable(path, BROKEN)
        if REQUESTS in heads:
            heads |= dict.fromkeys(("NgayBoSung", "NgayTiepNhanBoSung"))
        return list(heads)

    @staticmethod
    def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
        """Rows in batches; a line that is no object is unreadable."""
        carried, row = "", 1
        for piece in _pieces(path):
            text = carried + piece
            cut = text.rfind("\n") + 1
            whole, carried = text[:cut], text[cut:]
            if whole:
                yield _json_batch(whole, columns, row)
                row += whole.count("\n")
        if carried.strip():
            yield _json_batch(carried, columns, row)


def _pieces(path: Path) -> Iterator[str]:
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


# ---- JSON Lines ----


def _json_batch(text: str, columns: dict[str, str], row: int) -> Batch:
    heads = {head: pl.String for head in columns} | {REQUESTS: SUPPLEMENT}
    count = text.count("\n") + (not text.endswith("\n"))
    try:
        rows = pl.read_ndjson(io.BytesIO(text.encode("utf-8")), schema=heads)
    except pl.exceptions.PolarsError:
        rows = None
    if rows is None or rows.height != count:
        return _json_slowly(text, heads, columns, row)
    return Batch(_flat(rows.with_row_index("row", row), columns))


def _json_slowly(text: str, heads: dict, columns: dict[str, str], row: int) -> Batch:
    """Line by line, when some line is no object."""
    held, lost = [], []
    for number, line in enumerate(text.splitlines(), start=row):
        found = _object(line)
        if found is None:
            lost += [number] if line.strip() else []
            continue
        plain = {head: _plain(found.get(head)) for head in columns}
        requests = [one for one in found.get(REQUESTS) or () if isinstance(one, dict)]
        names = ("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc")
        asked = [{name: _plain(one.get(name)) for name in names} for one in requests]
        held.append({"row": number, **plain, REQUESTS: asked})
    frame = pl.DataFrame(held, {"row": pl.Int64} | heads)
    return Batch(_flat(frame, columns), lost)


def _flat(rows: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """The first two requests of the list as columns, where the file has no such columns."""
    rows = rows.rename(columns)
    listed = pl.col(REQUESTS).list
    wanted = {
        "NgayBoSung": listed.get(0, null_on_oob=True).struct.field("NgayBoSung"),
        "NgayTiepNhanBoSung": listed.get(0, null_on_oob=True).struct.field("NgayTiepNhanBoSung"),
        "NgayBoSung2": listed.get(1, null_on_oob=True).struct.field("NgayBoSung"),
        "NgayTiepNhanBoSung2": listed.get(1, null_on_oob=True).struct.field("NgayTiepNhanBoSung"),
        "NgayHenTraTruoc": listed.get(0, null_on_oob=True).struct.field("NgayHenTraTruoc"),
    }
    made = [
        (pl.coalesce(name, value) if name in rows.columns else value).alias(name)
        for name, value in wanted.items()
        if name in BY_NAME
    ]
    return rows.with_columns(made).drop(REQUESTS)


def _object(line: str) -> dict | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _plain(value: object) -> str | None:
    """A value as text; a list or an object where a plain value belongs is none."""
    if value is None or isinstance(value, list | dict):
        return None
    return str(value)
