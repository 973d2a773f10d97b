"""A table made ready for the eye: rounded text, links of the heads, drawings with their ids.

Pure: the template that follows only loops. Values keep beside their text what they sort by, so
that the script can sort without asking the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from thuocdo.pages import numbers
from thuocdo.pages.heat import SIGNS
from thuocdo.pages.strips import Mark
from thuocdo.pages.table import Column, Table, plain_value, sort_value

NAME = 18  # characters of a name that stays on one line of a phone


@dataclass(frozen=True)
class Head:
    """A column head: ``href`` sorts; ``sorted`` is "", "ascending" or "descending"."""

    key: str
    label: str
    unit: str
    kind: str
    is_numeric: bool
    href: str
    sorted: str
    axis: tuple[Mark, ...]
    first: str


@dataclass(frozen=True)
class Cell:
    """A cell: words, what it sorts by, its link, its remark, its drawing and heat class."""

    kind: str
    text: str
    sort: str
    is_numeric: bool
    href: str = ""
    note: str = ""
    drawing: Any = None
    ident: str = ""
    bin: int | None = None
    broken: bool = False
    sign: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the words should stay on one line ("13…24")."""
        return len(self.text) <= 12


@dataclass(frozen=True)
class Line:
    """A row; ``us`` marks our own."""

    cells: list[Cell]
    us: bool


@dataclass(frozen=True)
class Shown:
    """What ``_table.html`` loops over."""

    heads: list[Head]
    lines: list[Line]
    kept: list[tuple[str, str]]
    table: Table

    @property
    def has_long_names(self) -> bool:
        """Whether the first column needs more room on a phone than a name of a province."""
        return any(len(line.cells[0].text) > NAME for line in self.lines if line.cells)

    @property
    def count(self) -> int:
        return len(self.lines)


def show(table: Table, query: Mapping[str, str] | None = None, language: str = "vi") -> Shown:
    """``table`` as text in ``language``; head links keep the rest of ``query``."""
    ours = (table.order_key, table.filter_key)
    kept = [(key, value) for key, value in (query or {}).items() if key not in ours]
    heads = [_head(column, table, kept) for column in table.columns]
    lines = [
        Line(
            [_cell(row, column, f"{table.ident}-{n}", language) for column in table.columns],
            bool(table.us and row.get(table.us)),
        )
        for n, row in enumerate(table.rows)
    ]
    return Shown(
        heads, lines, kept + ([(table.order_key, table.order)] if table.order else []), table
    )


def _head(column: Column, table: Table, kept: list[tuple[str, str]]) -> Head:
    # The first click shows what one looks for: the greatest value, or the first rank and name.
    first = "-" if column.kind in ("number", "percent", "signed", "heat") else ""
    now = table.order.lstrip("-") == column.key and table.order
    is_descending = bool(now) and now.startswith("-")
    ask = column.key if is_descending else f"-{column.key}" if now else first + column.key
    query = [
        *kept,
        *([(table.filter_key, table.sought)] if table.sought else []),
        (table.order_key, ask),
    ]
    return Head(
        key=column.key,
        label=column.label,
        unit=column.unit,
        kind=column.kind,
        is_numeric=column.is_numeric,
        href=f"?{urlencode(query)}" if column.sortable else "",
        sorted=("descending" if is_descending else "ascending") if now else "",
        axis=column.axis,
        first="descending" if first else "ascending",
    )


def _cell(row: Mapping[str, Any], column: Column, ident: str, language: str) -> Cell:
    value = row.get(column.key)
    drawing = value if column.kind == "strip" else None
    fifth = row.get(column.bin) if column.bin else None
    return Cell(
        kind=column.kind,
        text="" if drawing is not None else text_of(value, column, language),
        sort=_sort_text(value, column),
        is_numeric=column.is_numeric,
        href=str(row.get(column.href) or "") if column.href else "",
        note=str(row.get(column.note) or "") if column.note else "",
        drawing=drawing,
        ident=f"{ident}-{column.key}",
        bin=fifth,
        broken=bool(column.broken and row.get(column.broken)),
        sign=SIGNS.get(fifth, ""),
    )


def _sort_text(value: Any, column: Column) -> str:
    if sort_value(value, column) is None:
        return ""
    return str(plain_value(getattr(value, "order", value)))


def text_of(value: Any, column: Column, language: str = "vi") -> str:
    """A value as ``column`` shows it; shares without their sign, which stands at the head."""
    if value is None:
        return numbers.MISSING
    if column.kind in ("number", "heat") and isinstance(value, int):
        return numbers.integer(value, language)
    if column.kind in ("number", "heat"):
        return numbers.number(value, column.digits, language)
    if column.kind == "signed":
        return numbers.signed(value, column.digits, language)
    if column.kind == "integer":
        return numbers.integer(value, language)
    if column.kind == "percent":
        return numbers.number(100 * value, column.digits, language)
    if column.kind == "date":
        return numbers.date(value, language)
    return str(value) if column.kind != "strip" else numbers.MISSING
