"""A table as a file: CSV, Excel, Parquet or JSON, by the ending of its name."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts.showing import plain_rows
from thuocdo.facts.storing import replace_file


def export(rows: pl.DataFrame, kind: str, to: Path) -> None:
    """Write ``rows`` of table ``kind`` to ``to`` in one step.

    CSV and JSON are UTF-8, figures unrounded; text in Excel is text, never a formula. Raises
    ``ThuocDoError`` CALL-010 for another ending or a folder that is not there.
    """
    make = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet, ".json": _json}.get(to.suffix)
    if make is None or not to.absolute().parent.is_dir():
        raise ThuocDoError.of(
            "CALL-010",
            value=str(to),
            name="--to",
            hint_vi="Ghi tên tệp .csv, .xlsx, .parquet hoặc .json trong một thư mục đã có.",
            hint_en="Name a .csv, .xlsx, .parquet or .json file in a folder that exists.",
        )
    replace_file(to, make(rows, kind))


def _csv(rows: pl.DataFrame, kind: str) -> bytes:
    return rows.write_csv().encode()


def _json(rows: pl.DataFrame, kind: str) -> bytes:
    content = {"kind": kind, "count": rows.height, "rows": plain_rows(rows)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _parquet(rows: pl.DataFrame, kind: str) -> bytes:
    out = io.BytesIO()
    rows.write_parquet(out)
    return out.getvalue()


def _xlsx(rows: pl.DataFrame, kind: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind)
    sheet.freeze_panes = "A2"
    sheet.append(rows.columns)
    for row in rows.iter_rows():
        cells = [WriteOnlyCell(sheet, None if value == "" else value) for value in row]
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str) and value:
                cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
