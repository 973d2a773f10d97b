"""Parquet files of dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.reading import BATCH, Batch, too_large, unreadable

DAMAGED = ("không phải tệp Parquet, hoặc tệp bị cụt", "it is not Parquet, or it was cut short")


def heads(path: Path) -> list[str]:
    """The columns of ``path``. Raises ``ThuocDoError`` DOSSIER-001, DOSSIER-011."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        meta = pq.read_metadata(path)
        unpacked = sum(meta.row_group(one).total_byte_size for one in range(meta.num_row_groups))
        too_large(path, path.stat().st_size, unpacked)
        return list(pl.read_parquet_schema(path))
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError):
        raise unreadable(path, DAMAGED) from None


def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
    """Rows in batches, the columns named by their fields."""
    row = 2
    try:
        plan = pl.scan_parquet(path).select(list(columns))
        for rows in plan.collect_batches(chunk_size=BATCH, maintain_order=True):
            yield Batch(rows.rename(columns).with_row_index("row", row))
            row += rows.height
    except (pl.exceptions.PolarsError, OSError):
        raise unreadable(path, DAMAGED) from None
