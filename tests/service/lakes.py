"""A simulated year cut off on a day: dossiers not ended by then stand open, as in a real lake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

MOMENTS = ("NgayBoSung", "NgayTiepNhanBoSung", "NgayBoSung2", "NgayTiepNhanBoSung2")
ENDS = ("NgayTuChoi", "NgayKetThucXuLy", "NgayTra")
WORKING, WAITING, PAST_ENDS = 4, 5, (3, 7, 8, 9, 10)


def cut_off(year: Path, to: Path, moment: datetime, every: int = 1) -> Path:
    """Write to ``to`` what the file ``year`` would have held at ``moment``; every N-th dossier."""
    zone = "Asia/Ho_Chi_Minh"
    at = pl.lit(moment.astimezone(UTC)).cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(zone)
    rows = pl.read_parquet(year).gather_every(every).filter(pl.col("NgayTiepNhan") <= at)
    known = [
        pl.when(pl.col(name) <= at).then(pl.col(name)).alias(name) for name in (*MOMENTS, *ENDS)
    ]
    ended = pl.any_horizontal(*(pl.col(name).is_not_null() for name in ENDS))
    asked = pl.col("NgayBoSung").is_not_null() & pl.col("NgayTiepNhanBoSung").is_null()
    gone = pl.col("TrangThaiHoSo").is_in(PAST_ENDS) & ~ended
    status = pl.when(gone & asked).then(WAITING).when(gone).then(WORKING).otherwise("TrangThaiHoSo")
    rows = rows.with_columns(known).with_columns(status.cast(pl.Int64).alias("TrangThaiHoSo"))
    latest = pl.max_horizontal("NgayTiepNhan", *MOMENTS, *ENDS)
    rows.with_columns(NgayCapNhat=latest).write_parquet(to)
    return to
