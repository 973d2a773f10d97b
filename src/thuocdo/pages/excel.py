"""The Excel twin: numbers as numbers, shares shown as percent, footnotes on a sheet of their own.

Rows are written as they come and never held together, so a list of a million dossiers takes no
more memory than one of ten. Text stays text: nothing in a cell is ever a formula.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from thuocdo.pages import csv_text
from thuocdo.pages.table import Column, Table

MOST = 1_000_000  # rows a sheet; then the next one is begun
FORMATS = {"percent": "0.0%", "integer": "#,##0"}
WIDTH, NARROW, SPOOLED = 28, 14, 4_000_000
FIGURES, NOTES = "Số liệu", "Ghi chú"


def of_table(table: Table) -> IO[bytes]:
    """``table`` as a workbook, read from its beginning."""
    found = csv_text.heads(table)
    labels = [_label(*one) for one in found]
    rows = ([csv_text.value(row, *one[1:]) for one in found] for row in table.rows)
    formats = [FORMATS.get(one[1].kind, "") if one[1] else "" for one in found]
    return write(labels, rows, csv_text.footnotes(table), formats)


def write(
    labels: Sequence[str],
    rows: Iterable[Sequence[Any]],
    notes: Iterable[str],
    formats: Sequence[str] = (),
) -> IO[bytes]:
    """A workbook of ``rows`` under ``labels``, in a temporary file read from its beginning.

    ``formats``: number formats column by column, "" for none.
    """
    from openpyxl import Workbook

    book, sheet = Workbook(write_only=True), None
    formats = tuple(formats) or ("",) * len(labels)
    for place, row in enumerate(rows):
        if place % MOST == 0:
            sheet = _begun(book, labels, place // MOST)
        sheet.append([_cell(sheet, *one) for one in zip(row, formats, strict=True)])
    if sheet is None:
        _begun(book, labels, 0)
    said = book.create_sheet(NOTES)
    said.column_dimensions["A"].width = 100
    for line in notes:
        said.append([_cell(said, line, "")])
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED, suffix=".xlsx")  # noqa: SIM115
    book.save(out)
    out.seek(0)
    return out


def _begun(book, labels: Sequence[str], number: int):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(f"{FIGURES} {number + 1}" if number else FIGURES)
    sheet.freeze_panes = "B2"
    heads = [WriteOnlyCell(sheet, label) for label in labels]
    for place, cell in enumerate(heads, start=1):
        cell.data_type = "s"
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH if place == 1 else NARROW
    sheet.append(heads)
    return sheet


def _cell(sheet, value: Any, shown: str):
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        if not value.startswith("="):
            return value or None
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        return cell
    if isinstance(value, datetime):
        shown = "dd/mm/yyyy hh:mm"
    if not shown or value is None:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shown
    return cell


def _label(head: str, column: Column | None, part: str) -> str:
    if column is None or part:
        return head
    unit = column.unit
    return f"{column.label} ({unit})" if unit and unit != "%" else column.label
