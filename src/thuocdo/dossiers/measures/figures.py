"""A measure at any grouping, out of tallies: integers summed, a rate divided once. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.dossiers.clock import Choice
from thuocdo.dossiers.measures.catalogue import MeasureRule
from thuocdo.dossiers.measures.on_time import banded
from thuocdo.dossiers.measures.tallies import Tallies
from thuocdo.errors import ThuocDoError

GROUPINGS = ("unit", "month", "quarter", "year", "procedure", "field", "channel", "applicant_type")
NO_REGISTER = (
    "cần danh mục thủ tục (thuocdo dossiers procedures import, hoặc --terms)",
    "it needs the register of procedures (thuocdo dossiers procedures import, or --terms)",
)
ONLY_PORTAL = (
    "hồ sơ không cho biết; xem điểm trên Cổng (thuocdo portal)",
    "dossiers do not tell; see the portal's own figures (thuocdo portal)",
)


@dataclass(frozen=True)
class Figure:
    """A measure of one group: ``keys`` name it.

    ``numerator`` of ``denominator``; ``low``, ``high``: such pairs under the readings of the
    unknown rules that make the rate lowest and highest, ``None`` where the measure has no band.
    Both are ``None`` where the portal lists a unit without counts. Of a time: ``denominator``
    finished dossiers, ``median`` and ``p90`` in started hours.
    """

    keys: dict
    received: int
    simulated: int
    numerator: int | None
    denominator: int | None
    low: tuple[int, int] | None = None
    high: tuple[int, int] | None = None
    median: int | None = None
    p90: int | None = None

    @property
    def rate(self) -> float | None:
        """The share; ``None`` of a time and where there is nothing to divide by."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


def groupings(text: str) -> tuple[str, ...]:
    """``"unit,month"`` → its keys. Raises ``ThuocDoError`` DOSSIER-019."""
    names = tuple(one.strip() for one in text.replace("-", ",").split(",") if one.strip())
    names = tuple(one for one in names if one != "province")
    for one in names:
        if one not in GROUPINGS:
            raise ThuocDoError.of("DOSSIER-019", value=one, known=", ".join(GROUPINGS))
    return names


def missing(rule: MeasureRule, register: pl.DataFrame) -> tuple[str, str] | None:
    """Why a measure cannot be had from the lake (vi, en); ``None`` when it can."""
    if rule.kind == "portal":
        return ONLY_PORTAL
    column = {"whole_online": "whole", "result_electronic": "has_paper"}.get(rule.code, "has_fee")
    if rule.needs == "register" and register[column].is_null().all():
        return NO_REGISTER
    return None


def figures(
    tallies: Tallies,
    chosen: Choice,
    year: int,
    rule: MeasureRule,
    by: tuple[str, ...],
    register: pl.DataFrame,
) -> list[Figure]:
    """``rule`` for every group of ``by``, in order; one figure without keys when ``by`` is ()."""
    counts = _with_periods(tallies.counts, year)
    maker = {"clock": _clock, "share": _share, "procedures": _procedures, "hours": _hours}[
        rule.kind
    ]
    return maker(counts, _with_periods(tallies.hours, year), chosen, rule, list(by), register)


def _with_periods(frame: pl.LazyFrame, year: int) -> pl.LazyFrame:
    quarter = ((pl.col("month") + 2) // 3).alias("quarter")
    return frame.with_columns(quarter, pl.lit(year, pl.Int64).alias("year"))


def _clock(counts, _hours_of, chosen, _rule, by, _register) -> list[Figure]:
    return [
        Figure(
            {name: one[name] for name in by},
            one["received"],
            one["simulated"],
            *one["pair"],
            one["low"],
            one["high"],
        )
        for one in banded(counts, chosen, by)
    ]


def _share(counts, _hours_of, _chosen, rule, by, _register) -> list[Figure]:
    sums = _summed(counts, by, [rule.numerator, rule.denominator])
    return [
        Figure(
            {name: one[name] for name in by},
            one["received"],
            one["simulated"],
            one[rule.numerator],
            one[rule.denominator],
        )
        for one in sums.iter_rows(named=True)
    ]


def _procedures(counts, _hours_of, _chosen, rule, by, register) -> list[Figure]:
    """Procedures counted once each within a group."""
    apart = [one for one in by if one != "procedure"]
    columns = {rule.numerator, *([] if ":" in rule.denominator else [rule.denominator])}
    each = _summed(counts, [*apart, "procedure"], sorted(columns))
    told = each.with_columns((pl.col(one) > 0).cast(pl.Int64) for one in columns)
    sums = _summed(told.lazy(), apart, sorted(columns))
    whole = int((register["has_fee"] == 1).sum()) if ":" in rule.denominator else None
    return [
        Figure(
            {name: one[name] for name in apart},
            one["received"],
            one["simulated"],
            one[rule.numerator],
            one[rule.denominator] if whole is None else whole,
        )
        for one in sums.iter_rows(named=True)
    ]


def _hours(counts, hours, _chosen, _rule, by, _register) -> list[Figure]:
    received = {
        tuple(one[name] for name in by): one
        for one in _summed(counts, by, []).iter_rows(named=True)
    }
    times = {
        tuple(one[name] for name in by): one
        for one in order_statistics(hours, by).iter_rows(named=True)
    }
    empty = {"count": 0, "median": None, "p90": None}
    return [
        Figure(
            {name: one[name] for name in by},
            one["received"],
            one["simulated"],
            None,
            (found := times.get(key, empty))["count"],
            median=found["median"],
            p90=found["p90"],
        )
        for key, one in received.items()
    ]


def order_statistics(hours: pl.LazyFrame, by: list[str]) -> pl.DataFrame:
    """``count, median, p90`` by ``by`` from a histogram ``hours, count``.

    The K-th of 100 is the smallest number of hours that at least K % took no longer than: a
    value that occurred, never one between two.
    """
    keys = by or [pl.lit(0).alias("_")]
    bins = hours.group_by(*keys, "hours").agg(pl.col("count").sum()).filter(pl.col("count") != 0)
    names = by or ["_"]
    run = bins.sort(*names, "hours").with_columns(
        pl.col("count").cum_sum().over(names).alias("upto"),
        pl.col("count").sum().over(names).alias("of"),
    )
    found = run.group_by(names, maintain_order=True).agg(
        pl.col("count").sum(),
        *(
            pl.col("hours").filter(pl.col("upto") * 100 >= pl.col("of") * share).first().alias(name)
            for name, share in (("median", 50), ("p90", 90))
        ),
    )
    return (found if by else found.drop("_")).collect()


def _summed(counts: pl.LazyFrame, by: list[str], columns: list[str]) -> pl.DataFrame:
    wanted = list(dict.fromkeys(("received", "simulated", *columns)))
    sums = [pl.col(name).sum() for name in wanted]
    if not by:
        return counts.select(sums).collect()
    found = counts.group_by(by).agg(sums).filter(pl.col("received") > 0)
    return found.sort(by, nulls_last=True).collect()
