"""The dossiers behind a count of the lake: those that count, those missed, by their codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import polars as pl

from thuocdo.dossiers.clock import decided
from thuocdo.dossiers.losses.asking import Asked, Base, Session
from thuocdo.dossiers.losses.lake_metrics import LakeMetric, lake_metrics
from thuocdo.dossiers.measures.counting import KEYS, judged
from thuocdo.errors import ThuocDoError
from thuocdo.indices import Set, set_of

BATCH = 20_000  # dossiers read at a time
FIRST = 100
MOMENTS = ("accepted", "due", "legal_due", "finished", "returned")
ROW = ("dossier", "unit", "procedure", "status", *MOMENTS)


@dataclass(frozen=True)
class Behind:
    """``received`` dossiers fit ``asked``; ``cases`` of them count, ``right`` of these are done
    right. ``missed``: the others as a leaf; ``first``: the first hundred by code, as ``ROW``.
    """

    asked: Asked
    base: Base
    metric: LakeMetric
    received: int
    cases: int
    right: int
    missed: Set
    first: pl.DataFrame


def metric_of(key: str) -> LakeMetric:
    """The metric ``key`` (end point/code). Raises ``ThuocDoError`` DOSSIER-043."""
    known = {one.key: one for one in lake_metrics()}
    if key not in known:
        raise ThuocDoError.of("DOSSIER-043", metric=key, known=", ".join(known))
    return known[key]


def behind(asked: Asked, metric: LakeMetric) -> Behind:
    """What a count of ``metric`` is made of, read from the lake once more.

    Raises ``ThuocDoError`` DOSSIER-001, 009, 012, 014, 016 to 018, 040.
    """
    at = Session(asked)
    rows = _cases(at, asked, metric)
    [sums] = at.rows(_sums(rows)).to_dicts()
    missed = _missed(rows)
    codes = at.rows(missed.select("dossier"))["dossier"]
    told = (*_filter(asked), ("metric", metric.key), ("right", 0))
    first = at.rows(missed.order_by("dossier").limit(FIRST).select(*ROW))
    return Behind(
        asked,
        at.base,
        metric,
        *(sums[name] or 0 for name in ("received", "cases", "right")),
        set_of(codes, told, at.base.manifest.version),
        first,
    )


def missed_batches(asked: Asked, metric: LakeMetric) -> tuple[Base, Iterator[pl.DataFrame]]:
    """The missed dossiers, some thousands at a time, columns ``ROW``; never all in memory.

    The engine writes them to a file that is gone when the last batch was read. Raises
    ``ThuocDoError`` as ``behind`` does, before the first batch.
    """
    at = Session(asked)
    found = _missed(_cases(at, asked, metric)).order_by("dossier").select(*ROW)
    return at.base, _batches(at, found)


def _batches(at: Session, found) -> Iterator[pl.DataFrame]:
    with TemporaryDirectory(prefix="thuocdo-") as folder:
        path = Path(folder) / "missed.parquet"
        at.connection.to_parquet(found, path)
        yield from pl.scan_parquet(path).collect_batches(chunk_size=BATCH, maintain_order=True)


def _cases(at: Session, asked: Asked, metric: LakeMetric):
    """Dossiers that fit: ``ROW`` and ``right``, 1, 0 or null (does not count)."""
    base = at.base
    also = [one for one in ROW if one not in KEYS]
    rows = judged(at.table, asked.year, base.chosen, base.cut, at.register, also)
    for column in ("unit", "procedure", "month"):
        value = getattr(asked, column)
        if value is not None:
            rows = rows.filter(rows[column].isnull() if value == "" else rows[column] == value)
    return rows.select(*ROW, right=_right(rows, metric, base))


def _right(rows, metric: LakeMetric, base: Base):
    if metric.numerator == "on_time":
        return decided(rows.o_0, rows.paying == 1, base.chosen)
    value = rows[metric.numerator].cast("int64")
    if metric.denominator == "received":
        return value
    return (rows[metric.denominator] == 1).ifelse(value, ibis.null("int64"))


def _sums(rows):
    return rows.aggregate(received=rows.count(), cases=rows.right.count(), right=rows.right.sum())


def _missed(rows):
    return rows.filter(rows.right == 0)


def _filter(asked: Asked) -> tuple[tuple[str, str | int], ...]:
    names = ("year", "month", "unit", "procedure")
    held = ((name, getattr(asked, name)) for name in names)
    return tuple((name, value) for name, value in held if value is not None)
