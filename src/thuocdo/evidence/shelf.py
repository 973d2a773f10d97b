"""Contents on the disk: each once, under its SHA-256, whole or not at all.

A content is streamed to ``incoming`` under a random name, hashed on the way, judged, and takes
its own name in one step. Killed before that step, a partial file is left that the sweep removes;
after it, the content is there whole, and an orphan until a row names it.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from thuocdo import disk
from thuocdo.errors import ThuocDoError
from thuocdo.evidence.content import Kind, kind_of

PIECE = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")
UNTOLD = ""  # what a judge says of a file that nobody looked at


@dataclass(frozen=True)
class Stored:
    """A content on the shelf; ``judged`` is what the judge said of it."""

    sha256: str
    size: int
    kind: Kind
    judged: str


def folder(home: Path) -> Path:
    """Where contents lie."""
    return home / "evidence"


def place(home: Path, sha256: str) -> Path:
    """The path of a content. Raises ``ValueError`` for what is no checksum."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return folder(home) / sha256[:2] / sha256


def put(
    home: Path, stream: BinaryIO, limit: int, judge: Callable[[Path], str] = lambda _: UNTOLD
) -> Stored:
    """Take ``stream`` in, at most ``limit`` bytes; the same content again changes nothing.

    ``judge(path)`` sees the file when its kind is known and may refuse it by raising. Raises
    ``ThuocDoError`` EVIDENCE-002 (too large), 003 (disk full) and those of ``kind_of``; nothing
    stays on the disk then. The file has mode 0600, its folders 0700.
    """
    try:
        return _put(home, stream, limit, judge)
    except OSError as error:
        if error.errno in disk.NO_ROOM:
            raise ThuocDoError.of("EVIDENCE-003") from None
        raise


def _put(home: Path, stream: BinaryIO, limit: int, judge: Callable[[Path], str]) -> Stored:
    incoming = folder(home) / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder(home).chmod(0o700)
    partial = incoming / f"{uuid.uuid4().hex}.partial"
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            sha256, size = _copy(stream, file, limit)
            os.fsync(file.fileno())
            file.seek(0)
            kind = kind_of(file)
        judged = judge(partial)
        path = place(home, sha256)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with disk.in_turn(_lock(home)):  # the sweep must not take an old one of this name
            os.utime(partial)
            os.replace(partial, path)  # noqa: PTH105 - one step; mends a file that was changed
        for one in (path.parent, folder(home)):
            disk.sync_folder(one)
    finally:
        partial.unlink(missing_ok=True)
    return Stored(sha256, size, kind, judged)


def _copy(stream: BinaryIO, file: BinaryIO, limit: int) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > limit:
            raise ThuocDoError.of("EVIDENCE-002", limit=limit)
        found.update(piece)
        file.write(piece)
    file.flush()
    return found.hexdigest(), size


def contents(home: Path) -> Iterator[Path]:
    """Every file that stands where contents stand, whatever its name."""
    for below in sorted(folder(home).glob("*")):
        if below.is_dir() and below.name != "incoming":
            yield from sorted(one for one in below.rglob("*") if one.is_file())


def sweep(home: Path, known: Iterable[str], before: datetime) -> dict[str, int]:
    """Remove contents nobody knows and cut-off uploads, both untouched since ``before``.

    ``known`` are the checksums that rows name, read when this was called or later than
    ``before``. The counts: ``orphans``, ``unfinished``.
    """
    kept, gone = set(known), {"orphans": 0, "unfinished": 0}
    if not folder(home).is_dir():
        return gone
    for path in contents(home):
        if path.name not in kept:
            with disk.in_turn(_lock(home)):
                gone["orphans"] += _removed(path, before)
    for path in (folder(home) / "incoming").glob("*"):
        gone["unfinished"] += _removed(path, before)
    return gone


def _removed(path: Path, before: datetime) -> bool:
    try:
        if path.stat().st_mtime >= before.timestamp():
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _lock(home: Path) -> Path:
    return folder(home) / "lock"
