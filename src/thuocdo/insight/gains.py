"""How much a province typically gains in a year: the yardstick for a gap."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices import Options, broken_in, own_boundaries, rule_set_of, scored, years

_DEFAULT = Options()


@lru_cache(maxsize=32)
def typical_gains(facts: Facts, year: int, options: Options = _DEFAULT) -> dict[str, float]:
    """Median yearly gain by PAPI item, in points, within the rule set of ``year``.

    Over all provinces as published and all pairs of consecutive years of the rule set without
    a break of the item, the median of the positive changes: what a province that gains
    usually gains in one year. Sampling noise inflates it somewhat. An item without a pair
    is absent.
    """
    rules = rule_set_of(facts, "papi", year)
    span = [one for one in years(facts, "papi") if _same(rules, rule_set_of(facts, "papi", one))]
    places = [own_boundaries(facts, "papi", one) for one in span]
    tables = [
        scored(facts, "papi", one, place, options).table
        for one, place in zip(span, places, strict=True)
    ]
    gains = []
    for at, now in enumerate(span[1:], start=1):
        if places[at] != places[at - 1]:
            continue
        before, after = tables[at - 1], tables[at]
        broken = {
            item for item in after["item"].unique() if broken_in(facts, "papi", now, item, rules)
        }
        pairs = after.select("unit", "item", "score").join(
            before.select("unit", "item", pl.col("score").alias("earlier")), on=["unit", "item"]
        )
        gains.append(pairs.filter(~pl.col("item").is_in(broken)))
    if not gains:
        return {}
    gain = pl.col("score") - pl.col("earlier")
    medians = (
        pl.concat(gains)
        .select("item", gain.alias("gain"))
        .filter(pl.col("gain") > 0)
        .group_by("item")
        .agg(pl.col("gain").median())
    )
    return dict(medians.iter_rows())


def _same(one, other) -> bool:
    return other is not None and one.code == other.code
