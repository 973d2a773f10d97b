"""How much a province typically gains in a year: the yardstick for a gap."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices import Options, broken_in, own_boundaries, rule_set_of, scored, years

_DEFAULT = Options()
_COLUMNS = {"item": pl.String, "name": pl.String, "year": pl.Int64, "gain": pl.Float64}


@lru_cache(maxsize=32)
def gains(facts: Facts, year: int, options: Options = _DEFAULT) -> pl.DataFrame:
    """Every yearly gain of a province within the PAPI rule set of ``year``, in points.

    Columns ``item, name, year, gain``: the positive changes of all provinces as published,
    over all pairs of consecutive years of the rule set without a break of the item.
    """
    rules = rule_set_of(facts, "papi", year)
    span = [one for one in years(facts, "papi") if _same(rules, rule_set_of(facts, "papi", one))]
    found = [
        _between(facts, before, after, rules, options)
        for before, after in zip(span, span[1:], strict=False)
        if own_boundaries(facts, "papi", before) == own_boundaries(facts, "papi", after)
    ]
    return pl.concat([pl.DataFrame(schema=_COLUMNS), *found])


def typical_gains(facts: Facts, year: int, options: Options = _DEFAULT) -> dict[str, float]:
    """Median yearly gain by item: what a province that gains usually gains in one year.

    Sampling noise inflates it somewhat. An item without a gain to look at is absent.
    """
    medians = gains(facts, year, options).group_by("item").agg(pl.col("gain").median())
    return dict(medians.iter_rows())


def _between(facts: Facts, before: int, after: int, rules, options: Options) -> pl.DataFrame:
    place = own_boundaries(facts, "papi", after)
    earlier = scored(facts, "papi", before, place, options).table
    later = scored(facts, "papi", after, place, options).table
    broken = [
        item for item in later["item"].unique() if broken_in(facts, "papi", after, item, rules)
    ]
    gain = pl.col("score") - pl.col("earlier")
    return (
        later.select("unit", "name", "item", "score")
        .join(earlier.select("unit", "item", earlier="score"), on=["unit", "item"])
        .filter(~pl.col("item").is_in(broken))
        .select("item", "name", pl.lit(after, pl.Int64).alias("year"), gain.alias("gain"))
        .filter(pl.col("gain") > 0)
        .sort("item", "name", "year")
    )


def _same(one, other) -> bool:
    return other is not None and one.code == other.code
