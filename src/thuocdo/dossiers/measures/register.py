"""The register of procedures an official hands over: legal term, fee, paper, online.

A file (CSV or Excel, head within the first rows) becomes one row a procedure, or every fault of
it is told with its row; nothing of a wrong file is used.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.judging import PROCEDURE_CODE
from thuocdo.dossiers.measures.counting import REGISTER
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.sheets import read_bytes, read_lines
from thuocdo.wording import bare

CODE, TERM, SIMULATED = "MaTTHC", "SoNgayLamViec", "MoPhong"
NEEDED = {CODE: "procedure", TERM: "term"}
FLAGS = {"CoPhi": "has_fee", "TraKetQuaGiayTo": "has_paper", "ToanTrinh": "whole"}
ALIASES = {
    CODE: ("ma tthc", "ma thu tuc", "ma thu tuc hanh chinh"),
    TERM: ("so ngay lam viec", "thoi han ngay lam viec"),
    "CoPhi": ("co phi", "co phi le phi"),
    "TraKetQuaGiayTo": ("tra ket qua giay to",),
    "ToanTrinh": ("toan trinh",),
    SIMULATED: ("mo phong",),
}
HEAD_WITHIN = 20  # rows
LONGEST = 999  # working days; more is a wrong cell
MOST_TOLD = 50  # faults of one file


@dataclass(frozen=True)
class Register:
    """``rows``: columns of ``REGISTER``, one row a procedure, ``term`` in working days, what the
    file lacks null. ``version``: that of the copy kept, ``None`` for a file named in a call.

    ``sha256``: of the file as handed over. ``simulated``: procedures marked as invented.
    """

    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REGISTER))
    version: int | None = None
    sha256: str = ""
    simulated: int = 0

    @property
    def count(self) -> int:
        """Procedures it knows."""
        return self.rows.height


def read_register(path: Path | None) -> pl.DataFrame:
    """The rows of ``register_file``; none without a file."""
    return Register().rows if path is None else register_file(path).rows


def register_file(path: Path) -> Register:
    """The register in the file ``path``.

    Raises ``ThuocDoError`` DOSSIER-003 (two columns for one field), 120 (unreadable), 121 (a
    column is missing), 122 to 125 (cells, each with its row), 126 (no procedure).
    """
    try:
        lines = read_lines(path).cells
        digest = hashlib.sha256(read_bytes(path)).hexdigest()
    except ThuocDoError as error:
        raise ThuocDoError(_unreadable(path, error.problems[0])) from None
    head, places = _head(path, lines)
    found = _Rows(path.name, places)
    for number, cells in enumerate(lines[head:], start=head + 1):
        if any(one.strip() for one in cells):
            found.add(number, cells)
    if not found.problems and not found.rows:
        found.problems.append(Problem("DOSSIER-126", path.name))
    if found.problems:
        raise ThuocDoError(*found.problems[:MOST_TOLD])
    rows = pl.DataFrame(list(found.rows.values()), schema=REGISTER, orient="row")
    return Register(rows.sort("procedure"), None, digest, found.simulated)


def _unreadable(path: Path, problem: Problem) -> Problem:
    why = problem.values.get("why")
    if isinstance(why, str):
        why = (why, why)
    said = why or tuple(problem.text(one) for one in ("vi", "en"))
    ended = tuple(f"{one.rstrip('.')}." for one in said)
    return Problem("DOSSIER-120", path.name, problem.row, values={"why": ended})


def _head(path: Path, lines: list[list[str]]) -> tuple[int, dict[str, int]]:
    """The row number of the head and field → place of its column."""
    known = {
        alias.replace(" ", ""): name
        for name, others in ALIASES.items()
        for alias in (bare(name), *others)
    }
    read = [
        [known.get(bare(one).replace(" ", "")) for one in cells] for cells in lines[:HEAD_WITHIN]
    ]
    number, named = next(
        ((place, one) for place, one in enumerate(read, start=1) if CODE in one), (1, [])
    )
    twice = [name for name in ALIASES if named.count(name) > 1]
    missing = [name for name in NEEDED if name not in named]
    if twice or missing:
        raise ThuocDoError(
            *(Problem("DOSSIER-003", path.name, number, values={"field": one}) for one in twice),
            *(Problem("DOSSIER-121", path.name, values={"field": one}) for one in missing),
        )
    return number, {name: place for place, name in enumerate(named) if name}


class _Rows:
    """Rows judged one by one: ``rows`` by procedure, or what is wrong with them."""

    def __init__(self, file: str, places: dict[str, int]):
        self.file, self.places = file, places
        self.rows: dict[str, tuple] = {}
        self.problems: list[Problem] = []
        self.simulated = 0
        self._seen: dict[str, int] = {}

    def add(self, number: int, cells: list[str]) -> None:
        """The row ``number``."""
        problems = list(self._faults(number, cells))
        code = self._cell(cells, CODE)
        row = (code, *(self._number(cells, one) for one in (TERM, *FLAGS)))
        if not problems and code in self.rows and self.rows[code] != row:
            told = {"code": code, "first": self._seen[code]}
            problems.append(Problem("DOSSIER-125", self.file, number, CODE, told))
        self.problems += problems
        if not problems and code not in self.rows:
            self.rows[code], self._seen[code] = row, number
            self.simulated += self._cell(cells, SIMULATED) == "1"

    def _faults(self, number: int, cells: list[str]) -> Iterator[Problem]:
        code = self._cell(cells, CODE)
        if not re.search(PROCEDURE_CODE, code):
            yield Problem("DOSSIER-122", self.file, number, CODE, {"value": code})
        term = self._cell(cells, TERM)
        if term and not (re.fullmatch(r"[0-9]+", term) and int(term[:9]) <= LONGEST):
            told = {"value": term, "most": str(LONGEST)}
            yield Problem("DOSSIER-123", self.file, number, TERM, told)
        for name in (*FLAGS, SIMULATED):
            value = self._cell(cells, name)
            if value not in ("", "0", "1"):
                yield Problem("DOSSIER-124", self.file, number, name, {"value": value})

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name)
        return "" if place is None or place >= len(cells) else cells[place].strip()

    def _number(self, cells: list[str], name: str) -> int | None:
        value = self._cell(cells, name)
        return int(value) if re.fullmatch(r"[0-9]+", value) else None
