"""On time per unit and month with the band of the rules nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from thuocdo.calendar import is_provisional
from thuocdo.dossiers.clock import Choice, admissible
from thuocdo.dossiers.measures.counting import clock_rules, clocks

GROUPS = {
    "unit": ("unit",),
    "unit-month": ("unit", "month"),
    "month": ("month",),
    "province": (),
}


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


def report(counts: pl.DataFrame, chosen: Choice, year: int, cut: int, by: str) -> Report:
    """The sums of ``counting.counts`` under ``chosen``, by one of ``GROUPS``, with bands."""
    keys = list(GROUPS[by])
    rows = tuple(_on_time(one) for one in banded(counts.lazy(), chosen, keys))
    [total] = banded(counts.lazy(), chosen, [])
    return Report(year, cut, is_provisional(year), total["simulated"], rows, _on_time(total))


def banded(counts: pl.LazyFrame, chosen: Choice, keys: list[str]) -> list[dict]:
    """On time by any ``keys``: ``received, simulated, pair`` (numerator, denominator) under
    ``chosen``, and ``low, high``: the pairs of the readings of the unknown rules that make the
    rate lowest and highest, ``None`` without any judged.
    """
    wanted = counts.select(*keys, "received", "simulated", *_pairs(chosen))
    sums = pl.exclude(*keys).sum() if keys else pl.all().sum()
    if keys:
        found = wanted.group_by(keys).agg(sums).filter(pl.col("received") > 0).sort(keys)
    else:
        found = wanted.select(sums)
    return [_row(one) | {name: one[name] for name in keys} for one in found.collect().to_dicts()]


def _pairs(chosen: Choice) -> list[pl.Expr]:
    """``n_K`` and ``d_K``: numerator and denominator of the K-th choice; 0 is ``chosen``."""
    place = {clock_rules(one): k for k, one in enumerate(clocks(chosen))}
    found = []
    for k, one in enumerate((chosen, *admissible(chosen))):
        clock = place[clock_rules(one)]
        on, late, undue = (pl.col(f"{name}_{clock}") for name in ("on", "late", "undue"))
        numerator = on + (undue if one["no_term"] == "on_time" else 0)
        denominator = on + late + (undue if one["no_term"] != "left_out" else 0)
        if one["payment"] == "left_out":
            numerator, denominator = (n * (1 - pl.col("paying")) for n in (numerator, denominator))
        found += [numerator.alias(f"n_{k}"), denominator.alias(f"d_{k}")]
    return found


def _row(found: dict) -> dict:
    pairs = [
        (found[f"n_{k}"] or 0, found[f"d_{k}"] or 0)
        for k in range(sum(name.startswith("n_") for name in found))
    ]
    low, high = _extremes(pairs[1:])
    told = {"received": found["received"] or 0, "simulated": found["simulated"] or 0}
    return {**told, "pair": pairs[0], "low": low, "high": high}


def _on_time(one: dict) -> OnTime:
    names = (one.get("unit"), one.get("month"), one["received"])
    return OnTime(*names, *one["pair"], one["low"], one["high"])


def _extremes(pairs: Iterable[tuple[int, int]]):
    judged = [pair for pair in pairs if pair[1]]
    if not judged:
        return None, None
    return min(judged, key=_share), max(judged, key=_share)


def _share(pair: tuple[int, int]) -> Fraction:
    return Fraction(*pair)
