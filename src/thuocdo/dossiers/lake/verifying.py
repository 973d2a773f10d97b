"""Is the lake what its manifest says: every part there, whole, and no dossier twice."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.disk import checksum
from thuocdo.dossiers.lake.fields import fits
from thuocdo.dossiers.lake.manifests import Changes, Lake, Manifest, Part
from thuocdo.dossiers.lake.merging import part
from thuocdo.errors import Problem


@dataclass(frozen=True)
class Verified:
    """``version`` looked at, its parts and rows, and what is wrong."""

    version: int
    parts: int
    rows: int
    problems: tuple[Problem, ...]


def verify(lake: Lake, version: int | None = None) -> Verified:
    """Compare the lake with its manifest. Raises ``ThuocDoError`` DOSSIER-009, DOSSIER-014."""
    manifest = lake.manifest(version)
    problems = [found for one in manifest.parts for found in _faults(lake, one)]
    problems += _doubled_parts(manifest)
    problems += _log_faults(lake, manifest.changes)
    return Verified(manifest.version, len(manifest.parts), manifest.rows, tuple(problems))


def _faults(lake: Lake, one: Part) -> list[Problem]:
    path = lake.path_of(one)
    if not path.is_file():
        return [_problem(one, ("không còn tệp", "the file is gone"))]
    if checksum(path) != one.sha256:
        return [_problem(one, ("nội dung đã đổi", "its content has changed"))]
    rows = pl.scan_parquet(path)
    if not fits(rows.collect_schema()):
        return [_problem(one, ("sai cột", "its columns are wrong"))]
    found = rows.select(
        rows=pl.len(),
        different=pl.col("dossier").n_unique(),
        elsewhere=(part() != one.part).sum(),
    ).collect()
    count, different, elsewhere = found.row(0)
    told = []
    if count != one.rows:
        told.append(_problem(one, ("sai số dòng", "its number of rows is wrong")))
    if different != count or elsewhere:
        told.append(_problem(one, ("có hồ sơ bị lặp", "a dossier stands there twice")))
    return told


def _doubled_parts(manifest: Manifest) -> list[Problem]:
    names = [one.part for one in manifest.parts]
    twice = [one for one in manifest.parts if names.count(one.part) > 1]
    return [_problem(one, ("phần bị lặp", "the part is listed twice")) for one in twice]


def _log_faults(lake: Lake, log: Changes | None) -> list[Problem]:
    if log is None:
        return []
    path = lake.changes / log.file
    if not path.is_file():
        return [_problem(log, ("không còn tệp", "the file is gone"))]
    if checksum(path) != log.sha256:
        return [_problem(log, ("nội dung đã đổi", "its content has changed"))]
    return []


def _problem(one: Part | Changes, why: tuple[str, str]) -> Problem:
    return Problem("DOSSIER-015", one.file, values={"why": why})
