"""PAPI's sub-dimensions from their published indicators, beside the published scores.

Known for 2018 and 2019 only, and there for the sub-dimensions whose rule could be found again.
"""

from __future__ import annotations

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices.rescaling import Indicator, Rescaling

WITHIN = 5e-7  # the official workbooks hold single-precision figures
COLUMNS = ("unit", "code", "official", "recomputed", "difference", "status")


def years(facts: Facts) -> list[int]:
    """Years with published indicators."""
    return sorted(facts.table("papi_rescaling")["year"].unique())


def rules(facts: Facts, year: int) -> dict[str, Rescaling]:
    """The rule of each sub-dimension of ``year`` for which one was found."""
    own = pl.col("year") == year
    found = facts.table("papi_rescaling").filter(own & (pl.col("fit") == "exact"))
    used = facts.table("papi_indicator").filter(own & (pl.col("used") == "yes"))
    return {
        row["code"]: Rescaling(
            row["low"],
            row["high"],
            tuple(
                Indicator(one["indicator"], one["minimum"], one["maximum"])
                for one in used.filter(pl.col("code") == row["code"]).iter_rows(named=True)
            ),
        )
        for row in found.iter_rows(named=True)
    }


def recomputed(facts: Facts, year: int) -> pl.DataFrame:
    """Every province and sub-dimension of ``year``: official, recomputed, their difference.

    ``status``: *reproduced* (within ``WITHIN``), *differs*, *undetermined* (no rule found, or a
    figure is missing). Empty for a year without published indicators.
    """
    own = pl.col("year") == year
    known = facts.table("papi_rescaling").filter(own).select("code")
    official = (
        facts.table("papi_score")
        .filter(own & (pl.col("boundaries") == "63"))
        .select("unit", "code", official="score")
        .join(known, on="code", how="semi")
    )
    made = _made(facts, year)
    difference = pl.col("recomputed") - pl.col("official")
    status = (
        pl.when(difference.is_null())
        .then(pl.lit("undetermined"))
        .when(difference.abs() <= WITHIN)
        .then(pl.lit("reproduced"))
        .otherwise(pl.lit("differs"))
    )
    joined = official.join(made, on=("unit", "code"), how="full", coalesce=True)
    return (
        joined.with_columns(difference=difference, status=status)
        .select(COLUMNS)
        .sort("unit", "code")
    )


def _made(facts: Facts, year: int) -> pl.DataFrame:
    empty = pl.DataFrame(schema={"unit": pl.String, "code": pl.String, "recomputed": pl.Float64})
    values = facts.table("papi_indicator_value").filter(pl.col("year") == year)
    if values.is_empty():
        return empty
    wide = values.pivot(on="indicator", index="unit", values="value")
    scores = [
        wide.select("unit", code=pl.lit(code), recomputed=rule.score())
        for code, rule in rules(facts, year).items()
    ]
    return pl.concat([empty, *scores])


def indicators(facts: Facts, year: int, unit: str) -> pl.DataFrame:
    """The published indicators of ``unit`` that go into its recomputed scores, in order."""
    own = pl.col("year") == year
    used = facts.table("papi_indicator").filter(own & (pl.col("used") == "yes"))
    values = facts.table("papi_indicator_value").filter(own & (pl.col("unit") == unit))
    names = facts.table("survey_item").filter(pl.col("form") == f"papi-{year}")
    worded = used.join(
        names.select(indicator="item", name="wording_vi"),
        on="indicator",
        how="left",
        maintain_order="left",
    )
    return worded.join(
        values.select("indicator", "value"), on="indicator", how="left", maintain_order="left"
    )
