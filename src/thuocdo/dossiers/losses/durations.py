"""Order statistics of lengths from their counts by whole hour. Pure; integers in and out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

QUANTILES = {"median": (1, 2), "p90": (9, 10)}


def step_lengths(hours: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """One row per ``step`` (and ``by``) from the rows of ``steps.step_hours``, as ``lengths``."""
    return lengths(hours, [*by, "step"])


def lengths(hours: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One row per ``keys`` from rows counted by them and by whole ``hours``.

    Columns: ``count``, ``median`` and ``p90`` in whole hours, ``seconds`` and of these
    ``at_work``, ``reversed`` (steps that end before they begin, in nothing else). The q-th order
    statistic of n is the ⌈q n⌉-th smallest: an hour that was met, never a mean of two.
    """
    keys = list(keys)
    sums = hours.group_by(*keys, "hours").agg(pl.col("count", "seconds", "at_work").sum())
    fine = sums.filter(pl.col("hours").is_not_null()).sort(*keys, "hours")
    reached = pl.col("count").cum_sum().over(keys)
    fine = fine.with_columns(reached=reached, n=pl.col("count").sum().over(keys))
    found = fine.group_by(keys).agg(
        pl.col("count").sum(),
        *(_order_statistic(*q).alias(name) for name, q in QUANTILES.items()),
        pl.col("seconds", "at_work").sum(),
    )
    wrong = sums.filter(pl.col("hours").is_null()).select(*keys, reversed="count")
    joined = found.join(wrong, on=keys, how="full", coalesce=True, nulls_equal=True)
    return joined.with_columns(pl.col("count", "reversed").fill_null(0)).sort(keys)


def _order_statistic(above: int, below: int) -> pl.Expr:
    wanted = (pl.col("n") * above + below - 1) // below
    return pl.col("hours").filter(pl.col("reached") >= wanted).first()
