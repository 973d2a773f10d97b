"""Compaction: a new version with the same rows in less room, and old versions let go.

The new version is written first, as an import writes one; only then are manifests of old
versions removed, oldest first, and the files that no manifest names. Killed at any moment the
lake has all its rows, and the next writer clears what is left over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from thuocdo.disk import sync_folder
from thuocdo.dossiers.lake.fields import SCHEMA, filled
from thuocdo.dossiers.lake.freezing import frozen
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.lake.parts import ChangeLog, write_part
from thuocdo.errors import ThuocDoError

KEEP = 30  # newest versions
LEVEL = 12  # of compression: slow to write, quick to read


@dataclass(frozen=True)
class Compacted:
    """The new ``version``; bytes of all parts kept, before and after; versions let go."""

    version: int
    before: int
    after: int
    dropped: tuple[int, ...]


def compact(
    lake: Lake, keep: int, now: datetime, at: Callable[[str], None] = lambda _: None
) -> Compacted:
    """Rewrite the newest version of ``lake`` and keep ``keep`` versions besides frozen ones.

    ``at`` is told each step by name. Raises ``ThuocDoError`` DOSSIER-007, 009, 012 (empty).
    """
    with lake.writing():
        known = lake.manifest()
        if not known.parts:
            raise ThuocDoError.of("DOSSIER-012")
        before = _size(lake)
        parts = []
        for one in known.parts:
            rows = filled(pl.read_parquet(lake.path_of(one)))
            parts.append(write_part(lake, one.part, rows, LEVEL))
            at(f"part {one.part}")
        sync_folder(lake.parts)
        made = now.astimezone(UTC).isoformat(timespec="seconds")
        log = ChangeLog(lake, known)
        log.add(pl.DataFrame(schema=SCHEMA | {"sign": pl.Int8}))
        version = known.version + 1
        lake.swap(Manifest(version, made, known.key, tuple(parts), (), log.written()))
        at("swapped")
        dropped = _let_go(lake, keep, at)
        lake.clear()
        at("cleared")
    return Compacted(version, before, _size(lake), dropped)


def _let_go(lake: Lake, keep: int, at) -> tuple[int, ...]:
    kept = frozen(lake)
    old = [number for number in lake.numbers()[: -max(1, keep)] if number not in kept]
    for number in old:
        lake.forget(number)
        at(f"forgot {number}")
    return tuple(old)


def _size(lake: Lake) -> int:
    return sum(path.stat().st_size for path in lake.parts.glob("*.parquet"))
