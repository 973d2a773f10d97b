"""PAPI of one year on its own boundaries: scores of all items and their standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices import standard_errors
from thuocdo.indices.known_years import own_boundaries
from thuocdo.indices.rule_sets import RuleSet, rule_set_of
from thuocdo.indices.scores import score_items
from thuocdo.units import provinces


@dataclass(frozen=True)
class Year:
    """PAPI of one year.

    ``items``: columns ``unit, item, score, se``, one row per unit and item of the rule set.
    ``error_year``: the year whose printed errors were used, ``None`` where none is known.
    ``sources``: ids of the sources of scores and errors.
    """

    items: pl.DataFrame
    error_year: int | None
    sources: tuple[str, ...]


def papi_year(facts: Facts, year: int, se_scale: float = 1.0) -> Year:
    """Scores and errors of ``year``. A missing score has no error either."""
    rules = rule_set_of(facts, "papi", year)
    scores = papi_scores(facts, year, rules)
    printed = error_year(facts, year)
    errors = _errors(facts, year, printed, scores, rules, se_scale)
    known = pl.when(pl.col("score").is_not_null()).then(pl.col("se"))
    items = scores.join(errors, on=["unit", "item"], how="left").with_columns(known.alias("se"))
    sources = [*_origins(facts, "papi_score", year), *_origins(facts, "papi_error", printed)]
    return Year(items, printed, tuple(dict.fromkeys(sources)))


def papi_scores(facts: Facts, year: int, rules: RuleSet) -> pl.DataFrame:
    """Scores of all items: columns ``unit, item, score``."""
    given = facts.table("papi_score").filter(pl.col("year") == year)
    units = [unit.code for unit in provinces(facts, own_boundaries(facts, "papi", year))]
    return score_items(given, rules, units)


def error_year(facts: Facts, year: int) -> int | None:
    """The year whose printed errors serve ``year``: its own, else 2019 within reach, else none."""
    if year in facts.table("papi_error")["year"].unique():
        return year
    within = standard_errors.CARRIED_FROM <= year <= standard_errors.CARRIED_TO
    return standard_errors.BASE_YEAR if within else None


def _errors(facts, year, printed, scores, rules, se_scale) -> pl.DataFrame:
    table = _rows(facts, "papi_error", printed)
    factors = {item: 1.0 for item in table["item"].unique()}
    if printed is not None and printed != year:
        base_rules = rule_set_of(facts, "papi", printed)
        base_scores = papi_scores(facts, printed, base_rules)
        factors = standard_errors.scale_factors(scores, base_scores, rules, base_rules)
    return standard_errors.carried_errors(table, factors, se_scale=se_scale)


def _origins(facts: Facts, kind: str, year: int | None) -> list[str]:
    return sorted(_rows(facts, kind, year)["source"].unique())


def _rows(facts: Facts, kind: str, year: int | None) -> pl.DataFrame:
    return facts.table(kind).filter(pl.col("year").eq_missing(pl.lit(year, pl.Int64)))
