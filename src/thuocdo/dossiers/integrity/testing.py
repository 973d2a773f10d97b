"""Does a unit show a pattern more often than others on the same procedures? Pure, integers in.

Expected: for each procedure the share of cases seen in all other units, times the unit's own
cases. Units differ for fair reasons too, so counts vary more than chance alone; the extra
variation of a detector is estimated over units (method of moments, the largest tenth drawn in,
as in Spiegelhalter 2005, "Funnel plots for comparing institutional performance"), and the upper
tail is that of the negative binomial with that mean and variance; Poisson where there is none.
Many units and detectors are looked at, so p-values are adjusted (Benjamini & Hochberg 1995).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

DRAWN_IN = 0.9  # quantile of the squared errors beyond which they are taken as that


@dataclass(frozen=True)
class Tested:
    """``observed`` of ``cases`` where ``expected`` were to be; ``adjusted``: the p-value after
    the look at many units.
    """

    detector: str
    unit: str
    cases: int
    observed: int
    expected: float
    p: float
    adjusted: float


def compared(counts: pl.DataFrame, detector_codes: list[str], least: int) -> list[Tested]:
    """Every unit with at least ``least`` seen, by every detector; the smallest p first.

    ``counts``: ``unit, procedure`` and ``case_CODE, seen_CODE``. Units with fewer are tested
    too, as far as the number of looks goes.
    """
    rows = [row for code in detector_codes for row in _of_detector(counts, code)]
    rows.sort(key=lambda one: one[-1])
    adjusted = benjamini_hochberg([one[-1] for one in rows])
    found = [Tested(*one, q) for one, q in zip(rows, adjusted, strict=True)]
    return [one for one in found if one.observed >= least]


def expectations(counts: pl.DataFrame, code: str) -> pl.DataFrame:
    """``unit, cases, observed, expected``: what the unit's mix makes one expect."""
    case, seen = pl.col(f"case_{code}"), pl.col(f"seen_{code}")
    others = (seen.sum().over("procedure") - seen) / (case.sum().over("procedure") - case)
    whole = seen.sum() / case.sum()
    share = pl.when(case.sum().over("procedure") > case).then(others).otherwise(whole)
    held = counts.with_columns(expected=case * share).filter(case > 0)
    sums = (case.sum().alias("cases"), seen.sum().alias("observed"), pl.col("expected").sum())
    return held.group_by("unit").agg(sums).sort("unit")


def _of_detector(counts: pl.DataFrame, code: str) -> list[tuple]:
    table = expectations(counts, code)
    if not table["observed"].sum():
        return []
    observed, expected = (table[name].to_numpy() for name in ("observed", "expected"))
    spread = extra_variation(observed, expected)
    tails = [tail(int(o), float(e), spread) for o, e in zip(observed, expected, strict=True)]
    columns = (table["unit"], table["cases"], table["observed"], table["expected"], tails)
    return [(code, *one) for one in zip(*columns, strict=True)]


def extra_variation(observed: np.ndarray, expected: np.ndarray) -> float:
    """The squared coefficient of variation between units beyond chance; 0 for none."""
    kept = expected > 0
    if kept.sum() < 3:
        return 0.0
    o, e = observed[kept], expected[kept]
    errors = (o - e) ** 2 / e
    errors = np.minimum(errors, np.quantile(errors, DRAWN_IN))
    return max(0.0, float(((errors - 1) * e).sum() / (e**2).sum()))


def tail(observed: int, expected: float, spread: float) -> float:
    """P(X ≥ observed) for a mean ``expected`` and variance expected + spread · expected²."""
    if observed <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    below = np.exp([_log_mass(k, expected, spread) for k in range(observed)])
    return float(min(1.0, max(0.0, 1.0 - below.sum())))


def _log_mass(k: int, mean: float, spread: float) -> float:
    if spread * mean < 1e-9:
        return k * math.log(mean) - mean - math.lgamma(k + 1)
    size = 1 / spread
    share = mean / (mean + size)
    head = math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
    return head + size * math.log1p(-share) + k * math.log(share)


def benjamini_hochberg(sorted_p: list[float]) -> list[float]:
    """Adjusted p-values of ``sorted_p`` (ascending): the smallest rate of false discoveries at
    which each would still be called one.
    """
    many, least, found = len(sorted_p), 1.0, []
    for place in range(many, 0, -1):
        least = min(least, sorted_p[place - 1] * many / place)
        found.append(least)
    return found[::-1]
