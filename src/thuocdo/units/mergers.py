"""Rebase figures of the 63 provinces to the 34 of 1 July 2025 by census weights.

A merged figure is our construction, not a published one: Σ wᵢxᵢ over the parts with
wᵢ = population of the part / population of all parts (census of 1 April 2019). It is
absent where a part has no valid figure, unless partial figures are asked for.
"""

from __future__ import annotations

import polars as pl

from thuocdo.facts import Facts

CENSUS_YEAR = 2019


def parts_and_weights(facts: Facts) -> pl.DataFrame:
    """One row per old province: ``new, old, population, weight``, sorted by new and old.

    Weights of a new unit sum to 1; they are null when the census lacks one of its parts.
    """
    census = facts.table("census").filter(pl.col("year") == CENSUS_YEAR)
    population = pl.col("population")
    whole = pl.when(population.is_not_null().all().over("new")).then(population.sum().over("new"))
    return (
        facts.table("merger")
        .select("old", "new")
        .join(census.select(pl.col("unit").alias("old"), "population"), on="old", how="left")
        .with_columns(weight=population / whole)
        .select("new", "old", "population", "weight")
        .sort("new", "old")
    )


def rebase(
    frame: pl.DataFrame,
    parts: pl.DataFrame,
    by: list[str],
    *,
    values: tuple[str, ...] = (),
    errors: tuple[str, ...] = (),
    allow_partial: bool = False,
) -> pl.DataFrame:
    """Merge ``frame`` (columns ``unit``, ``by``, values, errors) along ``parts``.

    Values become Σw·x, standard errors √Σw²·se² (parts are independent samples). Columns
    added: ``present`` (parts that have a figure in the first column) and ``parts`` (number
    of old units). A part without a row or with a null makes the merged figure null; with
    ``allow_partial`` the weights of the parts present are scaled to 1 instead. Errors are
    those of the first value: they are merged over the parts that have it, and null where
    one of these has no error. A new unit without any row is left out.
    """
    columns = (*values, *errors)
    sizes = parts.group_by("new").len("parts")
    merged = [_merged(name, name, allow_partial, error=False) for name in values]
    merged += [_merged(name, columns[0], allow_partial, error=True) for name in errors]
    return (
        parts.join(sizes, on="new", maintain_order="left")
        .join(frame, left_on="old", right_on="unit", maintain_order="left_right")
        .group_by("new", *by, maintain_order=True)
        .agg(
            *merged,
            pl.col(columns[0]).is_not_null().sum().alias("present"),
            pl.col("parts").first(),
        )
        .rename({"new": "unit"})
    )


def _merged(name: str, owner: str, allow_partial: bool, *, error: bool) -> pl.Expr:
    """Column ``name`` merged over the parts where ``owner`` has a figure."""
    weight, figure = pl.col("weight"), pl.col(name)
    present = pl.col(owner).is_not_null()
    whole = weight.filter(present).sum() if allow_partial else pl.lit(1.0)
    terms = (weight * figure).filter(present)
    total = (terms**2).sum().sqrt() if error else terms.sum()
    enough = present.any() if allow_partial else present.sum() == pl.col("parts").first()
    return pl.when(enough & terms.is_not_null().all()).then(total / whole).alias(name)
