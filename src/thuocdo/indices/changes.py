"""Changes between years: only within a stretch without a break, and only beyond noise.

A change is *beyond noise* when |Δ| > 1.96·√(se₁² + se₂²), the two years' samples being
independent. Across a break no change is shown; positions may still be compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from thuocdo.facts import Facts
from thuocdo.indices.rule_sets import TOTAL, RuleSet

NOISE = 1.96
EVERYTHING = "*"


@dataclass(frozen=True)
class Change:
    """A change of one item: values of both years, difference, its error, the verdict.

    ``beyond_noise`` is ``None`` when no error is known.
    """

    item: str
    year_from: int
    year_to: int
    before: float
    after: float
    se: float | None
    beyond_noise: bool | None

    @property
    def difference(self) -> float:
        return self.after - self.before


def change(item: str, years: tuple[int, int], before: dict, after: dict) -> Change | None:
    """The change between two rows (keys ``score``, ``se``), or ``None`` when one is missing."""
    if before["score"] is None or after["score"] is None:
        return None
    se = None
    if before["se"] is not None and after["se"] is not None:
        se = math.hypot(before["se"], after["se"])
    difference = after["score"] - before["score"]
    verdict = None if se is None else abs(difference) > NOISE * se
    return Change(item, *years, before["score"], after["score"], se, verdict)


def breaks(facts: Facts, index: str) -> pl.DataFrame:
    """The breaks of ``index``: ``year, item, reason, reason_en`` and provenance."""
    return facts.table("break").filter(pl.col("index") == index).sort("year", "item")


def broken_in(facts: Facts, index: str, year: int, item: str, rules: RuleSet | None) -> list[dict]:
    """Breaks at ``year`` that touch ``item``: its own, those of the parts it sums, of all.

    A break of the parent does not by itself break a sub-dimension.
    """
    touched = {item, EVERYTHING}
    if rules is not None:
        below = rules.children("" if item == TOTAL else item)
        touched |= {one.code for one in below}
        if item == TOTAL:
            touched |= {one.code for one in rules.criteria}
    found = breaks(facts, index).filter((pl.col("year") == year) & pl.col("item").is_in(touched))
    return found.to_dicts()


def comparable_since(
    facts: Facts, index: str, year: int, item: str, rules: RuleSet | None, first: int
) -> int:
    """The earliest year ``item`` of ``year`` can be compared with; not before ``first``."""
    start = year
    while start > first and not broken_in(facts, index, start, item, rules):
        start -= 1
    return start
