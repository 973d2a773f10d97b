"""The frame ``compare`` answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.answers import Asked
from thuocdo.surveys.estimates.cells import Domains
from thuocdo.surveys.estimates.columns import Floats
from thuocdo.surveys.estimates.items import Item

OWN_OF_DIFFERENCES = (
    *("item", "category", "first", "second", "value_first", "value_second", "value", "se", "low"),
    *("high", "df", "t", "p_value", "n_first", "n_second", "note", "·domain"),
)


@dataclass(frozen=True)
class Difference:
    """A pair compared on k items: ``first, second`` have ``value, n, n_psu`` (domains, k)."""

    items: list[Item]
    pair: tuple[object, object]
    first: Any
    second: Any
    variance: Floats
    df: int


def difference_frame(
    asked: Asked, domains: Domains, between: str, dtype: pl.DataType, found: list[Difference]
) -> pl.DataFrame:
    """Rows by item, pair, then domain; sorted by domain first where there are domains."""
    parts = [_part(asked, domains, dtype, one) for one in found]
    whole = pl.concat(parts)
    if all(item.category is None for one in found for item in one.items):
        whole = whole.drop("category")
    if len(asked.targets) == 1:
        whole = whole.drop("item")
    if asked.by:
        whole = whole.sort("·domain", maintain_order=True)
    return whole.drop("·domain")


def _part(asked: Asked, domains: Domains, dtype, one: Difference) -> pl.DataFrame:
    k, count = len(one.items), domains.count
    domain = np.tile(np.arange(count), k)

    def flat(values: Floats) -> Floats:
        return values.T.ravel()

    value = flat(one.second.value - one.first.value)
    se = flat(np.sqrt(np.maximum(one.variance, 0)))
    note = _notes(one)
    se[note != ""] = np.nan
    columns = {name: domains.names[name].gather(domain.tolist()) for name in asked.by}
    columns["·domain"] = pl.Series(domain)
    columns["item"] = [item.target for item in one.items for _ in range(count)]
    words = [item.category for item in one.items for _ in range(count)]
    columns["category"] = pl.Series(words, dtype=pl.String)
    for name, of in zip(("first", "second"), one.pair, strict=True):
        columns[name] = pl.Series([of] * len(domain), dtype=dtype)
    columns["value_first"] = _told(flat(one.first.value))
    columns["value_second"] = _told(flat(one.second.value))
    columns |= _test(value, se, one.df, asked.level)
    columns["n_first"] = flat(one.first.n).astype(np.int64)
    columns["n_second"] = flat(one.second.n).astype(np.int64)
    columns["note"] = pl.Series([word or None for word in note.tolist()], dtype=pl.String)
    return pl.DataFrame(columns)


def _told(values: Floats) -> pl.Series:
    return pl.Series(values, nan_to_null=True)


def _test(value: Floats, se: Floats, df: int, level: float) -> dict:
    """Value, error, interval and Student's t against nought."""
    from scipy import special

    reach = special.stdtrit(df, (1 + level) / 2) if df > 0 else np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(se > 0, value / se, np.nan)
    chance = 2 * special.stdtr(df, -np.abs(t)) if df > 0 else np.full(t.shape, np.nan)
    told = {
        "value": value,
        "se": se,
        "low": value - reach * se,
        "high": value + reach * se,
        "df": np.full(len(value), df),
        "t": t,
        "p_value": chance,
    }
    return {name: _told(one) for name, one in told.items()}


def _notes(one: Difference) -> np.ndarray:
    n = np.minimum(one.first.n, one.second.n)
    n_psu = np.minimum(one.first.n_psu, one.second.n_psu)
    value = one.second.value - one.first.value
    return np.select(
        [n == 0, np.isnan(value), n_psu < 2, np.full(n.shape, one.df < 1)],
        ["no-answers", "zero-denominator", "one-psu", "no-df"],
        default="",
    ).T.ravel()
