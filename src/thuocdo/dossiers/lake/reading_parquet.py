"""Parquet files of dossiers.

Where the writer left a checksum with each page, they are compared before a row is used; damage
to a file without them is seen only when it breaks the packing or the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from thuocdo.dossiers.lake.process import STEPS, as_text
from thuocdo.dossiers.lake.reading import BATCH, Batch, bomb, too_large, unreadable

MANY = 10_000_000  # rows
DAMAGED = (
    "không phải tệp Parquet, hoặc tệp bị cụt hay bị hỏng",
    "it is not Parquet, or it was cut short or damaged",
)


def heads(path: Path) -> list[str]:
    """The columns of ``path``. Raises ``ThuocDoError`` DOSSIER-001, DOSSIER-011."""
    import pyarrow.parquet as pq

    with _damage_told(path):
        meta = pq.read_metadata(path)
        unpacked = sum(meta.row_group(one).total_byte_size for one in range(meta.num_row_groups))
        size = path.stat().st_size
        too_large(path, size, unpacked)
        if meta.num_rows > max(MANY, size):  # every dossier has a code of its own
            raise bomb(path)
        return list(pl.read_parquet_schema(path))


def batches(path: Path, columns: dict[str, str]) -> Iterator[Batch]:
    """Rows in batches, the columns named by their fields. Raises DOSSIER-001."""
    row = 2
    with _damage_told(path):
        _compare_checksums(path, list(columns))
        plan = pl.scan_parquet(path).select(list(columns))
        for rows in plan.collect_batches(chunk_size=BATCH, maintain_order=True):
            named = rows.rename(columns).with_row_index("row", row)
            if STEPS in named.columns:
                named = named.with_columns(as_text(named.schema[STEPS]).alias(STEPS))
            yield Batch(named)
            row += rows.height


def _compare_checksums(path: Path, columns: list[str]) -> None:
    """Read the pages once for their checksums; the reader of rows does not look at them."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        for _ in file.iter_batches(batch_size=BATCH, columns=columns):
            pass


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    import pyarrow as pa

    raised = pl.exceptions
    try:
        yield
    except (pa.ArrowException, raised.PolarsError, raised.PanicException, OSError, ValueError):
        raise unreadable(path, DAMAGED) from None
