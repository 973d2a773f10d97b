"""On time high while petitions are many or unhappy, from the portal's answers. Pure.

The portal's "satisfaction with dossiers" repeats the counts of on time, so it says nothing here.
What does: how many petitions an agency has for its dossiers, and how many petitioners were not
satisfied with how theirs was handled. Most agencies have 0 to 3 petitions a period: of those
nothing is said but that there are too few cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from thuocdo.dossiers.integrity.detectors import detectors, thresholds
from thuocdo.dossiers.integrity.testing import Tested, compared
from thuocdo.dossiers.portal.bundles import Bundle

PROGRESS, SATISFACTION = "dvc-progress-tree", "handling-satisfaction"
PETITIONS = "PETITION_HANDLING_SATISFACTION"
COUNTS = ("judged", "on_time", "petitions", "satisfied")


@dataclass(frozen=True)
class Looked:
    """``found``: agencies as good as half of all at on time, with more petitions (or more of
    them unhappy) than others; ``too_few``: detector → how many of those agencies have too few
    cases to say anything.
    """

    found: tuple[Tested, ...]
    too_few: Mapping[str, int]


def agency_counts(bundle: Bundle, codes: Mapping[str, str] | None = None) -> pl.DataFrame:
    """``unit`` and ``COUNTS`` of every agency both answers have, the one asked for left out.

    ``codes``: departmentId → our unit; without it the portal's own. ``COUNTS`` are dossiers
    received, of these on time, petitions, of these satisfied.
    """
    progress, satisfaction = (bundle.answers.get(one) for one in (PROGRESS, SATISFACTION))
    rows = []
    for line in progress.units if progress and satisfaction else ():
        other = satisfaction.unit(line.id)
        told = other.metric(PETITIONS) if other else None
        if line.root or told is None or told.denominator is None:
            continue
        satisfied = 0 if told.denominator == 0 else told.numerator
        unit = line.id if codes is None else codes.get(line.id)
        dossiers = (line.inputs.get("totalReceived"), line.inputs.get("totalOnTime"))
        counts = (*dossiers, told.denominator, satisfied)
        if unit is not None and None not in counts:
            rows.append((unit, *map(int, counts)))
    return pl.DataFrame(rows, {"unit": pl.String} | dict.fromkeys(COUNTS, pl.Int64), orient="row")


def looked_at(counts: pl.DataFrame, level: float) -> Looked:
    """What stands out of ``agency_counts`` at ``level`` of false discoveries."""
    at = thresholds()
    high = _high(counts)
    tested = compared(_as_cases(counts), list(_own()), at["least_observed"])
    found = tuple(
        one
        for one in tested
        if one.unit in high
        and one.adjusted <= level
        and one.observed >= at["least_ratio"] * one.expected
    )
    return Looked(found, _too_few(counts, high, at["least_observed"]))


def _own() -> dict:
    return {code: one for code, one in detectors().items() if one.needs == "portal"}


def _high(counts: pl.DataFrame) -> set[str]:
    """Agencies on time at least as often as the median of those that have dossiers."""
    held = counts.filter(pl.col("judged") > 0)
    share = pl.col("on_time") / pl.col("judged")
    return set(held.filter(share >= share.median())["unit"])


def _as_cases(counts: pl.DataFrame) -> pl.DataFrame:
    return counts.select(
        "unit",
        procedure=pl.lit(""),
        case_petitions="judged",
        seen_petitions="petitions",
        case_unhappy="judged",
        seen_unhappy=pl.col("petitions") - pl.col("satisfied"),
    )


def _too_few(counts: pl.DataFrame, high: set[str], least: int) -> dict[str, int]:
    few = counts.filter(pl.col("unit").is_in(list(high)), pl.col("petitions") < least)
    return dict.fromkeys(_own(), few.height)
