"""Registers of procedures kept under THUOCDO_HOME: checked copies, numbered, never changed.

``procedures/000002.json`` holds the rows with the checksum of the file they came from. What is
counted takes the newest one, unless a call names a file or a version; its number stands beside
every figure, so that the figure can be made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.room import no_room_told
from thuocdo.dossiers.measures.counting import REGISTER
from thuocdo.dossiers.measures.register import CODE, FLAGS, TERM, Register, register_file
from thuocdo.errors import ThuocDoError

FOLDER = "procedures"
NONE = 0  # the version that stands for no register at all


@dataclass(frozen=True)
class Kept:
    """A register with when it was taken in and the name of its file."""

    register: Register
    made: str
    file: str


def register_for(home: Path, terms: Path | None = None, version: int | None = None) -> Register:
    """The register a count takes: the file ``terms``, else the copy ``version``, else the newest.

    ``terms`` may name a version too, as a bare number; ``NONE`` is none. Raises ``ThuocDoError``
    DOSSIER-003, 120 to 126 (file), 127, 128 (copy).
    """
    if terms is not None:
        if not (str(terms).isdecimal() and not terms.exists()):
            return register_file(terms)
        version = int(str(terms))
    if version == NONE:
        return Register()
    known = numbers(home)
    if version is None:
        return kept(home, known[-1]).register if known else Register()
    return kept(home, version).register


def numbers(home: Path) -> list[int]:
    """The versions kept under ``home``, oldest first."""
    return sorted(int(path.stem) for path in (home / FOLDER).glob("[0-9]*.json"))


def newest(home: Path) -> int:
    """The newest version, ``NONE`` while there is none."""
    return max(numbers(home), default=NONE)


def kept(home: Path, version: int) -> Kept:
    """The copy ``version``. Raises ``ThuocDoError`` DOSSIER-127 (damaged), 128 (no such one)."""
    path = _path(home, version)
    if not path.is_file():
        known = ", ".join(str(one) for one in numbers(home)) or "–"
        raise ThuocDoError.of("DOSSIER-128", version=str(version), known=known)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["content"] != _content(told["rows"]) or told["columns"] != list(REGISTER):
            raise ValueError
        rows = pl.DataFrame(told["rows"], schema=REGISTER, orient="row")
        held = Register(rows, version, str(told["sha256"]), int(told["simulated"]))
        return Kept(held, str(told["made"]), str(told["file"]))
    except (ValueError, KeyError, TypeError, OSError, pl.exceptions.PolarsError):
        raise ThuocDoError.of("DOSSIER-127", file=path.name) from None


def keep(home: Path, path: Path, now: datetime) -> tuple[Kept, bool]:
    """Take the file ``path`` in as a new version; the version and whether it is new.

    A file that says what the newest version says makes none. Raises ``ThuocDoError``
    DOSSIER-008 (disk full) and as ``register_file``.
    """
    found = register_file(path)
    before = newest(home)
    if before != NONE:
        held = kept(home, before)
        if held.register.rows.equals(found.rows) and held.register.simulated == found.simulated:
            return held, False
    made = now.astimezone(UTC).isoformat(timespec="seconds")
    rows = [list(row) for row in found.rows.iter_rows()]
    told = {
        "made": made,
        "file": path.name,
        "sha256": found.sha256,
        "simulated": found.simulated,
        "columns": list(REGISTER),
        "content": _content(rows),
        "rows": rows,
    }
    version = _placed(home, before + 1, json.dumps(told, ensure_ascii=False, indent=0))
    return Kept(replace(found, version=version), made, path.name), True


def as_file(register: Register) -> str:
    """The register as CSV in the columns it is handed over in."""
    names = {"procedure": CODE, "term": TERM} | {column: name for name, column in FLAGS.items()}
    return register.rows.rename(names).select(*names.values()).write_csv()


def as_json(register: Register) -> dict | None:
    """Which register stood behind a figure; ``None`` for none."""
    if not register.count:
        return None
    names = ("version", "sha256", "simulated")
    return {**{name: getattr(register, name) for name in names}, "procedures": register.count}


def _placed(home: Path, number: int, text: str) -> int:
    """Write ``text`` whole under the first free number from ``number`` on."""
    with no_room_told():
        (home / FOLDER).mkdir(parents=True, exist_ok=True)
        partial = home / FOLDER / f"{number:06d}.{os.getpid()}.partial"
        try:
            with partial.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            while True:
                try:
                    os.link(partial, _path(home, number))  # fails where another has placed one
                    return number
                except FileExistsError:
                    number += 1
        finally:
            partial.unlink(missing_ok=True)


def _path(home: Path, version: int) -> Path:
    return home / FOLDER / f"{version:06d}.json"


def _content(rows: list) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8")).hexdigest()
