"""Write a codebook as an XLSForm (.xlsx) with Vietnamese and English labels."""

from __future__ import annotations

import io
import re
from pathlib import Path

from thuocdo import disk
from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds.codebook import Codebook, Item

VI, EN = "label::Tiếng Việt (vi)", "label::English (en)"
SURVEY = ("type", "name", VI, EN, "appearance", "constraint", "required", "note")
CHOICES = ("list_name", "name", VI, EN, "missing")
SETTINGS = ("form_title", "form_id", "default_language", "simulated")
PLAIN = {"text": "text", "date": "date", "place": "geopoint", "media": "image"}
BREAKS = re.compile(r"[^A-Za-z0-9_.\-]")


def write(codebook: Codebook, path: Path) -> None:
    """Write ``codebook`` at ``path``; nothing in a cell is ever a formula.

    Raises ``ThuocDoError`` SURVEY-125 (not .xlsx), SURVEY-126 (it cannot be written).
    """
    if path.suffix.lower() != ".xlsx":
        raise ThuocDoError.of("SURVEY-125", file=path.name, known=".xlsx")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    lists = _lists(codebook)
    _sheet(book, "survey", SURVEY, _survey(codebook, lists))
    _sheet(book, "choices", CHOICES, _choices(lists))
    about = (codebook.title, _id(path.stem), "Tiếng Việt (vi)", "1" if codebook.simulated else "")
    _sheet(book, "settings", SETTINGS, [about])
    held = io.BytesIO()
    book.save(held)
    save(path, held.getvalue())


def save(path: Path, content: bytes) -> None:
    """``content`` at ``path``, in one step. Raises ``ThuocDoError`` SURVEY-126."""
    try:
        disk.put(path, content)
    except OSError as error:
        raise ThuocDoError.of("SURVEY-126", why=error.strerror or "?") from None


def text_cell(sheet, value: object):
    """A cell that holds ``value`` as it is: text is never taken for a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) or None)
    if cell.value is not None:
        cell.data_type = "s"
    return cell


def _sheet(book, name: str, heads, rows) -> None:
    sheet = book.create_sheet(name)
    for row in (heads, *rows):
        sheet.append([text_cell(sheet, one) for one in row])


def _lists(codebook: Codebook) -> dict[tuple, str]:
    """The choices that occur → the name of their list; items with the same ones share it."""
    found: dict[tuple, str] = {}
    for item in codebook.items:
        if item.choices and item.kind in ("scale", "single", "multiple"):
            found.setdefault(_listed(item), f"list_{len(found) + 1}")
    return found


def _choices(lists: dict[tuple, str]):
    for (choices, missing), name in lists.items():
        for one in choices:
            label = one.label_vi or one.label_en or str(one.code)
            yield name, str(one.code), label, one.label_en, "1" if one.code in missing else ""


def _listed(item: Item) -> tuple:
    return item.choices, item.missing


def _survey(codebook: Codebook, lists: dict[tuple, str]):
    group = ""
    for item in codebook.items:
        if item.group != group:
            yield from _closed(group)
            yield from _opened(item.group)
            group = item.group
        if item.kind == "repeat":
            continue
        kind, look = _type(item, lists)
        label = item.label_vi or item.label_en or item.name
        yield kind, item.name, label, item.label_en, look, _constraint(item), "", _note(item)
    yield from _closed(group)


def _opened(group: str):
    for part in filter(None, group.split("/")):
        yield "begin_group", _id(part), part, part, "", "", "", ""


def _closed(group: str):
    for part in filter(None, reversed(group.split("/"))):
        yield "end_group", _id(part), "", "", "", "", "", ""


def _type(item: Item, lists: dict[tuple, str]) -> tuple[str, str]:
    if item.choices and _listed(item) in lists:
        several = "select_multiple" if item.kind == "multiple" else "select_one"
        return f"{several} {lists[_listed(item)]}", "likert" if item.kind == "scale" else ""
    return PLAIN.get(item.kind, "decimal"), ""


def _constraint(item: Item) -> str:
    if item.choices or item.kind not in ("number", "scale"):
        return ""
    bounds = [(">=", item.low), ("<=", item.high)]
    return " and ".join(f". {sign} {value:g}" for sign, value in bounds if value is not None)


def _note(item: Item) -> str:
    said = (item.status, item.source, item.note)
    return " · ".join(one for one in said if one)


def _id(text: str) -> str:
    made = BREAKS.sub("_", text)
    return made if made[:1].isalpha() or made[:1] == "_" else f"_{made}"
