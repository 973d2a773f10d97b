"""A file written in one step: killed at any moment it is as before or as after."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

PIECE = 1 << 20
NAMED_BY = 16  # letters of the checksum in a file's name
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    found = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def put(path: Path, content: bytes) -> None:
    """Write ``content`` at ``path``, on the disk before it takes its name."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)


def put_named(folder: Path, name: str, suffix: str, content: bytes) -> tuple[Path, str]:
    """``content`` in ``folder`` under ``name`` and its checksum; the path and the checksum.

    The same content makes the same file, so writing it again changes nothing.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = folder / f"{name}-{digest[:NAMED_BY]}{suffix}"
    if not path.is_file() or checksum(path) != digest:
        put(path, content)
    return path, digest


def sync_folder(folder: Path) -> None:
    """See that the names in ``folder`` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_only(folder: Path, named: Iterable[str]) -> None:
    """Remove the files of ``folder`` that are not ``named``."""
    kept = set(named)
    for path in folder.glob("*"):
        if path.is_file() and path.name not in kept:
            path.unlink()
