"""Read the fact tables, shipped and added, as Polars frames that know their rows."""

from __future__ import annotations

import copy
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from thuocdo import environment
from thuocdo.errors import ThuocDoError
from thuocdo.facts.schemas import SCHEMAS, Schema

TYPES = {"int": pl.Int64, "float": pl.Float64}
SHIPPED = Path(str(files("thuocdo.facts"))) / "tables"


def read(home: Path | None = None, shipped: Path = SHIPPED) -> Facts:
    """The facts as they stand: shipped tables and those added under ``home``.

    ``home`` defaults to the setting ``THUOCDO_HOME``. The object is kept and given again
    while no file changes; a change makes a new one with another ``version``.
    """
    folders = (shipped, (home or environment.home()) / "facts")
    return _facts(folders, _stamp(folders))


def _stamp(folders: tuple[Path, ...]) -> tuple:
    """What tells that nothing changed: name, size and time of every file."""
    found = (path for folder in folders if folder.is_dir() for path in folder.rglob("*.csv"))
    return tuple((str(path), *_size_and_time(path)) for path in sorted(found))


def _size_and_time(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@cache
def _facts(folders: tuple[Path, ...], stamp: tuple) -> Facts:
    return Facts(folders, tuple(Path(name) for name, *_ in stamp))


class Facts:
    """All fact tables at one moment. Frames are read on first use and kept."""

    def __init__(self, folders: tuple[Path, ...], paths: tuple[Path, ...]):
        self._folders = folders
        self._paths = paths
        self._frames: dict[str, pl.DataFrame] = {}
        self.version = self._version()

    def table(self, kind: str) -> pl.DataFrame:
        """Table ``kind``: the schema's columns, then ``file`` and ``row`` (the head is row 1).

        Dates stay ISO text. Raises ``ThuocDoError`` CALL-004 for an unknown kind.
        """
        if kind not in SCHEMAS:
            raise ThuocDoError.of("CALL-004", kind=kind)
        if kind not in self._frames:
            self._frames[kind] = self._read(SCHEMAS[kind])
        return self._frames[kind]

    def files(self, kind: str) -> list[Path]:
        """The files that hold table ``kind``, shipped first, additions in order of time."""
        shipped, added = self._folders
        own = [path for path in self._paths if path == shipped / f"{kind}.csv"]
        return own + [path for path in self._paths if path.parent == added / kind]

    def plus(self, rows: dict[str, list[dict]]) -> Facts:
        """These facts as they would stand with ``rows`` (kind → rows) added; nothing is stored."""
        other = copy.copy(self)
        other._frames = dict(self._frames)
        for kind, added in rows.items():
            schema, here = SCHEMAS[kind], {"file": "", "row": None}
            more = pl.DataFrame([row | here for row in added], schema=_frame_types(schema))
            texts = pl.col(pl.String).fill_null("")
            known = pl.concat([self.table(kind), more.with_columns(texts)])
            other._frames[kind] = _current(known, schema)
        return other

    def source(self, name: str) -> dict:
        """The source row called ``name``, or an empty dict."""
        found = self.table("source").filter(pl.col("source") == name)
        return found.row(0, named=True) if found.height else {}

    def _read(self, schema: Schema) -> pl.DataFrame:
        frames = [read_table(path, schema) for path in self.files(schema.kind)]
        if not frames:
            return empty_table(schema)
        return _current(pl.concat(frames), schema)

    def _version(self) -> str:
        digest = hashlib.sha256()
        for path in self._paths:
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:12]


def column_types(schema: Schema) -> dict[str, pl.DataType]:
    """Polars type of each column of ``schema``."""
    return {column.name: TYPES.get(column.type, pl.String) for column in schema.columns}


def read_table(path: Path, schema: Schema) -> pl.DataFrame:
    """A valid CSV file of ``schema`` as a frame with ``file`` and ``row``.

    An empty text is ``""``, an empty number ``null``.
    """
    frame = pl.read_csv(path, schema_overrides=column_types(schema))
    return (
        frame.with_row_index("row", offset=2)
        .with_columns(
            pl.col(pl.String).fill_null(""),
            pl.lit(path.name).alias("file"),
            pl.col("row").cast(pl.Int64),
        )
        .select(*schema.names, "file", "row")
    )


def empty_table(schema: Schema) -> pl.DataFrame:
    """A frame of ``schema`` without rows."""
    return pl.DataFrame(schema=_frame_types(schema))


def _frame_types(schema: Schema) -> dict[str, pl.DataType]:
    return {**column_types(schema), "file": pl.String, "row": pl.Int64}


def _current(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """What holds now: a later file's row replaces the earlier row of the same key.

    A list that is replaced as a whole is the one of the last file; a simulated one gives
    way as soon as a real one is there.
    """
    if schema.replaced_as_whole and frame.height:
        real = frame.filter(pl.col("basis") != "simulated")
        frame = real if real.height else frame
        frame = frame.filter(pl.col("file") == pl.col("file").last())
    return frame.unique(list(schema.key), keep="last", maintain_order=True)


def in_year(year: int) -> pl.Expr:
    """Rows whose ``year_from``–``year_to`` hold ``year``; an empty end is open."""
    started = pl.col("year_from").is_null() | (pl.col("year_from") <= year)
    return started & (pl.col("year_to").is_null() | (pl.col("year_to") >= year))
