"""Units beside each other on one node: rank, and the set of ranks the sample allows."""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.indices import rank_sets


def ranked(
    scored: pl.DataFrame, node: str, unit: str, *, simultaneous: bool = False, draws: int = 10_000
) -> pl.DataFrame:
    """Rows of ``node`` with ``rank, rank_low, rank_high, of`` (best first).

    ``scored``: as ``scores`` answers, by the column ``unit``. Units without a value or an error
    have no rank and are last. Values of different units are taken as independent: true where no
    PSU lies in two of them.
    """
    rows = scored.filter(pl.col("node") == node).sort("value", unit, descending=(True, False))
    known = rows.filter(pl.col("value").is_not_null() & pl.col("se").is_not_null())
    others = rows.join(known, on=unit, how="anti")
    if known.height < 2:
        empty = pl.lit(None, dtype=pl.Int64)
        return rows.with_columns(rank=empty, rank_low=empty, rank_high=empty, of=empty)
    values, errors = known["value"].to_numpy(), known["se"].to_numpy()
    low, high = rank_sets(values, errors, simultaneous=simultaneous, draws=draws)
    told = known.with_columns(
        rank=pl.col("value").rank("min", descending=True).cast(pl.Int64),
        rank_low=pl.Series(np.asarray(low, dtype=np.int64)),
        rank_high=pl.Series(np.asarray(high, dtype=np.int64)),
        of=pl.lit(known.height, dtype=pl.Int64),
    )
    return pl.concat([told, others], how="diagonal")
