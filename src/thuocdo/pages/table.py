"""The one table behind a page, its JSON twin and its CSV twin.

Plain values in; the same rows out in three forms. Nothing here rounds: rounding is for the eye
and happens in ``shown``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from thuocdo.pages.letters import dictionary_order, has_all_words
from thuocdo.pages.numbers import known
from thuocdo.pages.strips import Mark

KINDS = ("text", "link", "number", "signed", "integer", "percent", "date", "strip", "heat")
NUMERIC = ("number", "signed", "integer", "percent", "heat")
MAIN = "bang"  # the ident of the table a page and its twins are about
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True)
class Source:
    """Where figures come from: words for the reader and, if there is one, the address."""

    text: str
    href: str = ""

    def plain(self) -> dict:
        return {"text": str(self.text), "href": self.href or None}


@dataclass(frozen=True)
class Column:
    """A column. ``kind`` says what the row holds under ``key``:

    ``text``, ``link`` (words), ``number``, ``signed``, ``integer``, ``heat`` (numbers),
    ``percent`` (a share of 1), ``date``, ``strip`` (a ``RankStrip``, ``ScoreStrip``, ``Bar`` or
    ``TimeLine``). ``measured_in`` is the unit, said once at the head. ``href``, ``note`` and
    ``bin`` name other keys of the row: the address the figure links to (*Vì sao số này?*), a
    remark beneath it, the heat class 1..5; ``broken`` one that is true where the figure cannot be
    compared with the one to its left. ``axis`` are marks drawn at the head of strips.
    """

    key: str
    label: str
    kind: str = "text"
    digits: int = 2
    measured_in: str = ""
    sticky: bool = False
    href: str = ""
    note: str = ""
    bin: str = ""
    broken: str = ""
    axis: tuple[Mark, ...] = ()
    sortable: bool = True

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"no column kind {self.kind!r}; there are {', '.join(KINDS)}")
        if not _KEY.match(self.key):
            raise ValueError(f"column key {self.key!r}: use a-z, 0-9 and _ (it heads the CSV)")

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def is_words(self) -> bool:
        return self.kind in ("text", "link")

    @property
    def unit(self) -> str:
        """What stands at the head: a column of shares says % by itself."""
        return self.measured_in or ("%" if self.kind == "percent" else "")


@dataclass(frozen=True)
class Table:
    """Columns and rows with the footnotes that travel with them.

    ``rows`` are mappings from column keys to unrounded values; an absent key is missing.
    ``us`` names a key whose true value marks our own row. ``meta`` is plain data about the
    whole table (index, year, version of the facts). ``ident`` is the table's id on the page.
    ``order`` and ``sought`` remember how the rows were sorted and filtered, ``whole`` how many
    there were.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    notes: Sequence[str] = ()
    sources: Sequence[Source | str] = ()
    simulated: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)
    ident: str = MAIN
    us: str = ""
    filterable: bool = False
    order: str = ""
    sought: str = ""
    whole: int | None = None

    def __post_init__(self):
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"table {self.title!r} has two columns of one key")

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @property
    def cited(self) -> list[Source]:
        """The sources, each as a ``Source``."""
        return [s if isinstance(s, Source) else Source(s) for s in self.sources]

    def sort(self, by: str, descending: bool = False) -> Table:
        """Rows by the column ``by``, missing last in either direction; ties keep their order."""
        column = self.column(by)
        if column is None or not column.sortable:
            return self
        value = {id(row): sort_value(row.get(by), column) for row in self.rows}
        present = [row for row in self.rows if value[id(row)] is not None]
        missing = [row for row in self.rows if value[id(row)] is None]
        present.sort(key=lambda row: value[id(row)], reverse=descending)
        return replace(self, rows=present + missing, order=f"-{by}" if descending else by)

    def filter(self, text: str) -> Table:
        """Rows whose words or remarks hold every word of ``text``; "hung yen" finds Hưng Yên."""
        if not text.strip():
            return self
        shown = [column for column in self.columns if column.is_words]
        words = [key for column in shown for key in (column.key, column.note) if key]
        rows = [
            row
            for row in self.rows
            if has_all_words(" ".join(str(row.get(key) or "") for key in words), text)
        ]
        whole = self.whole if self.whole is not None else len(self.rows)
        return replace(self, rows=rows, sought=text.strip(), whole=whole)

    @property
    def order_key(self) -> str:
        """The query key that sorts this table: ``sap-xep``, of a second table ``sap-xep-ident``."""
        return "sap-xep" if self.ident == MAIN else f"sap-xep-{self.ident}"

    @property
    def filter_key(self) -> str:
        """The query key that filters this table."""
        return "loc" if self.ident == MAIN else f"loc-{self.ident}"

    def asked(self, query: Mapping[str, str]) -> Table:
        """Sorted and filtered as an address asks: ``?sap-xep=-diem&loc=hung``."""
        table = self.filter(query.get(self.filter_key, "")) if self.filterable else self
        order = query.get(self.order_key, "")
        return table.sort(order.lstrip("-"), order.startswith("-")) if order else table

    def to_json(self) -> dict:
        """A plain object: unrounded numbers, null where missing, footnotes included."""
        heads = [
            {
                "key": c.key,
                "label": str(c.label),
                "kind": c.kind,
                "measured_in": str(c.unit) or None,
            }
            for c in self.columns
        ]
        return {
            "title": str(self.title),
            "simulated": self.simulated,
            "columns": heads,
            "rows": [self._plain_row(row) for row in self.rows],
            "notes": [str(note) for note in self.notes],
            "sources": [source.plain() for source in self.cited],
            "meta": {key: plain_value(value) for key, value in self.meta.items()},
        }

    def _plain_row(self, row: Mapping[str, Any]) -> dict:
        keys = dict.fromkeys(
            key for c in self.columns for key in (c.key, c.href, c.note, c.bin, c.broken) if key
        )
        return {key: plain_value(row.get(key)) for key in keys}


def sort_value(value: Any, column: Column) -> Any:
    """What a cell sorts by; ``None`` when it is missing."""
    if hasattr(value, "order"):
        value = value.order
    if value is None or (column.is_numeric and known(value) is None):
        return None
    return dictionary_order(str(value)) if column.is_words else value


def plain_value(value: Any) -> Any:
    """``value`` as JSON knows it: drawings as their numbers, dates in ISO, NaN as null."""
    if hasattr(value, "plain"):
        return value.plain()
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) or hasattr(value, "casefold"):  # a translation still to be made
        return str(value)
    if isinstance(value, int | float | Decimal):
        return known(value)
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return [plain_value(inner) for inner in value]
    return str(value)
