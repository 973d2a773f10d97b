"""Turn the cells of an official's table into figures: unit, item, number, place.

Two forms are read: *wide*, a row per unit and a column per item, and *long*, a row per
figure with the columns unit, code and value. An empty cell or a dash is a missing figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.heads import CODE, UNIT, Head, Layout, is_date, item_code
from thuocdo.facts.sheets import Lines

Find = Callable[[str], str]  # name → code; raises ThuocDoError UNIT-001 or UNIT-002

MISSING = {"", "-", "–", "—", "…", "...", "n/a"}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Figure:
    """A figure of the file: spreadsheet row, head of its column, and what it says."""

    row: int
    head: str
    unit: str
    item: str
    value: float
    text: str


@dataclass
class Reading:
    """What a file says: figures, how each unit was spelled, empty cells, problems."""

    figures: list[Figure] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)


def number(text: str) -> float | None:
    """The number in ``text``: "44,60", "44.60", "88,66%"; ``None`` when it is none."""
    bare = re.sub(r"[\s\u00a0]", "", text).replace("−", "-").removesuffix("%")
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def decimals(text: str) -> int:
    """How many decimals ``text`` shows."""
    found = re.search(r"[.,](\d+)", text)
    return len(found[1]) if found else 0


def body(lines: Lines, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Rows under the head with their spreadsheet numbers, filled up to the head's width."""
    for row, cells in enumerate(lines.cells[layout.row :], start=layout.row + 1):
        yield row, [cell.strip() for cell in cells] + [""] * (layout.width - len(cells))


def read_figures(lines: Lines, layout: Layout, columns: list[Head], find: Find) -> Reading:
    """The figures of ``columns``: one column per item, or (long form) one of values.

    In the long form the layout has a column ``code`` and ``columns`` holds one head.
    """
    reading, unit = Reading(), layout.of(UNIT)
    code = layout.of(CODE)
    for row, cells in body(lines, layout):
        filled = [column for column in columns if cells[column.place].lower() not in MISSING]
        if not filled or _too_long(lines.file, row, cells, layout, reading):
            continue
        found = _unit(lines.file, row, unit, cells[unit.place], find, reading)
        reading.empty += len(columns) - len(filled)
        if code is None and found and not _first(lines.file, row, unit, cells, found, reading):
            continue
        for column in filled:
            item = column.meaning
            if code is not None:
                item = _item(lines.file, row, code, cells[code.place], reading)
            _figure(lines.file, row, column, found, item, cells[column.place], reading)
    return reading


def _too_long(file: str, row: int, cells: list[str], layout: Layout, reading: Reading) -> bool:
    if not any(cells[layout.width :]):
        return False
    values = {"found": len(cells), "expected": layout.width}
    reading.problems.append(Problem("FACT-027", file, row, values=values))
    return True


def _unit(file: str, row: int, head: Head, name: str, find: Find, reading: Reading) -> str:
    if not name:
        reading.problems.append(Problem("FACT-003", file, row, head.text))
        return ""
    if name not in reading.spelled:
        try:
            reading.spelled[name] = find(name)
        except ThuocDoError as error:
            values = error.problems[0].values
            code = "FACT-021" if error.code == "UNIT-001" else error.code
            reading.problems.append(Problem(code, file, row, head.text, values))
            reading.spelled[name] = ""  # told once
    return reading.spelled[name]


def _first(file: str, row: int, head: Head, cells, unit: str, reading: Reading) -> bool:
    """Whether ``unit`` stands here for the first time."""
    other = reading.rows.setdefault(unit, row)
    if other != row:
        values = {"name": cells[head.place], "other": other}
        reading.problems.append(Problem("FACT-026", file, row, head.text, values))
    return other == row


def _item(file: str, row: int, head: Head, text: str, reading: Reading) -> str:
    if text and not is_date(text):
        return item_code(text) or text
    code = "FACT-036" if text else "FACT-003"
    reading.problems.append(Problem(code, file, row, head.text, {"value": text}))
    return ""


def _figure(file: str, row: int, head: Head, unit: str, item: str, text: str, reading: Reading):
    value = number(text)
    if value is None:
        reading.problems.append(Problem("FACT-004", file, row, head.text, {"value": text}))
    elif unit and item:
        reading.figures.append(Figure(row, head.text, unit, item, value, text))
