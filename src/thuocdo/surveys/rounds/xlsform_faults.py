"""What is wrong with an XLSForm: the sheet, the row, the cause, the remedy.

The faults people make most are found here, all in one go. What is left is pyxform's to find; its
English is read for the row and the sheet it names and told in our words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thuocdo.errors import Problem
from thuocdo.surveys.rounds import xlsform_types as types

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
OTHER = "other"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a form: its name, its heads, its rows with their numbers (head → text)."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def faults(file: str, survey: Sheet, choices: Sheet | None) -> list[Problem]:
    """Every fault of the two sheets, in order of row."""
    found = [*_heads(file, survey, ("type", "name"))]
    if choices:
        found += _heads(file, choices, ("list_name", "name"))
    if not found:
        found = [*_survey(file, survey, choices), *(_choices(file, choices) if choices else ())]
    return found


def _problem(code: str, file: str, sheet: str, row: int | None, column: str, **values) -> Problem:
    return Problem(code, f"{file} [{sheet}]", row, column, values)


def _heads(file: str, sheet: Sheet, wanted: tuple[str, ...]) -> Iterator[Problem]:
    for one in wanted:
        if one not in sheet.heads:
            yield _problem("SURVEY-103", file, sheet.name, 1, one)
    twice = {one for one in sheet.heads if one and sheet.heads.count(one) > 1}
    for one in sorted(twice):
        yield _problem("SURVEY-104", file, sheet.name, 1, one)
    if not sheet.rows and sheet.name == "survey":
        yield _problem("SURVEY-109", file, sheet.name, None, "")


def _survey(file: str, sheet: Sheet, choices: Sheet | None) -> Iterator[Problem]:
    lists = {row.get("list_name", "") for _, row in choices.rows} if choices else set()
    open_groups: list[tuple[int, str, dict[str, int]]] = [(0, "", {})]
    for number, row in sheet.rows:
        kind, target = types.parted(row.get("type", ""))
        yield from _type(file, number, row, kind, target, lists)
        if kind in types.END:
            if len(open_groups) == 1 or open_groups[-1][1] != kind.replace("end", "begin"):
                yield _problem("SURVEY-107", file, "survey", number, "type", what=kind)
            else:
                open_groups.pop()
            continue
        yield from _name(file, number, row, kind, open_groups[-1][2])
        if kind in types.BEGIN:
            open_groups.append((number, kind, {}))
    for number, kind, _ in open_groups[1:]:
        yield _problem("SURVEY-107", file, "survey", number, "type", what=kind)


def _type(file: str, number: int, row: dict, kind: str, target: str, lists) -> Iterator[Problem]:
    if not kind:
        yield _problem("SURVEY-105", file, "survey", number, "type", what=("kiểu", "type"))
    elif not types.is_known(kind):
        yield _problem("SURVEY-102", file, "survey", number, "type", type=row["type"])
    elif kind in types.SELECTS and not target:
        yield _problem("SURVEY-106", file, "survey", number, "type", list="", known=_told(lists))
    elif kind in types.SELECTS and target not in lists and "${" not in target:
        found = {"list": target, "known": _told(lists)}
        yield _problem("SURVEY-106", file, "survey", number, "type", **found)


def _name(file: str, number: int, row: dict, kind: str, seen: dict[str, int]) -> Iterator[Problem]:
    name = row.get("name", "")
    if not name:
        if kind not in types.SILENT:
            yield _problem("SURVEY-105", file, "survey", number, "name", what=("tên", "name"))
    elif not NAME.fullmatch(name):
        yield _problem("SURVEY-112", file, "survey", number, "name", name=name)
    elif name in seen:
        yield _problem("SURVEY-113", file, "survey", number, "name", name=name, other=seen[name])
    else:
        seen[name] = number


def _choices(file: str, sheet: Sheet) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in sheet.rows:
        where, code = row.get("list_name", ""), row.get("name", "")
        if not where:
            yield _problem(
                "SURVEY-105", file, "choices", number, "list_name", what=("danh sách", "list")
            )
        if not code:
            yield _problem("SURVEY-105", file, "choices", number, "name", what=("mã", "code"))
        elif (where, code) in seen:
            values = {"name": code, "other": seen[where, code]}
            yield _problem("SURVEY-113", file, "choices", number, "name", **values)
        elif any(one.isspace() for one in code):
            yield _problem("SURVEY-114", file, "choices", number, "name", name=code)
        seen.setdefault((where, code), number)


def _told(lists: set[str]) -> str:
    return ", ".join(sorted(one for one in lists if one)) or "–"


# ---- what pyxform says ----

# Its words → the element of the form that is meant, when no row is named.
WORDS = (
    (re.compile(r"named '(?P<name>[^']*)' has no label"), "SURVEY-116"),
    (re.compile(r"find the name '(?P<name>[^']*)'"), "SURVEY-117"),
    (re.compile(r"Unknown question type '(?P<type>[^']*)'"), "SURVEY-102"),
    (re.compile(r"List name not in choices sheet: (?P<list>\S+)"), "SURVEY-106"),
    (re.compile(r"sheet named 'survey'"), "SURVEY-115"),
)
ROW, SHEET = re.compile(r"\[row : (\d+)\]"), re.compile(r"'(survey|choices|settings|entities)'")
COLUMN = re.compile(r"the '([^']+)' value")


def mapped(file: str, said: str, survey: Sheet) -> Problem:
    """A complaint of pyxform in our words; where it says what we do not know, only its place."""
    row, sheet, column = ROW.search(said), SHEET.search(said), COLUMN.search(said)
    number = int(row[1]) if row else None
    place, head = sheet[1] if sheet else "survey", column[1] if column else ""
    for pattern, code in WORDS:
        if found := pattern.search(said):
            values = {"known": "–", **found.groupdict()}
            if number is None and "name" in values:
                number = _row_of(values["name"], survey)
            return _problem(code, file, place, number, head, **values)
    return _problem("SURVEY-108", file, place, number, head)


def _row_of(name: str, survey: Sheet) -> int | None:
    return next((number for number, row in survey.rows if row.get("name") == name), None)
