"""Read a table file as text and judge it cell by cell, row by row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.schemas import Column, Schema
from thuocdo.facts.sheets import decoded, read_bytes, split

Typed = dict[str, object]


def read_text(path: Path) -> tuple[list[list[str]], list[Problem]]:
    """Rows of a CSV table as text, or the problem that keeps it from being read."""
    try:
        return split(path, decoded(path, read_bytes(path))), []
    except ThuocDoError as error:
        return [], list(error.problems)


def check_cells(
    file: str, lines: list[list[str]], schema: Schema
) -> tuple[list[tuple[int, Typed]], list[Problem]]:
    """Typed rows with their numbers, and every problem of head and cells.

    A row with a problem is not among the typed rows.
    """
    if not lines:
        return [], [Problem("FACT-013", file)]
    problems = check_head(file, lines[0], schema)
    if problems:
        return [], problems
    if len(lines) == 1:
        return [], [Problem("FACT-013", file)]
    typed = []
    for number, cells in enumerate(lines[1:], start=2):
        row, wrong = check_row(file, number, lines[0], cells, schema)
        problems += wrong
        if not wrong:
            typed.append((number, row))
    return typed, problems


def check_head(file: str, head: list[str], schema: Schema) -> list[Problem]:
    """Missing, unknown and repeated columns."""
    columns = ", ".join(schema.names)
    found = [
        Problem("FACT-001", file, 1, values={"name": name, "columns": columns})
        for name in schema.names
        if name not in head
    ]
    for place, name in enumerate(head):
        if name in head[:place]:
            found.append(Problem("FACT-025", file, 1, values={"name": name}))
        elif name not in schema.names:
            values = {"name": name, "columns": columns}
            found.append(Problem("FACT-002", file, 1, values=values))
    return found


def check_row(
    file: str, number: int, head: list[str], cells: list[str], schema: Schema
) -> tuple[Typed, list[Problem]]:
    """One row, typed, and its problems."""
    if len(cells) != len(head):
        values = {"found": len(cells), "expected": len(head)}
        return {}, [Problem("FACT-027", file, number, values=values)]
    texts = dict(zip(head, cells, strict=True))
    row, problems = {}, []
    for column in schema.columns:
        value, fault = cell(texts[column.name], column)
        row[column.name] = value
        if fault:
            code, values = fault
            problems.append(Problem(code, file, number, column.name, values))
    low, high = row.get("year_from"), row.get("year_to")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        problems.append(Problem("FACT-028", file, number, values={"low": low, "high": high}))
    return row, problems


def cell(text: str, column: Column) -> tuple[object, tuple[str, dict] | None]:
    """The typed value of ``text`` and, if it is wrong, a catalogue code with its values."""
    if not text:
        return None, ("FACT-003", {}) if column.required else None
    if text != text.strip():
        return None, ("FACT-039", {"value": text})
    if column.choices and text not in column.choices:
        return None, ("FACT-007", {"value": text, "choices": ", ".join(column.choices)})
    read = {"int": _int, "float": _float, "date": _date}.get(column.type)
    if read is None:
        return text, None
    value = read(text)
    if value is None and column.type == "float" and _float(text.replace(",", ".")) is not None:
        return None, ("FACT-038", {"value": text, "right": text.replace(",", ".")})
    if value is None:
        fault = {"int": "FACT-005", "float": "FACT-004", "date": "FACT-006"}[column.type]
        return None, (fault, {"value": text})
    if column.type != "date" and not _within(value, column):
        bounds = {"low": _bound(column.low), "high": _bound(column.high)}
        return None, ("FACT-008", {"value": text, **bounds})
    return value, None


def _within(value: float, column: Column) -> bool:
    above = column.low is None or value >= column.low
    return above and (column.high is None or value <= column.high)


def _bound(value: float | None) -> float | str:
    return "∞" if value is None else float(value)


def _int(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None


def _float(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", text) else None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
