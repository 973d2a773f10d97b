"""Standard errors of PAPI: the official ones of 2019, carried to the years around.

PAPI printed an error for 2019 alone. For 2018–2024 the error of each total and dimension of
2019 is carried unchanged (times ``se_scale``); where a dimension is made of other parts than
in 2019 its error is scaled by the ratio of the between-province spreads of the two years.
A carried error is *estimated*. There is none before 2018 and none for sub-dimensions.
The official "95 %" bounds are ±1.645 standard errors, so the error itself is used.
"""

from __future__ import annotations

import polars as pl

from thuocdo.indices.rule_sets import TOTAL, RuleSet

BASE_YEAR = 2019
CARRIED_FROM, CARRIED_TO = 2018, 2024


def scale_factors(
    scores: pl.DataFrame, base_scores: pl.DataFrame, rules: RuleSet, base_rules: RuleSet
) -> dict[str, float]:
    """Factor by item (``total`` and dimensions) that turns an error of 2019 into the year's.

    ``scores`` and ``base_scores``: columns ``unit, item, score`` over all provinces. The
    factor is 1 where the dimension has the same parts in both years.
    """
    factors = {TOTAL: 1.0}
    for dimension in rules.children():
        code = dimension.code
        same = rules.parts(code) == base_rules.parts(code)
        factors[code] = 1.0 if same else _spread(scores, code) / _spread(base_scores, code)
    return factors


def carried_errors(
    errors: pl.DataFrame, factors: dict[str, float], *, se_scale: float = 1.0
) -> pl.DataFrame:
    """Errors of the year: columns ``unit, item, se``.

    ``errors``: the official table of 2019 (``unit, item, se``).
    """
    factor = pl.col("item").replace_strict(factors, default=None, return_dtype=pl.Float64)
    return errors.select("unit", "item", (pl.col("se") * factor * se_scale).alias("se")).filter(
        pl.col("se").is_not_null()
    )


def _spread(scores: pl.DataFrame, item: str) -> float:
    return scores.filter(pl.col("item") == item)["score"].drop_nulls().std()
