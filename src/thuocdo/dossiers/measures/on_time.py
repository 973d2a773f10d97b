"""On time per unit and month: one pass over the lake, then sums of small integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis
import polars as pl

from thuocdo.calendar import end_of, is_provisional, start_of, working_days
from thuocdo.dossiers.clock import (
    Choice,
    admissible,
    counted,
    ended,
    outcome,
    rules,
    with_legal_due,
)
from thuocdo.dossiers.clock.verdicts import (
    COUNTING_RULES,
    DUE_RULES,
    LATE,
    ON_TIME,
    PAYING,
    UNDUE,
)

GROUPS = {
    "unit": ("unit",),
    "unit-month": ("unit", "month"),
    "month": ("month",),
    "province": (),
}
TERMS = {"procedure": pl.String, "term": pl.Int64}
YEARS_AHEAD = 2  # of the calendar: terms run past the end of the year


@dataclass(frozen=True)
class OnTime:
    """Of ``received`` dossiers ``denominator`` are judged, ``numerator`` of them on time.

    ``low`` and ``high``: (numerator, denominator) under the rules that make the rate lowest and
    highest; where no rule is in doubt both are the figure itself. ``None`` without any judged.
    """

    unit: str | None
    month: int | None
    received: int
    numerator: int
    denominator: int
    low: tuple[int, int] | None
    high: tuple[int, int] | None

    @property
    def rate(self) -> float | None:
        """The share on time; ``None`` when nothing is judged."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Report:
    """Rows and their total, judged as of ``cut`` (seconds since 1970)."""

    year: int
    cut: int
    provisional: bool
    simulated: int
    rows: tuple[OnTime, ...]
    total: OnTime


def on_time(dossiers, year: int, chosen: Choice, cut: int, terms: pl.DataFrame):
    """Counts per unit, month of acceptance and ``paying``, as an Ibis expression of integers.

    Columns: ``unit, month, paying, received, simulated`` and, for the K-th of ``_clocks``,
    ``on_K, late_K, undue_K``. ``terms``: ``procedure, term`` in working days.
    """
    start, end = start_of(date(year, 1, 1)), end_of(date(year, 12, 31))
    calendar = ibis.memtable(working_days(year, year + YEARS_AHEAD).drop("provisional"))
    within = counted(dossiers, start, min(end, cut))
    judged = with_legal_due(within, calendar, ibis.memtable(terms.cast(TERMS)))
    clocks = _clocks(chosen)
    ends = {_end_rules(one): one for one in clocks}
    names = {rules: f"end_{place}" for place, rules in enumerate(ends)}
    judged = judged.mutate(**{names[one]: ended(judged, ends[one], cut) for one in ends})
    found = {
        f"o_{k}": outcome(judged, one, cut, judged[names[_end_rules(one)]])
        for k, one in enumerate(clocks)
    }
    paying = (judged.status == PAYING).cast("int8")
    small = judged.select("unit", "month", "simulated", paying=paying, **found)
    counts = {"received": small.count(), "simulated": ibis.coalesce(small.simulated, 0).sum()}
    for k in range(len(clocks)):
        for name, value in (("late", LATE), ("on", ON_TIME), ("undue", UNDUE)):
            counts[f"{name}_{k}"] = (small[f"o_{k}"] == value).sum()
    return small.group_by("unit", "month", "paying").agg(**counts)


def _clocks(chosen: Choice) -> list[Choice]:
    """The admissible choices that differ in more than what is counted; ``chosen`` first."""
    found = {_clock_rules(one): one for one in (chosen, *admissible(chosen))}
    return list(found.values())


def _clock_rules(one: Choice) -> tuple[str, ...]:
    return tuple(one[name] for name in rules() if name not in COUNTING_RULES)


def _end_rules(one: Choice) -> tuple[str, ...]:
    left = (*COUNTING_RULES, *DUE_RULES)
    return tuple(one[name] for name in rules() if name not in left)


def report(counts: pl.DataFrame, chosen: Choice, year: int, cut: int, by: str) -> Report:
    """The counts of ``on_time`` under ``chosen``, summed by one of ``GROUPS``, with bands."""
    keys = list(GROUPS[by])
    pairs = counts.select("unit", "month", "received", "simulated", *_pairs(chosen))
    sums = [pl.col(name).sum() for name in pairs.columns if name not in ("unit", "month")]
    grouped = pairs.group_by(keys).agg(sums).sort(keys) if keys else pairs.select(sums)
    rows = tuple(_row(one) for one in grouped.iter_rows(named=True))
    total = pairs.select(sums).row(0, named=True)
    return Report(year, cut, is_provisional(year), total["simulated"] or 0, rows, _row(total))


def _pairs(chosen: Choice) -> list[pl.Expr]:
    """``n_K`` and ``d_K``: numerator and denominator of the K-th choice; 0 is ``chosen``."""
    place = {_clock_rules(one): k for k, one in enumerate(_clocks(chosen))}
    found = []
    for k, one in enumerate((chosen, *admissible(chosen))):
        clock = place[_clock_rules(one)]
        on, late, undue = (pl.col(f"{name}_{clock}") for name in ("on", "late", "undue"))
        numerator = on + (undue if one["no_term"] == "on_time" else 0)
        denominator = on + late + (undue if one["no_term"] != "left_out" else 0)
        if one["payment"] == "left_out":
            numerator, denominator = (n * (1 - pl.col("paying")) for n in (numerator, denominator))
        found += [numerator.alias(f"n_{k}"), denominator.alias(f"d_{k}")]
    return found


def _row(found: dict) -> OnTime:
    pairs = [
        (found[f"n_{k}"] or 0, found[f"d_{k}"] or 0)
        for k in range(sum(name.startswith("n_") for name in found))
    ]
    low, high = _extremes(pairs[1:])
    names = (found.get("unit"), found.get("month"), found["received"] or 0)
    return OnTime(*names, *pairs[0], low, high)


def _extremes(pairs: Iterable[tuple[int, int]]):
    judged = [pair for pair in pairs if pair[1]]
    if not judged:
        return None, None
    return min(judged, key=_share), max(judged, key=_share)


def _share(pair: tuple[int, int]) -> Fraction:
    return Fraction(*pair)
