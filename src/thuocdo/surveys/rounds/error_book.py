"""The error file of an import: rows that did not go in, wrong cells coloured, cause and remedy.

It can be mended and imported again. It holds the matched columns only; a wrong value stands
there only when it can be nothing but a date or a short code.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from thuocdo import disk
from thuocdo.errors import catalogue, harmless
from thuocdo.surveys.rounds.design import TEXTS, kept_text
from thuocdo.surveys.rounds.matching import Matched, Target
from thuocdo.surveys.rounds.reading import Table

MOST = 20_000  # rows; mended files are loaded again, so the rest comes with the next one
COLOUR = "FFF2B8B5"
HIDDEN_VI = "(không hiện: {count} ký tự)"
NOTES = ("Dòng", "Mã lỗi", "Nguyên nhân và cách sửa")


def write(path: Path, table: Table, matched: Matched, faults: pl.DataFrame) -> Path | None:
    """The error file at ``path``; ``None`` and no file when there are no ``faults``."""
    if not faults.height:
        return None
    told: dict[int, list[tuple[str, str]]] = {}
    for row, column, code in faults.iter_rows():
        told.setdefault(row, []).append((column, code))
    rows = dict(list(told.items())[:MOST])
    held = io.BytesIO()
    _book(table, matched, rows).save(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.put(path, held.getvalue())
    return path


def _book(table: Table, matched: Matched, told: dict[int, list[tuple[str, str]]]):
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=COLOUR)
    targets = sorted(matched.targets.items())
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dòng sai")
    sheet.freeze_panes = "A2"
    heads = [one.column for _, one in targets]
    sheet.append([_cell(sheet, head) for head in [*heads, *NOTES]])
    places = {number: place for place, number in enumerate(table.numbers.to_list())}
    for number, faults in told.items():
        wrong = {column for column, _ in faults}
        line = []
        for place, target in targets:
            at = places.get(number)
            value = None if at is None else table.columns[place][at]
            is_wrong = (target.role or target.item) in wrong
            cell = _cell(sheet, shown(target, value, is_wrong))
            if is_wrong:
                cell.fill = fill
            line.append(cell)
        codes = ", ".join(dict.fromkeys(code for _, code in faults))
        sheet.append([*line, number, codes, _cell(sheet, explained(faults))])
    return book


def _cell(sheet, text: str | None):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, None)
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"  # never a formula
    return cell


def shown(target: Target, value: str | None, wrong: bool) -> str | None:
    """What of a value may stand in the error file."""
    if value is None:
        return None
    if not wrong and target.role in TEXTS and target.role != "commune":
        return kept_text(target.role, value)
    if (wrong or target.role in ("started", "ended")) and not harmless(value):
        return HIDDEN_VI.format(count=len(value))
    return value


def explained(faults: list[tuple[str, str]]) -> str:
    """Cause and remedy of every fault of a row, in Vietnamese."""
    known = catalogue()
    said = []
    for column, code in faults:
        values = {"column": column}
        place = f"«{column}»: " if column else ""
        entry = known[code]
        said.append(f"{place}{entry['vi'].format_map(values)} {entry['fix_vi'].format_map(values)}")
    return "\n".join(dict.fromkeys(said))
