"""How likely a unit is among the leading ones."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.indices import TOTAL, Standings, chance_of_rank, top_set


@dataclass(frozen=True)
class Chance:
    """Probability that the unit's true rank is within the target, and the top set's verdict.

    ``flat`` takes the estimates as they are (leaders look too good), ``shrunk`` pulls them
    to the mean; ``in_set``: not rejected from the top at the coverage of the options.
    """

    target: int
    flat: float
    shrunk: float
    in_set: bool


def chance_of(standings: Standings, code: str, target: int) -> Chance | None:
    """The chance on the total; ``None`` where no error is known or the unit has no score."""
    valid = standings.item(TOTAL).filter(pl.col("score").is_not_null())
    units = valid["unit"].to_list()
    if code not in units or valid["se"].null_count() or target > len(units):
        return None
    scores, errors = valid["score"].to_numpy(), valid["se"].to_numpy()
    how = {"draws": standings.options.draws, "seed": standings.options.seed}
    place = units.index(code)
    flat = chance_of_rank(scores, errors, target, **how)[place]
    shrunk = chance_of_rank(scores, errors, target, shrink=True, **how)[place]
    inside = top_set(scores, errors, target, coverage=standings.options.coverage, **how)[place]
    return Chance(target, float(flat), float(shrunk), bool(inside))
