"""Competition ranking from unrounded values: equal values share the better rank."""

from __future__ import annotations

import polars as pl


def ranked(scores: pl.DataFrame) -> pl.DataFrame:
    """``scores`` (``unit, item, score``) with ``rank`` and ``of`` within each item.

    ``of`` counts the units that have a valid score; a missing score has no rank.
    """
    return scores.with_columns(
        pl.col("score").rank("min", descending=True).over("item").cast(pl.Int64).alias("rank"),
        pl.col("score").count().over("item").cast(pl.Int64).alias("of"),
    )
