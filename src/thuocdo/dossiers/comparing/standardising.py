"""On-time rates as if every unit had the province's mix of procedures: indirect standardisation.

A unit with n_p judged dossiers of procedure p is expected to have E = Σ n_p R_p late, where R_p
is the late rate of p in the whole province. Its ratio θ = O / E of late dossiers to that is 1 when
it does as the province does with such procedures. Its standardised late rate is θ R, R the
province's rate of all dossiers, and its standardised on-time rate 1 - θ R (see Breslow & Day
1987, chapter 2, for the method; a rate above 100 % late is cut there, and said by ``cut``).

Indirectly standardised rates compare each unit with the *province*, not strictly with one another:
each is weighed by its own mix. Direct standardisation would compare pairs but needs every unit to
have every procedure, which no commune has. Ranks made of them come with their confidence sets.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.dossiers.comparing.intervals import Z95, late_ratio_limits
from thuocdo.indices import rank_sets

SCHEMA = {
    **{"unit": pl.String, "judged": pl.Int64, "late": pl.Int64, "expected": pl.Float64},
    **{"squares": pl.Float64, "crude": pl.Float64, "ratio": pl.Float64},
    **{"ratio_low": pl.Float64, "ratio_high": pl.Float64, "rate": pl.Float64},
    **{"low": pl.Float64, "high": pl.Float64, "se": pl.Float64, "cut": pl.Boolean},
}


def standardised(counts: pl.DataFrame, z: float = Z95) -> pl.DataFrame:
    """One row per unit with a judged dossier, in order of unit.

    ``counts``: ``unit, procedure, judged, late``, any number of rows for a pair; a null unit
    counts for the province only, a null procedure is a procedure of its own. Columns: ``judged,
    late``; ``expected`` late (E) and ``squares`` (V of ``intervals``); ``crude`` on-time rate;
    ``ratio`` θ with its limits; ``rate``, the standardised on-time rate, with ``low``, ``high``
    and ``se``, the half-width of the interval / z, so never 0 by having no late dossier. Ratio
    and rate are null when no dossier of the unit's procedures is late anywhere in the province.
    """
    pairs = counts.group_by("unit", "procedure").agg(pl.col("judged", "late").sum())
    pairs = pairs.filter(pl.col("judged") > 0).sort("unit", "procedure")
    if not pairs.height:
        return pl.DataFrame(schema=SCHEMA)
    overall = pairs["late"].sum() / pairs["judged"].sum()
    usual = pairs.group_by("procedure").agg(usual=pl.col("late").sum() / pl.col("judged").sum())
    joined = pairs.join(usual, on="procedure", nulls_equal=True)
    expected = pl.col("judged") * pl.col("usual")
    units = (
        joined.filter(pl.col("unit").is_not_null())
        .group_by("unit")
        .agg(
            pl.col("judged", "late").sum(),
            expected.sum().alias("expected"),
            (expected * pl.col("usual")).sum().alias("squares"),
        )
        .sort("unit")
    )
    made = [_row(one, overall, z) for one in units.iter_rows(named=True)]
    return pl.DataFrame(made, SCHEMA)


def _row(one: dict, overall: float, z: float) -> dict:
    crude = 1 - one["late"] / one["judged"]
    limits = late_ratio_limits(one["late"], one["expected"], one["squares"], z)
    found = {**one, "crude": crude}
    names = ("ratio", "ratio_low", "ratio_high", "rate", "low", "high", "se")
    if limits is None:
        return {**found, **dict.fromkeys(names), "cut": False}
    ratio = one["late"] / one["expected"]
    rates = [1 - theta * overall for theta in (ratio, limits[1], limits[0])]
    se = overall * (limits[1] - limits[0]) / (2 * z)
    values = (ratio, *limits, *(max(rate, 0.0) for rate in rates), se)
    return {**found, **dict(zip(names, values, strict=True)), "cut": min(rates) < 0}


def with_ranks(
    rates: pl.DataFrame, *, coverage: float = 0.95, draws: int = 10_000, seed: int = 0
) -> pl.DataFrame:
    """``rates`` with ``rank``, ``rank_low``, ``rank_high`` and the simultaneous ``all_low``,
    ``all_high``; the highest ``rate`` is 1, ``of`` units have a rate, without one there is no rank.

    ``rank_low … rank_high`` is right for one unit with chance ``coverage``; ``all_low …
    all_high`` for all of them at once. See ``indices.rank_sets``.
    """
    told = rates.filter(pl.col("rate").is_not_null())
    values, errors = told["rate"].to_numpy(), told["se"].to_numpy()
    how = {"coverage": coverage, "draws": draws, "seed": seed}
    own = rank_sets(values, errors, simultaneous=False, **how)
    together = rank_sets(values, errors, simultaneous=True, **how)
    columns = dict(
        zip(
            ("rank_low", "rank_high", "all_low", "all_high"),
            (np.asarray(one) for one in (*own, *together)),
            strict=True,
        )
    )
    ranks = told.select("unit", rank=pl.col("rate").rank("min", descending=True).cast(pl.Int64))
    ranks = ranks.with_columns(**{name: pl.Series(one) for name, one in columns.items()})
    return rates.join(
        ranks.with_columns(of=pl.lit(told.height, pl.Int64)), on="unit", how="left"
    ).sort("unit")
