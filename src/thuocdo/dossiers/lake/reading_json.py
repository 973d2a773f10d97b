"""JSON Lines: one message a line; of its nested lists only what ``nested`` takes from them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.nested import LISTS, derived, elements, lists_of, names_from
from thuocdo.dossiers.lake.process import STEPS, as_text
from thuocdo.dossiers.lake.reading import Batch, unreadable
from thuocdo.dossiers.lake.reading_text import LONGEST, pieces

ENDLESS = (
    "dòng này dài quá một hồ sơ; mỗi hồ sơ phải là một dòng",
    "this line is longer than any dossier; each has a line of its own",
)
BROKEN = ("không phải JSON Lines", "it is not JSON Lines")


class Json:
    """One object a line; lists stand in it as in the message."""

    @staticmethod
    def heads(path: Path) -> list[str]:
        """The keys of the first hundred lines. Raises ``ThuocDoError`` DOSSIER-001."""
        heads: dict[str, None] = {}
        for line in next(pieces(path), "").split("\n", 100)[:100]:
            found = _object(line)
            heads |= dict.fromkeys(found or ())
        if not heads:
            raise unreadable(path, BROKEN)
        heads |= dict.fromkeys(names_from(heads))
        return list(heads)

    @staticmethod
    def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
        """Rows in batches; a line that is no object is unreadable.

        Raises ``ThuocDoError`` DOSSIER-001 with the row that is longer than ``LONGEST``.
        """
        carried, row = "", 1
        for piece in pieces(path):
            text = carried + piece
            cut = text.rfind("\n") + 1
            whole, carried = text[:cut], text[cut:]
            if whole:
                yield _json_batch(whole, columns, row)
                row += whole.count("\n")
            if len(carried) > LONGEST:
                raise unreadable(path, ENDLESS, row)
        if carried.strip():
            yield _json_batch(carried, columns, row)


def _json_batch(text: str, columns: dict[str, str], row: int) -> Batch:
    heads = {head: pl.String for head in columns} | lists_of(columns)
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
    for number, line in enumerate(text.split("\n"), start=row):
        found = _object(line)
        if found is None:
            lost += [number] if line.strip() else []
            continue
        plain = {head: _plain(found.get(head)) for head in columns}
        lists = {
            name: elements(kind, found.get(name), _plain)
            for name, kind in heads.items()
            if isinstance(kind, pl.List)
        }
        held.append({"row": number, **plain, **lists})
    frame = pl.DataFrame(held, {"row": pl.Int64} | heads)
    return Batch(_flat(frame, columns), lost)


def _flat(rows: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """What the lists say as columns, where the file has no such columns."""
    rows = rows.rename(columns)
    made = [
        (pl.coalesce(name, value) if name in rows.columns else value).alias(name)
        for name, value in derived().items()
    ]
    steps = [as_text(rows.schema[STEPS]).alias(STEPS)] if STEPS in rows.columns else []
    return rows.with_columns(*made, *steps).drop(*LISTS)


def _object(line: str) -> dict | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _plain(value: object) -> str | None:
    """A value as text; a list or an object where a plain value belongs is none."""
    if value is None or isinstance(value, list | dict):
        return None
    return str(value)
