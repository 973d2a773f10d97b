"""The files of a version: parts and the log of what changed, each written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from thuocdo.disk import checksum, sync_folder
from thuocdo.dossiers.lake.manifests import Changes, Lake, Manifest, Part
from thuocdo.dossiers.lake.room import write_rows

MOST_CHANGED = 0.2  # of the lake; beyond it a recount is as cheap as a log
NAMED_BY = 16  # letters of the checksum in a file's name


def write_part(lake: Lake, name: str, rows: pl.DataFrame, level: int = 1) -> Part:
    """Write ``rows`` as the part ``name``; ``level`` is how hard they are compressed."""
    lake.parts.mkdir(parents=True, exist_ok=True)
    path, digest = _write(lake.parts, name, rows, level)
    simulated = int((rows["simulated"] == 1).sum())
    size, updated = path.stat().st_size, int(rows["updated"].max())
    return Part(name, path.name, rows.height, size, digest, simulated, updated)


class ChangeLog:
    """Gathers what an import changes; given up when it is too much of the lake."""

    def __init__(self, lake: Lake, known: Manifest):
        self.lake, self.version = lake, known.version + 1
        self.most = known.rows * MOST_CHANGED
        self._frames: list[pl.DataFrame] | None = []
        self._rows = 0

    def add(self, changes: pl.DataFrame) -> None:
        """More of it, as ``merging.Merged.changes``."""
        self._rows += changes.height
        if self._rows > self.most:
            self._frames = None
        if self._frames is not None:
            self._frames.append(changes)

    def written(self) -> Changes | None:
        """The log on the disk; ``None`` when it was given up."""
        if not self._frames:
            return None
        self.lake.changes.mkdir(parents=True, exist_ok=True)
        path, digest = _write(self.lake.changes, f"{self.version:06d}", pl.concat(self._frames), 1)
        sync_folder(self.lake.changes)
        return Changes(path.name, self._rows, digest)


def _write(folder: Path, name: str, rows: pl.DataFrame, level: int) -> tuple[Path, str]:
    partial = folder / f"{name}.partial"
    write_rows(partial, rows, "zstd", level)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    digest = checksum(partial)
    path = folder / f"{name}-{digest[:NAMED_BY]}.parquet"
    os.replace(partial, path)  # noqa: PTH105 - one step on every system
    return path, digest
