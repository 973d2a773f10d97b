"""The table of an annex: its head, its columns, its lines with their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from thuocdo.scoring.annex.documents import Grid
from thuocdo.wording import bare

NUMBER_HEADS = {"stt", "tt", "so tt", "so thu tu", "no", "no."}
HEADS = {
    "maximum": ("diem toi da", "diem chuan", "diem quy dinh", "maximum"),
    "evidence": ("kiem chung", "minh chung", "evidence"),
    "owner": ("co quan", "don vi", "chu tri", "phu trach", "owner"),
    "text": ("cach cham", "cach tinh", "huong dan", "phuong phap", "thang diem", "scoring"),
    "name": ("tieu chi", "linh vuc", "noi dung", "criteri"),
}
DEEPEST_HEAD = 40
ARABIC = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?")
ROMAN = re.compile(r"([IVX]{1,5})\.?")
LEADING = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+(\S.*)", re.S)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
TOTAL = re.compile(r"tong (?:cong|diem|so|so diem)\b")
POINTS = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:điểm|đ)?")
ENDS_IN_POINTS = re.compile(r"[:=]\s*\d+(?:[.,]\d+)?\s*(?:điểm)?\.?\Z")


@dataclass
class Line:
    """A numbered line and what stands under it without a number."""

    number: str
    name: str
    maximum: str
    row: int
    file: str
    texts: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    owner: str = ""


@dataclass
class Lines:
    """What the tables hold; ``total`` is the text of the total line."""

    lines: list[Line] = field(default_factory=list)
    total: str = ""
    found: bool = False


def lines_of(grids: list[Grid]) -> Lines:
    """The numbered lines of every table with a head; a table that goes on without one is read
    by the columns of the table before it.
    """
    held = Lines()
    columns: dict[str, int] | None = None
    for grid in grids:
        start, own = _head(grid)
        if own is None and columns is None:
            continue
        if own is not None:
            columns = own
        held.found = True
        for place, row in enumerate(grid.rows[start:], start=start + 1):
            _take(held, _cells(row, columns), place, grid.file)
    return held


def _head(grid: Grid) -> tuple[int, dict[str, int] | None]:
    """The row after the head and the columns by what they hold; a head may take two rows."""
    for place, row in enumerate(grid.rows[:DEEPEST_HEAD], start=1):
        columns, last = _columns(row), place
        if "name" in columns and "maximum" not in columns:
            columns = _columns(_joined(row, grid.rows[place : place + 1])) | columns
            last = place + 1
        if {"name", "maximum"} <= set(columns):
            return last, columns
    return 0, None


def _joined(row: tuple[str, ...], under: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Two rows of a head as one: "Điểm" over "Tối đa"."""
    pairs = zip_longest(row, *under, fillvalue="")
    return tuple(" ".join(cell for cell in cells if cell) for cells in pairs)


def _columns(row: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        head = _plain(cell)
        if head in NUMBER_HEADS:
            found.setdefault("number", place)
            continue
        if len(head) > 80:
            continue
        for key, words in HEADS.items():
            if any(word in head for word in words):
                found.setdefault(key, place)
                break
    return found


def _cells(row: tuple[str, ...], columns: dict[str, int]) -> dict[str, str]:
    return {key: row[at] if at < len(row) else "" for key, at in columns.items()}


def _take(held: Lines, cells: dict[str, str], row: int, file: str) -> None:
    name, maximum = cells.get("name", ""), cells.get("maximum", "")
    number = _number(cells.get("number", ""))
    leading = None if number else LEADING.fullmatch(name)
    if leading:
        number, name = leading[1], leading[2]
    if number:
        held.lines.append(Line(number, " ".join(name.split()), maximum, row, file))
        _more(held.lines[-1], cells)
    elif TOTAL.match(_plain(name or cells.get("number", ""))):
        held.total = maximum or held.total
    elif held.lines and not _is_head(name, maximum):
        last = held.lines[-1]
        if name:
            points = POINTS.fullmatch(maximum)
            stated = points and not ENDS_IN_POINTS.search(name)
            last.texts.append(f"{name.rstrip(' :')}: {points[1]}" if stated else name)
        _more(last, cells)


def _more(line: Line, cells: dict[str, str]) -> None:
    if cells.get("text"):
        line.texts.append(cells["text"])
    if cells.get("evidence"):
        line.evidence += [one.strip(" -+•") for one in re.split(r"[;\n]", cells["evidence"])]
    line.owner = line.owner or " ".join(cells.get("owner", "").split())


def _is_head(name: str, maximum: str) -> bool:
    """A head printed again at the top of a page."""
    return "diem" in _plain(maximum) and not POINTS.fullmatch(maximum) and bool(name)


def _number(cell: str) -> str:
    cell = cell.strip()
    if found := ARABIC.fullmatch(cell):
        return found[1]
    found = ROMAN.fullmatch(cell)
    return str(ROMANS.index(found[1]) + 1) if found and found[1] in ROMANS else ""


def _plain(text: str) -> str:
    return " ".join(bare(text).lower().split())
