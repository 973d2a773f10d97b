"""The error file: rows that did not go in, in Excel, wrong cells coloured, cause and remedy beside.

It can be mended and loaded again, and never carries a personal value (see ``error_rows``). A
workbook of hundreds of thousands of rows opens in no office: beyond ``MOST`` rows the rest goes
to a CSV file of the same columns, without colours, to be mended and loaded in the same way.
"""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl

from thuocdo.dossiers.lake.error_rows import CODES, ROW, WHY, WRONG, told_rows
from thuocdo.dossiers.lake.fields import FIELDS

MOST = 5_000  # coloured rows
REST = "-con-lai"  # in the name of the file of the others
COLOUR = "FFF2B8B5"
NAMES = tuple(field.name for field in FIELDS)
HEADS = (*NAMES, ROW, CODES, WHY)


class ErrorBook:
    """Collects wrong rows and writes them at ``path``; nothing is written when there are none."""

    def __init__(self, path: Path, key: bytes | None):
        self.path, self.key = path, key
        self.count = 0
        self.files: list[Path] = []
        self._book = self._sheet = self._fill = None
        self._rest: BinaryIO | None = None

    def add(self, rows: pl.DataFrame, faults: pl.DataFrame, unreadable: list[int]) -> None:
        """The rows of a batch that ``faults`` names, and rows that could not be read at all."""
        if not faults.height and not unreadable:
            return
        told = told_rows(rows, faults, unreadable, self.key)
        free = max(MOST - self.count, 0)
        self.count += told.height
        if free:
            self._colour(told.head(free))
        if told.height > free:
            self._append(told.slice(free))

    def close(self) -> list[Path]:
        """Save; give the files written."""
        if self._book is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            partial = self.path.with_suffix(".partial")
            try:
                self._book.save(partial)
                os.replace(partial, self.path)  # noqa: PTH105 - one step on every system
            finally:
                self._book = None
                partial.unlink(missing_ok=True)
            self.files.append(self.path)
        if self._rest is not None:
            self._rest.close()
            self._rest = None
            os.replace(self._partial(), self._beside(".csv"))  # noqa: PTH105
            self.files.append(self._beside(".csv"))
        return self.files

    def __enter__(self) -> ErrorBook:
        return self

    def __exit__(self, *_) -> None:
        """What an import cut off had begun leaves no temporary file behind."""
        if self._book is not None:
            with suppress(OSError):
                self._book.save(BytesIO())
            self._book = None
        if self._rest is not None:
            with suppress(OSError):
                self._rest.close()
            self._rest = None
            self._partial().unlink(missing_ok=True)

    def _colour(self, told: pl.DataFrame) -> None:
        from openpyxl.cell import WriteOnlyCell

        if self._book is None:
            self._begin()
        wrong = told[WRONG].to_list()
        places = {name: place for place, name in enumerate(NAMES)}
        for cells, names in zip(told.select(HEADS).iter_rows(), wrong, strict=True):
            line = list(cells)
            for place in {places[name] for name in names if name in places}:
                line[place] = WriteOnlyCell(self._sheet, line[place])
                line[place].fill = self._fill
            self._sheet.append(line)

    def _begin(self) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import PatternFill

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Dòng sai")
        self._sheet.freeze_panes = "A2"
        self._fill = PatternFill("solid", fgColor=COLOUR)
        self._sheet.append(list(HEADS))

    def _append(self, told: pl.DataFrame) -> None:
        first = self._rest is None
        if first:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for left in self.path.parent.glob(f"*{REST}.partial"):  # of an import that was killed
                left.unlink()
            self._rest = self._partial().open("wb")
        one_line = pl.col(WHY).str.replace_all("\n", " ")
        rows = told.with_columns(one_line).select(HEADS)
        self._rest.write(rows.write_csv(include_bom=first, include_header=first).encode("utf-8"))

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.stem}{REST}{suffix}")

    def _partial(self) -> Path:
        return self._beside(".partial")
