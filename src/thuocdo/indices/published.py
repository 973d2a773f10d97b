"""PAR INDEX and SIPAS as published: scores and ranks that we repeat, never recompute."""

from __future__ import annotations

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices.rule_sets import TOTAL
from thuocdo.units import parts_and_weights, provinces, rebase
from thuocdo.wording import Sentence

EMPTY_RANK = pl.lit(None, pl.Int64)


def published_items(facts: Facts, index: str, year: int, boundaries: str, options):
    """Published totals of ``year``: frame, notes by unit, source ids.

    Frame columns: ``unit, item, score, rank, of, present, parts, basis``, one row per unit.
    A rank is the publisher's, of the provinces it ranked; on other boundaries than the
    publisher's there is none.
    """
    rows = published_rows(facts, index, year)
    own = rows["boundaries"][0]
    wide = _wide(rows, [unit.code for unit in provinces(facts, own)])
    notes = _notes(rows)
    if own != boundaries:
        wide = _rebased(facts, wide, options)
        notes = {unit: (Sentence("indices", "parts_below"),) for unit in wide["unit"]}
    return wide, notes, tuple(sorted(set(rows["source"])))


def published_rows(facts: Facts, index: str, year: int) -> pl.DataFrame:
    """The rows of table ``published`` in use for ``index`` in ``year``; one per measure."""
    return (
        facts.table("published")
        .filter((pl.col("index") == index) & (pl.col("year") == year) & (pl.col("use") == "yes"))
        .unique(["unit", "measure"], keep="first", maintain_order=True)
    )


def _wide(rows: pl.DataFrame, units: list[str]) -> pl.DataFrame:
    def measure(name: str) -> pl.DataFrame:
        picked = rows.filter(pl.col("measure") == name)
        return picked.select("unit", pl.col("value").alias(name), pl.col("basis").alias(f"{name}_"))

    grid = pl.DataFrame({"unit": units, "item": TOTAL})
    joined = grid.join(measure("score"), on="unit", how="left").join(
        measure("rank"), on="unit", how="left"
    )
    ranks = pl.col("rank").cast(pl.Int64)
    return joined.select(
        "unit",
        "item",
        "score",
        ranks,
        pl.when(ranks.is_not_null()).then(pl.lit(len(units), pl.Int64)).alias("of"),
        pl.lit(1).alias("present"),
        pl.lit(1).alias("parts"),
        pl.coalesce("score_", "rank_").alias("basis"),
    )


def _rebased(facts: Facts, wide: pl.DataFrame, options) -> pl.DataFrame:
    parts = parts_and_weights(facts)
    merged = rebase(
        wide.select("unit", "item", "score"),
        parts,
        ["item"],
        values=("score",),
        allow_partial=options.allow_partial,
    )
    own = parts.join(wide.select(pl.col("unit").alias("old"), "basis"), on="old")
    alone = own.group_by(pl.col("new").alias("unit")).agg(pl.col("basis").first())
    basis = pl.when(pl.col("parts") > 1).then(pl.lit("estimated")).otherwise(pl.col("basis"))
    return merged.join(alone, on="unit", how="left").with_columns(
        EMPTY_RANK.alias("rank"),
        EMPTY_RANK.alias("of"),
        pl.when(pl.col("score").is_not_null()).then(basis).alias("basis"),
    )


def _notes(rows: pl.DataFrame) -> dict[str, tuple[Sentence, ...]]:
    """What is known besides a score and a rank: bounds, and how a derived figure arose."""
    notes: dict[str, tuple[Sentence, ...]] = {}
    for (unit,), group in rows.group_by("unit", maintain_order=True):
        found = []
        bounds = dict(group.select("measure", "value").iter_rows())
        if "score_low" in bounds and "score_high" in bounds:
            values = {"low": bounds["score_low"], "high": bounds["score_high"]}
            found.append(Sentence("indices", "between", values))
        for row in group.filter(pl.col("basis") == "derived").iter_rows(named=True):
            if row["note"]:
                found.append(Sentence("indices", "derived_as", {"how": row["note"]}))
        notes[unit] = tuple(dict.fromkeys(found))
    return notes
