"""Digests on the disk: sums in segments that are only ever added, and the rows still open.

A digest is never needed, only quicker: what cannot be read is as good as absent.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.room import write_rows

SEGMENTS = 40  # then they are made one
KINDS = ("counts", "hours")
Sums = tuple[pl.DataFrame | pl.LazyFrame, pl.DataFrame | pl.LazyFrame]  # by KINDS


@dataclass(frozen=True)
class Digest:
    """Of a version: the cut its settled dossiers had ended by, their sums, the open rows and
    the sums of these as of the cut.
    """

    version: int
    cut: int
    segments: tuple[Sums, ...] = ()
    open: pl.DataFrame = field(default_factory=pl.DataFrame)
    files: tuple[tuple[str, str], ...] = ()
    waiting: Sums | None = None


class Shelf:
    """The digests of one question, in ``folder``."""

    def __init__(self, folder: Path):
        self.folder = folder

    def newest(self, version: int, cut: int) -> Digest | None:
        """The newest digest of ``version`` or before, its cut no later than ``cut``."""
        for path in sorted(self.folder.glob("*.json"), reverse=True):
            try:
                told = json.loads(path.read_text(encoding="utf-8"))
                if told["version"] <= version and told["cut"] <= cut:
                    return self._read(told)
            except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
                continue
        return None

    def put(
        self,
        base: Digest,
        added: Sums,
        waiting: Sums,
        rest: pl.DataFrame,
        version: int,
        cut: int,
    ) -> None:
        """Store ``base`` with ``added`` as a digest of ``version``; its list of files is written
        last, so it is there whole or not at all. Raises ``OSError``.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        stem, files = f"{version:06d}-{cut}", base.files
        if len(files) >= SEGMENTS:
            whole = (pl.concat(one) for one in zip(*base.segments, added, strict=False))
            added, files = tuple(one.lazy() for one in whole), ()
        told = {"version": version, "cut": cut}
        told["segments"] = [*files, self._pair(stem, added)]
        told["waiting"] = self._pair(f"{stem}-waiting", waiting)
        told["open"] = self._write(f"{stem}-open", rest)
        self._place(f"{stem}.json", lambda path: path.write_text(json.dumps(told), "utf-8"))

    def _read(self, told: dict) -> Digest:
        files = tuple((one, other) for one, other in told["segments"])
        scans = tuple(self._scans(pair) for pair in files)
        rest = pl.read_parquet(self.folder / told["open"])
        waiting = self._scans(told["waiting"])
        return Digest(told["version"], told["cut"], scans, rest, files, waiting)

    def _scans(self, pair) -> Sums:
        for name in pair:
            pl.read_parquet_schema(self.folder / name)
        one, other = (pl.scan_parquet(self.folder / name) for name in pair)
        return one, other

    def _pair(self, stem: str, sums: Sums) -> tuple[str, str]:
        made = zip(KINDS, sums, strict=True)
        one, other = (self._write(f"{stem}-{kind}", frame.lazy().collect()) for kind, frame in made)
        return one, other

    def _write(self, stem: str, rows: pl.DataFrame) -> str:
        name = f"{stem}.parquet"
        self._place(name, lambda path: write_rows(path, rows, "lz4"))
        return name

    def _place(self, name: str, write) -> None:
        partial = self.folder / f"{name}.{os.getpid()}.partial"
        try:
            write(partial)
            os.replace(partial, self.folder / name)  # noqa: PTH105 - one step on every system
        except OSError:
            partial.unlink(missing_ok=True)
            raise
