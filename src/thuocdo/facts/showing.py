"""Rows of a fact table as the command shows them: filtered, plain, as text, or checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.cells import read_text
from thuocdo.facts.check import check_all, check_file
from thuocdo.facts.library import read
from thuocdo.facts.schemas import SCHEMAS
from thuocdo.wording import aligned

BULK = 1000  # more rows of a restricted table than this are a bulk download
WIDE = 60  # letters of a cell on the terminal


@dataclass(frozen=True)
class Checked:
    """What a check found: problems, and how much was looked at."""

    problems: list[Problem]
    tables: int
    rows: int

    def plain(self, language: str) -> dict:
        """As JSON."""
        faults = [
            {
                "code": one.code,
                "file": one.file,
                "row": one.row,
                "column": one.column or None,
                "text": one.text(language),
            }
            for one in self.problems
        ]
        return {"problems": faults, "tables": self.tables, "rows": self.rows}


def filtered(rows: pl.DataFrame, where: list[str]) -> pl.DataFrame:
    """Rows that satisfy every "column=value". Raises ``ThuocDoError`` CALL-010."""
    for condition in where:
        name, _, value = condition.partition("=")
        if "=" not in condition or name not in rows.columns:
            columns = ", ".join(rows.columns)
            raise ThuocDoError.of(
                "CALL-010",
                value=condition,
                name="--where",
                hint_vi=f"Ghi cột=giá trị; các cột: {columns}.",
                hint_en=f"Write column=value; the columns: {columns}.",
            )
        rows = rows.filter(_equals(rows, name, value))
    return rows


def _equals(rows: pl.DataFrame, name: str, value: str) -> pl.Expr:
    column = pl.col(name)
    if rows.schema[name] == pl.String:
        return column == value
    try:
        return column.is_null() if not value else column == float(value.replace(",", "."))
    except ValueError:
        return pl.lit(False)


def plain_rows(rows: pl.DataFrame) -> list[dict]:
    """Rows for JSON; an empty text is null."""
    return [
        {name: None if value == "" else value for name, value in row.items()}
        for row in rows.iter_rows(named=True)
    ]


def text(rows: pl.DataFrame, where: str) -> str:
    """Rows in aligned columns; ``where`` heads the last one, file:row. Long cells are cut."""
    names = [name for name in rows.columns if name not in ("file", "row")]
    lines = [
        [*(_cell(row[name]) for name in names), f"{row['file']}:{row['row']}"]
        for row in rows.iter_rows(named=True)
    ]
    numeric = [at for at, name in enumerate(names) if rows.schema[name] != pl.String]
    return aligned([*names, where], lines, right=numeric)


def _cell(value: object) -> str:
    number = f"{value:.15g}" if isinstance(value, float) else value
    shown = "" if value is None else str(number)
    return shown if len(shown) <= WIDE else shown[: WIDE - 1] + "…"


def checked(file: Path | None, kind: str) -> Checked:
    """Check every table, or ``file`` as a table of ``kind`` (by default named like the file).

    Raises ``ThuocDoError`` CALL-004.
    """
    known = read()
    if file is None:
        rows = sum(_rows(path) for kind in SCHEMAS for path in known.files(kind))
        return Checked(check_all(known), len(SCHEMAS), rows)
    name = kind or file.stem
    if name not in SCHEMAS:
        raise ThuocDoError.of("CALL-004", kind=name)
    return Checked(check_file(file, name, known), 1, _rows(file))


def _rows(path: Path) -> int:
    lines, _ = read_text(path)
    return max(len(lines) - 1, 0)
