"""Import files into the lake: good rows in, wrong rows to the error file, all or nothing.

Batches are judged and laid by part into a staging folder, then every part touched is merged
with what the lake has, written beside it, and one manifest makes it the lake. Until that last
step the lake is as it was; a killed import leaves files no manifest names, cleared by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from thuocdo.disk import checksum, sync_folder
from thuocdo.dossiers.lake import keys
from thuocdo.dossiers.lake.error_book import ErrorBook
from thuocdo.dossiers.lake.fields import BY_NAME, SCHEMA, filled
from thuocdo.dossiers.lake.judging import Judged, Units, judge
from thuocdo.dossiers.lake.manifests import Lake, Manifest, Part
from thuocdo.dossiers.lake.merging import merge, parts
from thuocdo.dossiers.lake.parts import ChangeLog, write_part
from thuocdo.dossiers.lake.reading import Batch, Source, batches, open_source
from thuocdo.dossiers.lake.room import write_rows
from thuocdo.errors import ThuocDoError


@dataclass
class FileOutcome:
    """What became of the rows of one file. ``read`` = ``good`` + ``bad``."""

    file: str
    sha256: str = ""
    read: int = 0
    good: int = 0
    bad: int = 0
    renamed: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    dropped: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    error_files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What an import did. ``version`` is the lake's now; it is new only when ``new_version``."""

    version: int
    new_version: bool
    new: int
    changed: int
    unchanged: int
    rows: int
    simulated: int
    files: tuple[FileOutcome, ...]


@dataclass(frozen=True)
class Order:
    """An import: files, how columns are named, how units are known, the key and the time."""

    paths: tuple[Path, ...]
    mapping: dict[str, str]
    units: Units
    key: str
    now: datetime


def import_files(order: Order, home: Path, at: Callable[[str], None] = lambda _: None) -> Outcome:
    """Import ``order`` into the lake under ``home``.

    ``at`` is told each step by name; tests raise from it. Raises ``ThuocDoError`` DOSSIER-001 to
    011; the lake is then as before.
    """
    lake = Lake(home)
    sources = [open_source(path, order.mapping) for path in order.paths]
    with lake.writing():
        known = lake.manifest()
        key = _key(order, sources, known)
        files = [_staged(lake, n, source, order, key, home, at) for n, source in enumerate(sources)]
        at("staged")
        return _merged(lake, known, files, key, order.now, at)


def _key(order: Order, sources: list[Source], known: Manifest) -> bytes | None:
    """The key, when a file brings personal numbers. Raises DOSSIER-004, 005, 006."""
    holds = {BY_NAME[name].holds for one in sources for name in one.columns.values()}
    if not holds & {"key", "steps"}:
        return None
    key = keys.checked(order.key)
    if known.key and known.key != keys.fingerprint(key):
        raise ThuocDoError.of("DOSSIER-006")
    return key


# ---- reading and judging ----


def _staged(lake: Lake, place: int, source: Source, order: Order, key, home, at) -> FileOutcome:
    """Read the ``place``-th file of ``order``; its checksum last, for a file that can be read."""
    stamp = f"{order.now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    errors = home / "dossier-errors" / f"{stamp}-{source.path.stem}.xlsx"
    told = FileOutcome(source.path.name, columns=dict(source.columns))
    told.dropped = len(source.dropped)
    now = int(order.now.timestamp())
    with ErrorBook(errors, key) as book:
        for number, batch in enumerate(batches(source)):
            judged = judge(batch.rows, order.units, key, now)
            _count(told, batch, judged)
            book.add(batch.rows, judged.faults, batch.unreadable)
            for part, rows in parts(judged.good).items():
                _stage(lake.staging / part, f"{place:04d}-{number:06d}.parquet", rows)
            at(f"batch {number}")
        told.error_files = [path.as_posix() for path in book.close()]
    told.sha256 = checksum(source.path)
    return told


def _count(told: FileOutcome, batch: Batch, judged: Judged) -> None:
    good = judged.good.height
    told.read += batch.rows.height + len(batch.unreadable)
    told.good += good
    told.bad += batch.rows.height - good + len(batch.unreadable)
    told.renamed += judged.renamed
    counted = judged.faults.group_by("code").len().rows()
    for code, count in [*counted, ("DOSSIER-114", len(batch.unreadable))]:
        if count:
            told.faults[code] = told.faults.get(code, 0) + count


def _stage(folder: Path, name: str, rows: pl.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / name, rows, "lz4")


# ---- merging and swapping ----


def _merged(lake: Lake, known: Manifest, files, key, now: datetime, at) -> Outcome:
    listed = {one.part: one for one in known.parts}
    new = changed = 0
    log = ChangeLog(lake, known)
    for folder in sorted(lake.staging.glob("*")):
        coming = pl.read_parquet(sorted(folder.glob("*.parquet")))
        old = listed.get(folder.name)
        found = merge(_rows(lake, old), coming)
        new, changed = new + found.new, changed + found.changed
        if found.new or found.changed:
            listed[folder.name] = write_part(lake, folder.name, found.rows)
            log.add(found.changes)
            at(f"part {folder.name}")
    if new or changed:
        sync_folder(lake.parts)
        at("parts")
        fingerprint = keys.fingerprint(key) if key else known.key
        in_order = tuple(listed[name] for name in sorted(listed))
        told = tuple(_remembered(one) for one in files)
        made = now.astimezone(UTC).isoformat(timespec="seconds")
        changes = log.written()
        at("changes")
        lake.swap(Manifest(known.version + 1, made, fingerprint, in_order, told, changes))
        at("swapped")
    result = lake.manifest()
    good = sum(one.good for one in files)
    counts = (new, changed, good - new - changed, result.rows, result.simulated)
    return Outcome(result.version, result.version != known.version, *counts, tuple(files))


def _remembered(one: FileOutcome) -> dict:
    """What the manifest keeps of a file: numbers and its checksum."""
    counted = replace(one)
    return {
        "file": counted.file,
        "sha256": counted.sha256,
        "read": counted.read,
        "good": counted.good,
        "bad": counted.bad,
        "renamed": counted.renamed,
    }


def _rows(lake: Lake, part: Part | None) -> pl.DataFrame:
    if part is None:
        return pl.DataFrame(schema=SCHEMA)
    return filled(pl.read_parquet(lake.path_of(part)))
