"""Intervals of a commune: it stands on its own few PSUs, not on those of the whole design.

A province's design has hundreds of degrees of freedom, a commune of four villages has three; an
interval made with the former would be much too short. Degrees of freedom of a domain: PSUs with
an answer in it less its strata (Korn & Graubard 1999, *Analysis of Health Surveys*, ch. 5).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.surveys.areas.showing import Thresholds
from thuocdo.surveys.estimates.intervals import interval

LEVEL = 0.95
REACH = 1.959963984540054  # standard errors in the half of a normal interval of 95 %


def strata_by(frame: pl.DataFrame, unit: str, strata: str | None) -> pl.DataFrame:
    """``unit, strata``: how many strata every unit lies in (1 without strata)."""
    count = pl.col(strata).n_unique() if strata else pl.lit(1)
    return frame.group_by(unit, maintain_order=True).agg(strata=count.cast(pl.Int64))


def with_span(
    frame: pl.DataFrame, df: pl.Expr | None, *, share: bool, level: float = LEVEL
) -> pl.DataFrame:
    """``frame`` with ``low, high`` about ``value`` from ``se`` and ``df`` (``None``: normal).

    A share's interval is made on the scale log(p/(1-p)), so that it stays between 0 and 1. Where
    all ``n`` answered alike that has no ends: then Korn and Graubard's, as if each had been drawn
    by itself. Null where there is no error or no degree of freedom.
    """
    given = frame.with_columns(_df=pl.lit(np.inf) if df is None else df.cast(pl.Float64))
    value, se, free = (
        given[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("value", "se", "_df")
    )
    free = np.where(free >= 1, free, np.nan)
    told = (se > 0) & ~np.isnan(free)
    se = np.where(told, se, np.nan)
    method = "logit" if share else "t"
    low, high = interval(method, value, se, free, level, np.ones(len(value)))
    if share and "n" in given.columns:
        low, high = _at_the_ends(given, value, free, level, (low, high))
    ends = {"low": low, "high": high}
    return given.drop("_df").with_columns(
        pl.Series(name, one, nan_to_null=True) for name, one in ends.items()
    )


def _at_the_ends(given: pl.DataFrame, value, free, level: float, ends) -> tuple:
    alike = np.isin(value, (0.0, 1.0)) & (given["n_psu"] >= 2).to_numpy() & ~np.isnan(free)
    n = np.maximum(given["n"].cast(pl.Float64).to_numpy(), 2.0)
    exact = interval("korn-graubard", value, np.zeros(len(value)), free, level, n)
    return tuple(np.where(alike, one, end) for one, end in zip(exact, ends, strict=True))


def told_only(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """``frame`` with ``names`` null where fewer answered than may be shown, or no error is known.

    A figure whose error nobody knows is not a figure (``areas.showing``); an error is known where
    there is an interval.
    """
    least = Thresholds().min_answers.value or 1
    may = (pl.col("n") >= least) & pl.col("low").is_not_null() & pl.col("high").is_not_null()
    return frame.with_columns(pl.when(may).then(pl.col(one)).alias(one) for one in names)
