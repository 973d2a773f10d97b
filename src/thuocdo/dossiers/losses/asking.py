"""Questions to the lake on losses, due dossiers, steps and comparison: the edge of the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl

from thuocdo.calendar import OFFSET, end_of
from thuocdo.dossiers.clock import Choice, choice, rules
from thuocdo.dossiers.comparing import (
    FormerGap,
    Funnel,
    former_gap,
    funnel,
    standardised,
    with_ranks,
)
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.losses import due, listing, process, steps
from thuocdo.dossiers.losses.durations import lengths as process_lengths
from thuocdo.dossiers.losses.durations import step_lengths
from thuocdo.dossiers.losses.findings import findings_of
from thuocdo.dossiers.losses.from_cells import Lost, by_unit, losses_of_cells
from thuocdo.dossiers.losses.gains import Gain, gains_of_cells
from thuocdo.dossiers.losses.lake_metrics import UNKNOWN, LakeMetric, lake_metrics
from thuocdo.dossiers.losses.saving import UnitQueue, summarised
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.dossiers.measures.cells import cells
from thuocdo.dossiers.measures.engines import connected, lake_table
from thuocdo.dossiers.measures.on_time import banded
from thuocdo.dossiers.measures.register import Register
from thuocdo.dossiers.measures.registers import register_for
from thuocdo.dossiers.measures.tallies import Question, Tallies, tally
from thuocdo.errors import ThuocDoError
from thuocdo.indices import Finding, Set, set_of
from thuocdo.wording import Sentence

SAMPLE = 100


@dataclass(frozen=True)
class Known:
    """Units of the province: their names, kinds (commune, department) and former provinces."""

    names: dict[str, str]
    kinds: dict[str, str]
    former: dict[str, str]  # commune → code of its former province
    former_names: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """What is asked of which lake; ``None`` is all.

    Of losses ``procedure`` picks the dossiers to list; ``whole_list``: all of them, not 100.
    """

    year: int | None = None
    month: int | None = None
    unit: str | None = None
    procedure: str | None = None
    terms: Path | None = None
    rule: tuple[str, ...] = ()
    version: int | None = None
    whole_list: bool = False
    register: int | None = None  # version of the register kept; ``None``: the newest


@dataclass(frozen=True)
class Base:
    """What every answer was made from. ``simulated``: whether its lake or its register is."""

    manifest: Manifest
    chosen: Choice
    cut: int
    known: Known
    register: Register = field(default_factory=Register)

    @property
    def simulated(self) -> bool:
        return bool(self.manifest.simulated or self.register.simulated)

    @property
    def basis(self) -> str:
        return "simulated" if self.simulated else "derived"


@dataclass(frozen=True)
class LossAnswer:
    """Lost points of the province, or of ``unit`` in its own; ``in_province``: unit → metrics.

    ``bands``: metric key → least and most points lost over every reading of the rules that
    nobody has confirmed, for the metrics the clock decides.
    """

    asked: Asked
    base: Base
    lost: Lost
    in_province: tuple[Loss, ...]
    gains: tuple[Gain, ...]
    bands: dict[str, tuple[Fraction, Fraction]]
    findings: tuple[Finding, ...]
    dossiers: Set | None


@dataclass(frozen=True)
class DueAnswer:
    """Open dossiers: units with their queues; ``first``: the most urgent, late ones last."""

    days: int
    now: int
    base: Base
    units: tuple[UnitQueue, ...]
    first: pl.DataFrame
    unit: str | None


@dataclass(frozen=True)
class StepAnswer:
    """``lengths`` of steps over all procedures, ``procedures`` one by one, ``flow`` by month.

    ``process``: lengths between the steps of the message's TienTrinh, by ``process.KEYS`` but the
    procedure; no row where the lake holds no such steps.
    """

    asked: Asked
    base: Base
    lengths: pl.DataFrame
    procedures: pl.DataFrame
    flow: pl.DataFrame
    process: pl.DataFrame


@dataclass(frozen=True)
class FairAnswer:
    """Standardised ``rates`` with rank sets, by kind; ``funnel`` of the communes around the
    province's rate, ``adjusted`` around what the mix of each makes one expect; ``gap``."""

    asked: Asked
    base: Base
    rates: pl.DataFrame
    funnel: Funnel
    adjusted: Funnel
    gap: FormerGap | None


