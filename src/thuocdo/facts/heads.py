"""Find the head of an official's table and what each of its columns means.

Heads are read without accents, case or punctuation. The head is the first row that names a
unit column, so titles above it do no harm; where merged cells spread it over two rows, the
lower one completes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thuocdo.errors import Problem
from thuocdo.facts.sheets import Lines
from thuocdo.wording import bare

UNIT, CODE, SCORE, RANK, ERROR, TOTAL, NAME = (
    *("unit", "code", "score", "rank", "se", "total", "name"),
)
IGNORED = {"stt", "tt", "so thu tu", "ghi chu", "note", "vung", "khu vuc", "region"}
UNIT_HEADS = {
    *("unit", "province", "tinh", "ten tinh", "ma tinh", "don vi", "ten don vi", "dia phuong"),
    *("tinh thanh", "tinh thanh pho", "tinh tp", "tinh thanh pho truc thuoc trung uong"),
}
HEADS: dict[str, set[str]] = {
    UNIT: UNIT_HEADS,
    CODE: {"code", "item", "ma", "muc", "ma noi dung", "noi dung", "noi dung thanh phan"},
    SCORE: {
        *("score", "value", "diem", "diem so", "gia tri", "ket qua", "chi so", "par index"),
        *("sipas", "diem par index", "diem sipas", "chi so cchc", "chi so sipas"),
    },
    RANK: {"rank", "hang", "xep hang", "thu hang", "vi tri"},
    ERROR: {"se", "standard error", "sai so", "sai so chuan"},
    TOTAL: {"total", "tong", "tong so", "tong diem", "diem tong"},
    NAME: {"name", "ten", "co quan", "ten co quan", "so nganh", *UNIT_HEADS},
}
_CODE = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\.?(?=\s|$|:)")
_NUMERIC = re.compile(r"\d+(?:[.,]\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Head:
    """A column: its place (0 is the first), its head as written, its meaning.

    ``meaning`` is one of the roles above or the code of an item such as "1.1".
    """

    place: int
    text: str
    meaning: str


@dataclass(frozen=True)
class Layout:
    """The head of a table: its last row, how many cells it spans, its columns."""

    row: int
    width: int
    columns: tuple[Head, ...]

    def of(self, meaning: str) -> Head | None:
        """The column of that meaning."""
        return next((one for one in self.columns if one.meaning == meaning), None)

    @property
    def items(self) -> tuple[Head, ...]:
        """Columns headed by the code of an item."""
        return tuple(one for one in self.columns if one.meaning[0].isdigit())


def item_code(text: str) -> str:
    """The item a head or cell names: "1,1" or "1.1 Tri thức công dân" → "1.1"; else empty."""
    if bare(text) in HEADS[TOTAL]:
        return TOTAL
    found = _CODE.match(text.strip())
    return ".".join(part for part in found.groups() if part) if found else ""


def is_date(text: str) -> bool:
    """Whether a spreadsheet turned what was typed into a date."""
    return bool(_DATE.match(text))


def read_head(
    lines: Lines, roles: tuple[str, ...], wanted: str, *, items: bool
) -> tuple[Layout | None, list[Problem]]:
    """The layout of ``lines`` and the faults of its head.

    ``roles``: meanings the kind of file knows, the one that names a unit first; ``items``:
    whether codes of items may head columns; ``wanted`` names the columns for the reader.
    """
    place = _head_row(lines, roles[0])
    if place is None:
        return None, [Problem("FACT-022", lines.file)]
    cells, last = list(lines.cells[place]), place
    unit = next(at for at, text in enumerate(cells) if bare(text) in HEADS[roles[0]])
    if items and _continues(cells, lines.cells[place + 1 : place + 2], unit):
        last, below = place + 1, lines.cells[place + 1]
        cells += [""] * (len(below) - len(cells))
        cells[: len(below)] = [low or high for low, high in zip(below, cells, strict=False)]
    return _columns(lines, cells, last, roles, wanted, items)


def _head_row(lines: Lines, role: str) -> int | None:
    for place, cells in enumerate(lines.cells):
        if any(bare(text) in HEADS[role] for text in cells):
            return place
    return None


def _continues(head: list[str], rows: list[list[str]], unit: int) -> bool:
    """Whether the row after ``head`` is its lower half: codes, no unit, and none above them."""
    cells = rows[0] if rows else []
    named = unit < len(cells) and cells[unit].strip()
    above = any(_NUMERIC.fullmatch(text.strip()) for text in head)
    return not named and not above and sum("." in item_code(text) for text in cells) > 1


def _columns(lines: Lines, cells, last: int, roles, wanted: str, items: bool):
    columns, problems = [], []
    for place, text in enumerate(cells):
        meaning = _meaning(text, roles, items)
        known = next((one for one in columns if one.meaning == meaning), None)
        if known and meaning:
            problems.append(Problem("FACT-025", lines.file, last + 1, values={"name": text}))
        elif meaning:
            columns.append(Head(place, text.strip(), meaning))
        elif bare(text) not in IGNORED and _filled(lines.cells[last:], place):
            problems.append(_unknown(lines.file, last + 1, place, text, wanted))
    return Layout(last + 1, len(cells), tuple(columns)), problems


def _meaning(text: str, roles: tuple[str, ...], items: bool) -> str:
    word = bare(text)
    for role in roles:
        if word in HEADS[role]:
            return role
    return item_code(text) if items else ""


def _filled(rows: list[list[str]], place: int) -> bool:
    return any(place < len(cells) and cells[place].strip() for cells in rows)


def _unknown(file: str, row: int, place: int, text: str, wanted: str) -> Problem:
    from openpyxl.utils import get_column_letter

    if is_date(text):
        return Problem("FACT-036", file, row, values={"value": text})
    name = text.strip() or get_column_letter(place + 1)
    return Problem("FACT-002", file, row, values={"name": name, "columns": wanted})
