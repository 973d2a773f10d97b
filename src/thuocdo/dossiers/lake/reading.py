"""Files of dossiers read in batches: Parquet, CSV, JSON Lines, Excel.

Only the columns of the allow-list leave this module; a file is never held whole, nor copied.
Row 1 is the head, as in a spreadsheet; in JSON Lines the first line is row 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.fields import FIELDS, matched
from thuocdo.errors import Problem, ThuocDoError

BATCH = 200_000  # rows
KINDS = (".parquet", ".csv", ".txt", ".jsonl", ".ndjson", ".xlsx")
SWELLING, LARGE = 300, 4_000_000_000  # a file that unpacks to more than both is a bomb


@dataclass(frozen=True)
class Batch:
    """Rows with the fields' names and ``row``; ``unreadable`` are rows with no cells to judge."""

    rows: pl.DataFrame
    unreadable: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A file and how its columns were understood: head → field, and the heads dropped."""

    path: Path
    columns: dict[str, str]
    dropped: tuple[str, ...]


def open_source(path: Path, mapping: dict[str, str]) -> Source:
    """The heads of ``path`` matched to fields.

    Raises ``ThuocDoError`` DOSSIER-001 (unreadable), 002 (a column is missing), 003 (two columns
    for one field), 010 (unknown kind of file), 011 (unpacks to too much).
    """
    if path.suffix.lower() not in KINDS:
        raise ThuocDoError.of("DOSSIER-010", file=path.name, known=" ".join(KINDS))
    if not path.is_file():
        raise unreadable(path, ("không có tệp này", "there is no such file"))
    heads = _reader(path).heads(path)
    columns = matched(heads, mapping)
    _refuse(path, [columns[head] for head in heads if head in columns])
    return Source(path, columns, tuple(head for head in heads if head not in columns))


def batches(source: Source) -> Iterator[Batch]:
    """The rows of ``source``, batch by batch. Raises ``ThuocDoError`` DOSSIER-001."""
    for batch in _reader(source.path).batches(source.path, source.columns):
        if batch.rows.height or batch.unreadable:
            yield batch


def unreadable(path: Path, why, row: int | None = None) -> ThuocDoError:
    """The error that ``path`` cannot be read (at ``row``), ``why`` as text or (vi, en)."""
    return ThuocDoError(Problem("DOSSIER-001", path.name, row, values={"why": why}))


def too_large(path: Path, packed: int, unpacked: int, large: int | None = None) -> None:
    """Raises ``ThuocDoError`` DOSSIER-011 when a file unpacks to far more than it is.

    Below ``large`` bytes (``LARGE`` by default) it may unpack to what it likes.
    """
    if unpacked > (LARGE if large is None else large) and unpacked > SWELLING * max(packed, 1):
        raise bomb(path)


def bomb(path: Path) -> ThuocDoError:
    """The error that ``path`` unpacks to far more than it is."""
    return ThuocDoError(Problem("DOSSIER-011", path.name))


def _reader(path: Path):
    from thuocdo.dossiers.lake import reading_excel, reading_json, reading_parquet, reading_text

    kind = path.suffix.lower()
    if kind == ".parquet":
        return reading_parquet
    if kind == ".xlsx":
        return reading_excel
    return reading_json.Json if kind in (".jsonl", ".ndjson") else reading_text.Csv


def _refuse(path: Path, names: list[str]) -> None:
    problems = [
        Problem("DOSSIER-003", path.name, values={"field": name})
        for name in sorted({one for one in names if names.count(one) > 1})
    ]
    problems += [
        Problem("DOSSIER-002", path.name, values={"field": one.name})
        for one in FIELDS
        if one.required and one.name not in names
    ]
    if problems:
        raise ThuocDoError(*problems)
