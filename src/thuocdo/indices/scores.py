"""From given sub-dimension scores to dimensions and totals. Missing stays missing."""

from __future__ import annotations

import polars as pl

from thuocdo.indices.rule_sets import TOTAL, RuleSet


def score_items(given: pl.DataFrame, rules: RuleSet, units: list[str]) -> pl.DataFrame:
    """Scores of every item for every unit: columns ``unit, item, score``.

    ``given``: columns ``unit, code, score``. A dimension is null when one of its
    sub-dimensions is missing, a total when a dimension is; both are plain sums.
    """
    leaves = [one.code for one in rules.criteria if one.rule == "given"]
    grid = pl.DataFrame({"unit": units}).join(pl.DataFrame({"item": leaves}), how="cross")
    low = grid.join(
        given.select("unit", pl.col("code").alias("item"), "score"), on=["unit", "item"], how="left"
    )
    dimensions = _sums(low, {one.code: one.parent for one in rules.criteria if one.parent})
    total = _sums(dimensions, {one.code: TOTAL for one in rules.children()})
    return pl.concat([total, dimensions, low])


def _sums(scores: pl.DataFrame, parents: dict[str, str]) -> pl.DataFrame:
    complete = pl.col("score").is_not_null().all()
    return (
        scores.with_columns(pl.col("item").replace_strict(parents, default=None).alias("parent"))
        .filter(pl.col("parent").is_not_null())
        .group_by("unit", "parent", maintain_order=True)
        .agg(pl.when(complete).then(pl.col("score").sum()).alias("score"))
        .rename({"parent": "item"})
    )