class Session:
    """A connection to one version of the lake, with the rules that were chosen."""

    def __init__(self, asked: Asked):
        from thuocdo import environment

        pairs = [text.partition("=") for text in asked.rule]
        chosen = choice(**{name.strip(): value.strip() for name, _, value in pairs})
        register = register_for(environment.home(), asked.terms, asked.register)
        self.register = register.rows
        self.lake = lake = Lake(environment.home())
        manifest = lake.manifest(asked.version)
        self.connection = connected(environment.value("THUOCDO_ENGINE"))
        self.table = lake_table(self.connection, lake, manifest)
        known = known_units()
        if asked.unit is not None and asked.unit not in known.names:
            raise ThuocDoError.of("DOSSIER-040", unit=asked.unit)
        self.base = Base(manifest, chosen, _cut(manifest, asked.year), known, register)

    def judged(self, year: int):
        base = self.base
        return listing.judged_dossiers(self.table, year, base.chosen, base.cut, self.register)

    def tallies(self, year: int) -> Tallies:
        asked = Question(year, self.base.chosen, self.base.cut, self.register)
        return tally(self.connection, self.lake, self.base.manifest, asked)

    def cells(self, year: int) -> pl.DataFrame:
        found = cells(self.tallies(year), self.base.chosen, self.register)
        if not found.height:
            raise ThuocDoError.of("DOSSIER-016", year=str(year))
        return found

    def rows(self, expression) -> pl.DataFrame:
        return self.connection.to_polars(expression)


def losses(asked: Asked) -> LossAnswer:
    """Where points were lost, what could be gained.

    Raises ``ThuocDoError`` DOSSIER-001, 009, 012, 014, 016 to 018, 040 (unit), 041 (month or
    procedure without a dossier).
    """
    at = Session(asked)
    everything = at.cells(asked.year)
    if asked.month is not None:
        everything = everything.filter(pl.col("month") == asked.month)
    held = _narrowed(everything, asked)
    lost, province = losses_of_cells(held), losses_of_cells(everything)
    gains = gains_of_cells(everything, at.base.known.kinds)
    judged = at.judged(asked.year)

    def evidence(unit: str, procedure: str, metric: LakeMetric, missed: int) -> Set:
        return _evidence(at, judged, asked, (unit, procedure), metric, missed)

    return LossAnswer(
        asked,
        at.base,
        lost,
        tuple(one for one in by_unit(province.loss) if asked.unit in (None, one.code)),
        tuple(one for one in gains if asked.unit in (None, one.unit)),
        _bands(at, asked),
        tuple(findings_of(lost, at.base.known.names, at.base.basis, _sure(at.base), evidence)),
        _listed(at, judged, asked) if asked.procedure else None,
    )


def due_soon(asked: Asked, days: int, now: date | None = None) -> DueAnswer:
    """Open dossiers that are late or due within ``days`` working days of ``now``.

    ``now``: the end of that day, by default the lake's last update. Raises ``ThuocDoError``
    DOSSIER-042 for a day before the lake's last update, and as ``losses`` does.
    """
    at = Session(asked)
    moment = at.base.manifest.updated
    if now is not None:
        if end_of(now) < moment:
            raise ThuocDoError.of("DOSSIER-042", day=now.isoformat(), last=_day(moment).isoformat())
        moment = end_of(now)
    standing = due.open_dossiers(at.table, at.base.chosen, moment, days, at.register)
    if asked.unit is not None:
        standing = standing.filter(standing.unit == asked.unit)
    year = _day(moment).year
    counts = cells(at.tallies(year), at.base.chosen, at.register)
    sums = counts.group_by(pl.col("unit").fill_null(UNKNOWN)).agg(pl.col("on_time", "judged").sum())
    judged = {unit: (right, cases) for unit, right, cases in sums.iter_rows()}
    units = summarised(at.rows(due.queues(standing, year)), judged)
    first = at.rows(due.most_urgent(standing, ("due",), SAMPLE))
    late = at.rows(due.most_urgent(standing, ("late",), SAMPLE - first.height))
    return DueAnswer(days, moment, at.base, units, pl.concat([first, late]), asked.unit)


def step_times(asked: Asked) -> StepAnswer:
    """Where the time goes. Raises ``ThuocDoError`` as ``losses`` does."""
    at = Session(asked)
    table = at.table
    for column, value in (("unit", asked.unit), ("procedure", asked.procedure)):
        if value is not None:
            table = table.filter(table[column] == value)
    hours = at.rows(steps.step_hours(table, asked.year, at.base.cut))
    if not hours.height:
        raise _nothing(asked)
    flow = at.rows(steps.throughput(table, asked.year, at.base.cut)).sort("month", "event")
    lengths = (step_lengths(hours, by) for by in ((), ("procedure",)))
    between = at.rows(process.process_hours(table, asked.year, at.base.cut))
    told = process_lengths(between, process.KEYS[1:])
    return StepAnswer(asked, at.base, *(_in_order(one) for one in lengths), flow, told)


def fair(asked: Asked) -> FairAnswer:
    """Units compared for the same mix of procedures. Raises ``ThuocDoError`` as ``losses`` does."""
    at = Session(asked)
    return compared(asked, at.base, at.cells(asked.year))


