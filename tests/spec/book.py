"""What a chapter of the manual is made of: prose, tables in text, a call, the table expected.

A table is drawn with bars, numbers the Vietnamese way (44,60), a dash for what is missing::

    | đơn vị | điểm |
    | A      | 44,60 |
    | B      | –     |

The first row names the columns. The same text is read as a frame by the test and printed in
the manual, so the manual cannot say what the product does not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import SCHEMAS
from thuocdo.indices import Criterion, RuleSet

MISSING = ("–", "")
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d{3})*(?:,\d+)?\Z")
# Columns that hold names and codes, however much they look like numbers.
_TEXT = {
    *("unit", "item", "code", "parent", "old", "new", "name", "boundaries"),
    *("asked", "index", "measure"),
}


@dataclass(frozen=True)
class Example:
    """``call`` on ``given`` must give ``expected``.

    ``given``: name → table drawn in text, or any other value; ``told`` says in words what the
    latter are. ``each``: the call is made once per row of the first table, with the row's
    columns as names. ``columns`` names the columns when the call answers with arrays in the
    order of the first table's units.
    """

    title: str
    given: dict[str, Any]
    call: str
    expected: str
    told: dict[str, str] = field(default_factory=dict)
    each: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A rule: its title, what it says and why (Markdown, Vietnamese), and its examples."""

    title: str
    prose: str
    examples: tuple[Example, ...]
    uses: dict[str, Any]


# ---- tables in text ----


def cells(drawing: str) -> list[list[str]]:
    """The cells of a drawing, row by row."""
    rows = [line.strip() for line in drawing.strip().splitlines()]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def read(drawing: str) -> pl.DataFrame:
    """A drawing as a frame: numbers where a whole column holds numbers, else text."""
    head, *body = cells(drawing)
    columns = {}
    for place, name in enumerate(head):
        found = [row[place] for row in body]
        columns[name] = found if name in _TEXT else _values(found)
    return pl.DataFrame(columns)


def _values(found: list[str]) -> list:
    present = [cell for cell in found if cell not in MISSING]
    if all(_NUMBER.match(cell) for cell in present):
        number = float if any("," in cell for cell in present) or not present else int
        return [None if cell in MISSING else number(_plain(cell)) for cell in found]
    return ["" if cell in MISSING else cell for cell in found]


def _plain(cell: str) -> str:
    return cell.replace(".", "").replace(",", ".").replace("−", "-")


def same(got: Any, wanted: str) -> bool:
    """Whether ``got`` is what the cell ``wanted`` says, to the digits it prints."""
    if wanted in MISSING:
        return got is None or got == ""
    if _NUMBER.match(wanted) and isinstance(got, int | float) and not isinstance(got, bool):
        digits = len(wanted.partition(",")[2])
        return abs(got - float(_plain(wanted))) <= 0.5 * 10**-digits + 1e-9
    words = {True: "đúng", False: "sai"}
    return wanted == (words[got] if isinstance(got, bool) else str(got))


# ---- running an example ----


def run(chapter: Chapter, example: Example) -> list[dict]:
    """What the product answers, as rows."""
    frames = {name: read(v) if _drawn(v) else v for name, v in example.given.items()}
    names = {**chapter.uses, **frames}
    first = next(iter(frames.values()))
    if example.each:
        return [{**row, **_answer(example, names, row)} for row in first.to_dicts()]
    return _rows(eval(example.call, names), example, first)


def _drawn(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip().startswith("|")


def _answer(example: Example, names: dict, row: dict) -> dict:
    try:
        got = eval(example.call, {**names, **row})
    except ThuocDoError as error:
        got = error.code
    if len(example.columns) == 1:
        return {example.columns[0]: got}
    return {name: getattr(got, name) for name in example.columns}


def _rows(got: Any, example: Example, first: pl.DataFrame) -> list[dict]:
    if isinstance(got, pl.DataFrame):
        return got.to_dicts()
    if isinstance(got, dict):
        key, value = example.columns
        return [{key: name, value: one} for name, one in got.items()]
    arrays = got if isinstance(got, tuple) else (got,)
    columns = dict(zip(example.columns, (one.tolist() for one in arrays), strict=True))
    return pl.DataFrame({"unit": first["unit"], **columns}).to_dicts()


# ---- invented facts ----


def rules(*sums: str, year: int = 2030) -> RuleSet:
    """A rule set from sums such as ``"1 = 1.1 + 1.2"``; a code may name its concept: ``1.2:b``."""
    nodes: list[Criterion] = []
    for one in sums:
        parent, _, parts = one.replace(" ", "").partition("=")
        nodes.append(_criterion(parent, "", parent, "sum"))
        for part in parts.split("+"):
            code, _, concept = part.partition(":")
            nodes.append(_criterion(code, parent, concept or code, "given"))
    return RuleSet("vi-du", "papi", "", "", year, year, None, "vi-du", tuple(nodes))


def _criterion(code: str, parent: str, concept: str, rule: str) -> Criterion:
    return Criterion(code, parent, concept, code, code, rule, None, None, "stated", "vi-du")


def facts(**tables: str | Iterable[dict]) -> SimpleNamespace:
    """Fact tables with invented rows, the columns left out being empty."""
    frames = {kind: _fact_table(kind, drawing) for kind, drawing in tables.items()}
    empty = {kind: _fact_table(kind, None) for kind in SCHEMAS if kind not in frames}
    return _Facts({**empty, **frames})


class _Facts:
    def __init__(self, frames: dict[str, pl.DataFrame]):
        self._frames = frames

    def table(self, kind: str) -> pl.DataFrame:
        return self._frames[kind]


def _fact_table(kind: str, drawing: str | None) -> pl.DataFrame:
    from thuocdo.facts.library import column_types

    types = column_types(SCHEMAS[kind]) | {"file": pl.String, "row": pl.Int64}
    rows = read(drawing).to_dicts() if drawing else []
    filled = [
        {name: row.get(name, "" if dtype == pl.String else None) for name, dtype in types.items()}
        | {"file": f"{kind}.csv", "row": place}
        for place, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(filled, schema=types)
