"""An expression over small tables, answered by the SQL text it came to the last time.

Working an expression out into SQL takes longer than a day's rows take; the text is the same
every day, so it is kept beside the digests. Its name says what it was made from: the code, the
rules, Ibis, the columns. A text is never needed, only quicker: one that is absent or damaged is
made again. Other engines than DuckDB are asked the expression itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import ibis
import polars as pl

MADE_FROM = ("thuocdo.dossiers.clock", "thuocdo.dossiers.measures", "thuocdo.calendar")
KINDS = (".py", ".toml")


def answered(connection, build: Callable, tables: dict[str, pl.DataFrame], folder: Path):
    """What ``build(**tables)`` gives, a frame. ``build`` makes the expression out of the tables
    as Ibis tables of those names and depends on ``folder`` and their columns only.
    """
    if connection.name != "duckdb":
        return connection.to_polars(build(**{one: ibis.memtable(tables[one]) for one in tables}))
    text = _text(build, tables, folder)
    with connection.con.cursor() as apart:
        for name, frame in tables.items():
            apart.register(name, frame.to_arrow())
        return pl.from_arrow(apart.sql(text).to_arrow_table())


def _text(build: Callable, tables: dict[str, pl.DataFrame], folder: Path) -> str:
    said = [_code(), *(f"{name} {frame.schema}" for name, frame in tables.items())]
    path = folder / f"{_sum(' '.join(said))[:20]}.sql"
    try:
        digest, _, text = path.read_text(encoding="utf-8").partition("\n")
        if digest == f"-- {_sum(text)}":
            return text
    except (OSError, UnicodeDecodeError):
        pass
    shapes = {name: ibis.memtable(frame.clear()).schema() for name, frame in tables.items()}
    expression = build(**{name: ibis.table(shape, name=name) for name, shape in shapes.items()})
    text = str(ibis.to_sql(expression, dialect="duckdb"))
    with suppress(OSError):  # without room it is worked out again the next time
        _keep(path, f"-- {_sum(text)}\n{text}")
    return text


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
    finally:
        partial.unlink(missing_ok=True)


@cache
def _code() -> str:
    """A checksum of all that an expression is made by."""
    found = hashlib.sha256(version("ibis-framework").encode())
    for room in MADE_FROM:
        for one in sorted(files(room).iterdir(), key=lambda one: one.name):
            if one.name.endswith(KINDS):
                found.update(one.read_bytes())
    return found.hexdigest()


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