def compared(asked: Asked, base: Base, cells: pl.DataFrame) -> FairAnswer:
    """``fair`` out of the ``cells`` of a year. Raises ``ThuocDoError`` DOSSIER-041 (no dossier)."""
    if asked.month is not None:
        cells = cells.filter(pl.col("month") == asked.month)
    if not cells["judged"].sum():
        raise _nothing(asked)
    known = base.known
    rates = standardised(cells.with_columns(late=pl.col("judged") - pl.col("on_time")))
    kind = pl.col("unit").replace_strict(known.kinds, default=None, return_dtype=pl.String)
    rates = rates.with_columns(kind=kind).filter(pl.col("kind").is_not_null())
    ranked = pl.concat(with_ranks(one) for _, one in rates.group_by("kind")).sort("kind", "unit")
    communes = ranked.filter(pl.col("kind") == "commune")
    right = (communes["judged"] - communes["late"]).to_list()
    counts = (communes["unit"].to_list(), right, communes["judged"].to_list())
    own = (1 - communes["expected"] / communes["judged"]).to_list()
    sides = sorted(known.former_names)
    gap = former_gap(cells, known.former, *sides) if len(sides) == 2 else None
    around = (funnel(*counts), funnel(*counts, targets=own))
    return FairAnswer(asked, base, ranked, *around, gap)


def known_units() -> Known:
    """The units of the shipped facts."""
    from thuocdo.facts import read
    from thuocdo.units import communes, departments, provinces

    facts = read()
    listed = [*communes(facts), *departments(facts)]
    rows = facts.table("commune").select("code", "former_province").iter_rows()
    former = {code: old for code, old in rows if old}
    old = {one.code: one.name for one in provinces(facts, "63")}
    return Known(
        {one.code: one.name for one in listed},
        {one.code: one.level for one in listed},
        former,
        {code: old[code] for code in sorted(set(former.values()))},
    )


def _narrowed(cells: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    held = cells if asked.unit is None else cells.filter(pl.col("unit") == asked.unit)
    if not held.height:
        raise _nothing(asked)
    return held


def _in_order(lengths: pl.DataFrame) -> pl.DataFrame:
    """Steps as ``STEPS`` lists them."""
    order = pl.col("step").replace_strict({one: k for k, one in enumerate(steps.STEPS)})
    keys = [one for one in lengths.columns if one == "procedure"]
    return lengths.sort(*keys, order)


def _nothing(asked: Asked) -> ThuocDoError:
    named = (asked.year, asked.month, asked.unit, asked.procedure)
    return ThuocDoError.of("DOSSIER-041", asked=", ".join(str(one) for one in named if one))


def _evidence(at: Session, judged, asked: Asked, place, metric: LakeMetric, missed: int) -> Set:
    where = {"unit": place[0], "procedure": place[1], "month": asked.month}
    told = _filter(asked.year, where)
    if metric.numerator != "on_time":
        told = (*told, (metric.numerator, 0))
        return Set(at.base.manifest.version, told, missed, "", ())  # counted, not listed
    codes = at.rows(listing.late_codes(judged, **where))["dossier"]
    return set_of(codes, (*told, ("verdict", "late")), at.base.manifest.version)


def _bands(at: Session, asked: Asked) -> dict[str, tuple[Fraction, Fraction]]:
    counts = at.tallies(asked.year).counts
    for column in ("unit", "month"):
        value = getattr(asked, column)
        if value is not None:
            counts = counts.filter(pl.col(column) == value)
    [total] = banded(counts, at.base.chosen, [])
    if total["low"] is None or total["high"] is None:
        return {}
    return {
        one.key: (one.share.loss(*total["high"]), one.share.loss(*total["low"]))
        for one in lake_metrics()
        if one.numerator == "on_time"
    }


def _listed(at: Session, judged, asked: Asked) -> Set:
    where = {"unit": asked.unit, "procedure": asked.procedure, "month": asked.month}
    codes = at.rows(listing.late_codes(judged, **where))["dossier"].to_list()
    told = (*_filter(asked.year, where), ("verdict", "late"))
    found = set_of(codes, told, at.base.manifest.version)
    if not asked.whole_list:
        return found
    return Set(found.lake_version, found.filter, found.count, found.checksum, tuple(sorted(codes)))


def _filter(year: int, where: dict) -> tuple[tuple[str, str | int], ...]:
    held = {"year": year, **where}
    return tuple((name, value) for name, value in held.items() if value is not None)


def _sure(base: Base) -> Sentence:
    unknown = [one for one in rules().values() if one.status == "unknown"]
    told = tuple("; ".join(titles) for titles in zip(*_titles(unknown), strict=True))
    key = "sure_simulated" if base.basis == "simulated" else "sure_counted"
    return Sentence("dossiers.losses", key, {"version": base.manifest.version, "rules": told})


def _titles(unknown) -> list[tuple[str, str]]:
    return [(one.title_vi, one.title_en) for one in unknown]


def _cut(manifest: Manifest, year: int | None) -> int:
    return manifest.updated if year is None else min(manifest.updated, end_of(date(year, 12, 31)))


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment + OFFSET, UTC).date()
