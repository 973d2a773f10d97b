"""Files of respondents as text: CSV, Excel, SPSS, Stata, Parquet; and what they say of themselves.

Row 1 is the head, as in a spreadsheet; in SPSS, Stata and Parquet the first respondent is row 2.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.pages.excel import NOTES
from thuocdo.surveys.rounds import workbooks
from thuocdo.surveys.rounds.codebook import Codebook
from thuocdo.surveys.rounds.workbooks import unreadable

KINDS = (".csv", ".txt", ".tsv", ".xlsx", ".sav", ".zsav", ".dta", ".parquet")
LARGEST = 2_000_000_000  # bytes
DELIMITERS = ",;\t|"
EMPTY_BYTES = (
    "tệp có byte rỗng, có lẽ đã bị đứt khi chép; chép lại từ nguồn",
    "it holds empty bytes, probably cut short while copied; copy it again",
)
QUOTES = (
    "dấu ngoặc kép không khớp; xuất lại tệp",
    "quotation marks do not match; export it again",
)
NO_HEAD = ("không có dòng đầu mang tên cột", "it has no first row of heads")
GONE = ("không có tệp này", "there is no such file")


@dataclass(frozen=True)
class Table:
    """A file: its heads, its cells as text (``columns[place]``, null for empty), rows' numbers.

    ``torn`` are rows with more cells than heads; ``others`` names further sheets (the rows of
    repeat groups); ``codebook`` is what SPSS and Stata files carry; ``simulated`` what a Parquet
    file says of itself.
    """

    heads: tuple[str, ...]
    columns: tuple[pl.Series, ...]
    numbers: pl.Series
    torn: tuple[int, ...] = ()
    others: tuple[str, ...] = ()
    codebook: Codebook | None = None
    simulated: bool = False


def read_table(path: Path) -> Table:
    """The respondents in ``path``.

    Raises ``ThuocDoError`` SURVEY-110 (unreadable), 111 (a bomb), 118 (unknown kind of file).
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ThuocDoError(Problem("SURVEY-118", path.name, values={"known": " ".join(KINDS)}))
    if not path.is_file():
        raise unreadable(path, GONE)
    if path.stat().st_size > LARGEST:
        raise unreadable(path, ("lớn hơn 2 GB", "it is larger than 2 GB"))
    if kind == ".xlsx":
        return _excel(path)
    if kind == ".parquet":
        return _parquet(path)
    if kind in (".csv", ".txt", ".tsv"):
        return _csv(path)
    from thuocdo.surveys.rounds.reading_stats import read_stats

    return read_stats(path)


# ---- CSV ----


def _csv(path: Path) -> Table:
    text = decoded(path)
    first = text.split("\n", 1)[0]
    mark = max(DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise unreadable(path, QUOTES) from None
    return _table(path, lines)


def decoded(path: Path) -> str:
    """The text of ``path``, composed (NFC): UTF-8 with or without a byte-order mark, UTF-16 with
    one, else windows-1258. Raises ``ThuocDoError`` SURVEY-110."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ("utf-16",)
    elif b"\0" in raw:
        raise unreadable(path, EMPTY_BYTES)
    else:
        names = ("utf-8-sig", "cp1258")
    for name in names:
        try:
            return unicodedata.normalize("NFC", raw.decode(name))
        except UnicodeDecodeError:
            continue
    raise unreadable(path, ("không rõ bảng mã", "its encoding is unknown"))


def _table(path: Path, lines: list[list[str]], others: tuple[str, ...] = ()) -> Table:
    if not lines or not any(one.strip() for one in lines[0]):
        raise unreadable(path, NO_HEAD)
    heads = [one.strip() for one in lines[0]]
    while heads and not heads[-1]:
        heads.pop()
    numbers, torn, kept = [], [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(one.strip() for one in cells):
            continue
        if any(one.strip() for one in cells[len(heads) :]):
            torn.append(number)
            continue
        numbers.append(number)
        kept.append(cells)
    columns = tuple(
        _filled([row[place] if place < len(row) else "" for row in kept])
        for place in range(len(heads))
    )
    return Table(tuple(heads), columns, pl.Series(numbers, dtype=pl.Int64), tuple(torn), others)


def _filled(cells: list[str]) -> pl.Series:
    return blank_to_null(pl.Series(cells, dtype=pl.String))


def blank_to_null(cells: pl.Series) -> pl.Series:
    """Text without spaces around it; empty text is null."""
    text = cells.str.strip_chars()
    return text.set(text == "", None)


# ---- Excel, Parquet ----


def _excel(path: Path) -> Table:
    with workbooks.opened(path) as book:
        if not book.worksheets:
            raise unreadable(path, NO_HEAD)
        first, *more = book.worksheets
        lines = list(workbooks.rows(path, first))
        workbooks.refuse_unreckoned(path, first.title, lines)
        more = [one for one in more if one.title != NOTES]
        others = tuple(one.title for one in more if _has_rows(path, one))
    lines = [[unicodedata.normalize("NFC", cell) for cell in line] for line in lines]
    return _table(path, lines, others)


def _has_rows(path: Path, sheet) -> bool:
    lines = enumerate(workbooks.rows(path, sheet))
    return any(number and any(cells) for number, cells in lines)


def _parquet(path: Path) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        found = pl.from_arrow(file.read())
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError):
        raise unreadable(path, ("tệp Parquet bị hỏng", "the Parquet file is damaged")) from None
    marks = file.schema_arrow.metadata or {}
    simulated = marks.get(b"thuocdo.basis") == b"simulated"
    flat = found.select(pl.exclude(pl.List, pl.Struct, pl.Object, pl.Binary))
    return of_frame(flat, simulated=simulated)


def of_frame(frame: pl.DataFrame, **more) -> Table:
    """A table of typed columns, every cell as text."""
    columns = tuple(as_text(one) for one in frame.iter_columns())
    numbers = pl.int_range(2, frame.height + 2, eager=True)
    return Table(tuple(frame.columns), columns, numbers, **more)


def as_text(values: pl.Series) -> pl.Series:
    """Cells as text: whole numbers without decimals, days in ISO form; not a number is null."""
    if values.dtype == pl.Object:
        made = [None if one is None else workbooks.text(one) for one in values.to_list()]
        return blank_to_null(pl.Series(made, dtype=pl.String))
    if values.dtype.is_float():
        values = values.fill_nan(None)
        whole = values.is_finite() & (values == values.floor()) & (values.abs() < 1e15)
        ints = values.set(~whole, None).cast(pl.Int64).cast(pl.String)
        return ints.fill_null(values.cast(pl.String))
    if values.dtype == pl.Boolean:
        values = values.cast(pl.Int8)
    if values.dtype == pl.Datetime:
        zoned = values.dtype.time_zone is not None
        values = values.dt.convert_time_zone("UTC") if zoned else values
        return values.dt.strftime("%Y-%m-%dT%H:%M:%S" + ("+00:00" if zoned else ""))
    return blank_to_null(values.cast(pl.String))
