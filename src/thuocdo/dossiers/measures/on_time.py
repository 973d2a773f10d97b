"""On time per unit and month with the band of the rules nobody has confirmed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
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
ENDS = ("pair_n", "pair_d", "low_n", "low_d", "high_n", "high_d")


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
    return [_row(one, keys) for one in bands(counts, chosen, keys).to_dicts()]


def bands(counts: pl.LazyFrame, chosen: Choice, keys: list[str]) -> pl.DataFrame:
    """The same as a frame: ``keys, received, simulated`` and ``ENDS`` (``low_``, ``high_`` null
    without any judged).

    Shares are compared as floats: two that differ do so there too while denominators are below
    60 million, and beyond that no digit anybody sees.
    """
    wanted = counts.select(*keys, "received", "simulated", *_pairs(chosen))
    sums = pl.exclude(*keys).sum() if keys else pl.all().sum()
    if keys:
        found = wanted.group_by(keys).agg(sums).filter(pl.col("received") > 0).sort(keys)
    else:
        found = wanted.select(sums)
    return _with_ends(found.collect(), keys)


def _with_ends(sums: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    many = len([name for name in sums.columns if name.startswith("n_")])
    above, below = (
        sums.select(pl.col(f"{kind}_{k}").fill_null(0) for k in range(many)).to_numpy()
        for kind in ("n", "d")
    )
    made = {"pair_n": above[:, 0], "pair_d": below[:, 0]}
    judged = below[:, 1:] > 0
    shares = np.divide(above[:, 1:], below[:, 1:], out=np.zeros(judged.shape), where=judged)
    rows = np.arange(sums.height)
    for name, far, pick in (("low", np.inf, np.argmin), ("high", -np.inf, np.argmax)):
        place = 1 + pick(np.where(judged, shares, far), axis=1)
        made |= {f"{name}_n": above[rows, place], f"{name}_d": below[rows, place]}
    held = sums.select(*keys, pl.col("received", "simulated").fill_null(0)).hstack(
        pl.DataFrame(made, dict.fromkeys(ENDS, pl.Int64))
    )
    some = pl.Series(judged.any(axis=1), dtype=pl.Boolean)
    return held.with_columns(pl.when(some).then(pl.col(name)).alias(name) for name in ENDS[2:])


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


def _row(found: dict, keys: list[str]) -> dict:
    told = {name: found[name] for name in (*keys, "received", "simulated")}
    for name in ("pair", "low", "high"):
        pair = (found[f"{name}_n"], found[f"{name}_d"])
        told[name] = None if None in pair else pair
    return told


def _on_time(one: dict) -> OnTime:
    names = (one.get("unit"), one.get("month"), one["received"])
    return OnTime(*names, *one["pair"], one["low"], one["high"])
