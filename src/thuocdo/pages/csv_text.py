"""The CSV twin: rows for machines that a spreadsheet in Vietnam opens rightly, footnotes last.

- **UTF-8 with a BOM**: without it Excel reads the file in the Windows code page and turns
  "Hưng Yên" into mojibake; Polars, pandas and R drop the mark.
- **Commas and decimal points, unrounded**, as every reader of CSV expects. Excel with
  Vietnamese regional settings may take 1.234 for a thousand: people who calculate in Excel
  open it by Data ▸ From Text/CSV and choose the English locale, which a note in the file says.
- **Footnotes as lines that begin with #, at the end**: the head stays in row 1, where
  spreadsheets and readers look for it; ``comment_prefix="#"`` skips them.
- **Simulated** rows say so in a column of their own: the word survives when rows are copied out.
- **No formulas**: words that a spreadsheet would run are made text by a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from thuocdo.pages.table import Column, Source, Table, plain_value

BOM = "\ufeff"
SIMULATED_KEY = "mo_phong"
SIMULATED = "mô phỏng"
# A spreadsheet whose list separator is ";" (Vietnamese Windows) cuts a cell there even when the
# file is written with commas, so what follows a separator is guarded like the beginning.
_RUNNABLE = re.compile(r"(^|[;\t\r\n])([=+\-@\t\r])")
_RUNNABLE_IN_NOTE = re.compile(r"([;,\t])([=+\-@])")
READING = "Số thập phân dùng dấu chấm. Trong Excel: Data > From Text/CSV, chọn English."


def write(table: Table) -> str:
    """The table as CSV text, BOM first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    found = heads(table)
    writer.writerow([head for head, _, _ in found])
    for row in table.rows:
        values = (value(row, column, part) for _, column, part in found)
        writer.writerow([safe(one) if isinstance(one, str) else one for one in values])
    for line in [*footnotes(table), READING]:
        out.write(f"# {_comment(line)}\r\n")
    return BOM + out.getvalue()


def heads(table: Table) -> list[tuple[str, Column | None, str]]:
    """Each CSV column: its head, the table column, the part of a drawing or the name of a key."""
    found: list[tuple[str, Column | None, str]] = []
    for column in table.columns:
        if column.kind == "strip":
            found += [
                (f"{column.key}_{part}" if part else column.key, column, part)
                for part in _parts(table, column)
            ]
        else:
            found.append((column.key, column, ""))
        found += [(key, None, key) for key in (column.note, column.bin, column.broken) if key]
    if table.simulated:
        found.append((SIMULATED_KEY, None, SIMULATED_KEY))
    unique = {head: (head, column, part) for head, column, part in found}
    return list(unique.values())


def _parts(table: Table, column: Column) -> list[str]:
    drawn = (row.get(column.key) for row in table.rows)
    parts = dict.fromkeys(part for strip in drawn if strip is not None for part in strip.flat())
    return list(parts) or [""]


def value(row, column: Column | None, part: str) -> Any:
    """What stands in a row under one of ``heads``; "" where it is missing."""
    if part == SIMULATED_KEY:
        return SIMULATED
    if column is None:
        found = row.get(part)
    elif column.kind == "strip":
        strip = row.get(column.key)
        found = None if strip is None else strip.flat().get(part)
    else:
        found = row.get(column.key)
    found = plain_value(found)
    return "" if found is None else found


def safe(text: str) -> str:
    """``text`` that no spreadsheet runs and no reader takes for a comment."""
    guarded = _RUNNABLE.sub(r"\1'\2", text)
    return f"'{guarded}" if guarded.startswith("#") else guarded


def footnotes(table: Table) -> list[str]:
    """What has to be said with the figures: title, columns, notes, sources."""
    lines = [table.title]
    if table.simulated:
        lines.append(f"{SIMULATED}: số liệu do chương trình sinh ra để thử")
    for column in table.columns:
        unit = f" ({column.measured_in})" if column.measured_in else ""
        share = " (tỷ lệ trên 1)" if column.kind == "percent" else ""
        lines.append(f"{column.key}: {column.label}{unit}{share}")
    lines += list(table.notes)
    lines += [f"Nguồn: {_cited(source)}" for source in table.cited]
    lines += [f"{key}: {plain_value(value)}" for key, value in table.meta.items()]
    return lines


def _cited(source: Source) -> str:
    return f"{source.text} <{source.href}>" if source.href else source.text


def _comment(line: str) -> str:
    # One line, never quoted: a quote before # would hide it from readers that skip comments.
    flat = " ".join(str(line).split())
    return _RUNNABLE_IN_NOTE.sub(r"\1'\2", flat)
