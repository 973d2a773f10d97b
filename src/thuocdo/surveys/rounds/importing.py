"""Import files into a round: good rows in, wrong rows to the error file, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from thuocdo import disk
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.rounds import error_book
from thuocdo.surveys.rounds.codebook import Codebook
from thuocdo.surveys.rounds.codebook import read as read_codebook
from thuocdo.surveys.rounds.design import SIMULATED, Design, design_of, role_of
from thuocdo.surveys.rounds.judging import Judged, judge
from thuocdo.surveys.rounds.matching import Matched, mapping_of, match
from thuocdo.surveys.rounds.merging import merged, one_codebook
from thuocdo.surveys.rounds.reading import Table, read_table
from thuocdo.surveys.rounds.store import Manifest, Round, Source
from thuocdo.units import Codes

ABOUT = ".mo-phong.json"  # beside simulated data: that it is, and how it was made
ITEMS = ".bang-ma.json"  # beside data: its codebook
ERRORS = "survey-errors"
TOLD = 20  # wrong cells named one by one


@dataclass(frozen=True)
class Order:
    """An import: files, the round, the codebook (``None``: of the file or the round), how heads
    are mapped (``head=name``), how communes are written, the time."""

    paths: tuple[Path, ...]
    round: str
    codebook: Codebook | None
    mapping: tuple[str, ...]
    communes: Codes
    now: datetime


@dataclass
class FileOutcome:
    """What became of a file. ``read`` = ``good`` + ``doubled`` + ``bad``. Heads stand as they are
    in the file; no cell's value does."""

    file: str
    sha256: str
    read: int = 0
    good: int = 0
    bad: int = 0
    doubled: int = 0
    generated: int = 0
    simulated: bool = False
    captured: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    wrong: list[dict] = field(default_factory=list)
    error_file: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an import did. ``version`` is the round's now; new only when ``new_version``."""

    round: str
    version: int
    new_version: bool
    rows: int
    new: int
    changed: int
    unchanged: int
    simulated: bool
    title: str
    items: int
    kept: int
    design: Design
    files: tuple[FileOutcome, ...]


def import_files(order: Order, home: Path, at: Callable[[str], None] = lambda _: None) -> Outcome:
    """Import ``order`` into its round under ``home``.

    ``at`` is told each step by name; tests raise from it. Raises ``ThuocDoError`` SURVEY-100 to
    SURVEY-134; the round is then as before.
    """
    store = Round(home, order.round)
    tables = [(path, read_table(path)) for path in order.paths]
    at("read")
    with store.writing():
        known = store.known()
        book = _codebook(order, tables, store if known else None)
        mapping = mapping_of(list(order.mapping), book)
        files, frames = [], []
        for path, table in tables:
            told, rows = _taken(path, table, book, mapping, order, home)
            files.append(told)
            frames.append(rows)
            at(f"judged {len(files)}")
        return _stored(store, known, book, files, frames, order.now, at)


def _codebook(order: Order, tables: list[tuple[Path, Table]], store: Round | None) -> Codebook:
    """The codebook asked for, else the one beside or in the file, else the round's own.

    Raises ``ThuocDoError`` SURVEY-122 (none), SURVEY-123 (it is not the round's).
    """
    old = store.codebook() if store else None
    found = order.codebook
    for path, table in tables:
        beside = path.with_name(path.name + ITEMS)
        if found is None and beside.is_file():
            found = read_codebook(beside.read_bytes(), beside.name)
        if found is None and old is None:
            found = table.codebook
    if found is None and old is None:
        raise ThuocDoError(Problem("SURVEY-122", order.paths[0].name))
    return one_codebook(old, found)


def _taken(path: Path, table: Table, book: Codebook, mapping: dict, order: Order, home: Path):
    """The good rows of a file and what became of it; its error file is written."""
    digest = disk.checksum(path)
    found = match(path.name, table.heads, book, mapping)
    judged = judge(table, found, book, order.communes, f"f{digest[:8]}")
    stamp = f"{order.now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    errors = home / ERRORS / f"{stamp}-{order.round}-{digest[:8]}.xlsx"
    written = error_book.write(errors, table, found, judged.faults)
    told = _outcome(path, table, found, judged, book)
    told.sha256, told.error_file = digest, written.as_posix() if written else ""
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    told.captured = when.isoformat(timespec="seconds")
    told.simulated = book.simulated or is_simulated(path, table)
    return told, judged.good


def is_simulated(path: Path, table: Table) -> bool:
    """Whether a file says that it is simulated: its sidecar, a column, its own marks.

    A sidecar that cannot be read does.
    """
    marked = [table.columns[table.heads.index(one)] for one in SIMULATED if one in table.heads]
    if table.simulated or any(one.is_not_null().any() for one in marked):
        return True
    beside = path.with_name(path.name + ABOUT)
    if not beside.is_file():
        return False
    try:
        about = json.loads(beside.read_text(encoding="utf-8"))
        return about.get("basis", "simulated") == "simulated"
    except (ValueError, AttributeError):
        return True


def _outcome(path: Path, table: Table, found: Matched, judged: Judged, book: Codebook):
    bad = judged.faults["row"].n_unique()
    told = FileOutcome(path.name, "", len(table.numbers) + len(table.torn))
    told.good, told.bad, told.doubled = judged.good.height, bad, judged.doubled
    told.generated = judged.generated
    told.columns = {table.heads[place]: one.column for place, one in found.targets.items()}
    told.unmatched, told.personal = found.unmatched, found.personal
    told.repeats = [*found.repeats, *table.others]
    items = {one.item or one.role for one in found.targets.values()}
    told.absent = [one.name for one in book.kept if one.name not in items]
    told.missing, told.hidden = judged.missing, judged.hidden
    told.faults = dict(judged.faults.group_by("code").len().sort("code").rows())
    told.wrong = judged.faults.head(TOLD).to_dicts()
    return told


def _stored(store, known: Manifest | None, book, files, frames, now: datetime, at) -> Outcome:
    old = store.respondents() if known else None
    found = merged(old, frames, book)
    simulated = bool(known and known.simulated) or any(one.simulated for one in files)
    book = replace(discreet(book), simulated=simulated)
    design = design_of(found.rows.columns)
    version = known.version if known else 0
    same = known and not found.new and not found.changed and store.codebook() == book
    is_new = not same and found.rows.height > 0
    if is_new:
        version += 1
        pieces = store.put(found.rows, book)
        at("files")
        made = now.astimezone(UTC).isoformat(timespec="seconds")
        sources = (*(known.sources if known else ()), *map(_source, files))
        about = (store.name, version, made, book.title, *pieces, design, simulated, sources)
        store.swap(Manifest(*about))
        at("swapped")
    return Outcome(
        round=store.name,
        version=version,
        new_version=is_new,
        rows=found.rows.height,
        new=found.new,
        changed=found.changed,
        unchanged=sum(one.good for one in files) - found.new - found.changed,
        simulated=simulated,
        title=book.title,
        items=len(book.items),
        kept=len(book.kept),
        design=design,
        files=tuple(files),
    )


def discreet(book: Codebook) -> Codebook:
    """``book`` as it may be kept: the choices of an item that names people are their names."""
    items = (
        replace(one, choices=(), missing=(), kind="text")
        if one.is_personal or role_of(one.name) in ("respondent", "interviewer")
        else one
        for one in book.items
    )
    return replace(book, items=tuple(items))


def _source(one: FileOutcome) -> Source:
    counts = (one.read, one.good, one.bad, one.doubled)
    return Source(one.file, one.sha256, one.captured, *counts, one.simulated)
