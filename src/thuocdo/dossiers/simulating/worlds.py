"""The invented world dossiers come from: units and their load, procedures, who is late, who cheats.

Nothing here claims to be a real procedure or a real unit's conduct: procedure codes begin with
9, which no published one does, and habits are drawn by the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from thuocdo.calendar import day_number, end_of, working_days

KINDS = (
    *("bulk_close", "moved_due", "stop_clock", "closed_at_once"),
    *("cancelled_refiled", "reopened"),
)
TERMS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30)  # working days a procedure may take
TERM_SHARES = (0.10, 0.12, 0.12, 0.18, 0.18, 0.10, 0.10, 0.05, 0.03, 0.02)
SEASON = (0.80, 0.62, 1.12, 1.05, 1.05, 1.08, 1.10, 1.12, 1.08, 1.05, 1.00, 0.93)
WEEKDAY = (1.25, 1.08, 1.00, 0.95, 0.85, 0.0, 0.0)
COMMUNE_PROCEDURES, DEPARTMENT_PROCEDURES, FIELDS = 60, 90, 24
COMMUNE_SHARE = 0.72  # of all dossiers
FEE_SHARE, PAPER_SHARE, WHOLE_SHARE = 0.45, 0.85, 0.6
FEES = (5_000, 8_000, 10_000, 15_000, 30_000, 50_000, 100_000, 200_000)  # đồng
HABITS = (0.75, 0.7, 0.4, 0.15, 0.6)  # mean over the units, in the order of ``habits``
LATE_UNITS = 8  # units that are late
CHEATS, BOLDNESS = 3, 0.8


@dataclass(frozen=True)
class Plan:
    """What to make: ``rows`` dossiers accepted in ``year``, as they stood at its end.

    With ``until`` the dossiers accepted later are left out and the others stand as on that day:
    of the year's ``rows`` so many are made as had been accepted by then.
    """

    rows: int
    seed: int
    year: int
    communes: tuple[str, ...]
    departments: tuple[str, ...]
    cheats: int = CHEATS  # units of each kind of gaming
    boldness: float = BOLDNESS  # share of the chances a cheating unit takes
    steps: bool = False  # whether the steps of the process are made too
    until: date | None = None  # the last day anything is known of; ``None``: the year's last

    @property
    def cut(self) -> int:
        """The last second anything is known of."""
        return end_of(self.until or date(self.year, 12, 31))


@dataclass(frozen=True)
class World:
    """Arrays drawn once by the seed; ``units`` indexes all that is per unit."""

    units: np.ndarray  # codes
    load: np.ndarray  # share of the dossiers
    lateness: np.ndarray  # how much slower than usual, as a logarithm
    online: np.ndarray  # share filed online
    gaming: np.ndarray  # index into KINDS, -1 for none
    is_commune: np.ndarray
    procedures: np.ndarray  # codes, those of communes first
    fields: np.ndarray
    terms: np.ndarray  # working days
    fee: np.ndarray  # đồng a procedure costs, 0 for a free one
    paper: np.ndarray  # whether a procedure ends in a paper
    whole: np.ndarray  # whether a procedure can be done online from end to end
    habits: np.ndarray  # per unit: electronic result, digitised parts, reuse, store, connected
    popularity: tuple[np.ndarray, np.ndarray]  # of the procedures: communes, departments
    first_day: int  # day number of 1 January
    day_share: np.ndarray  # cumulative share of dossiers accepted up to each day of the year
    ordinal: np.ndarray  # working days up to each day, from 1 January, three years
    day_of: np.ndarray  # the first day with that many working days

    def later(self, day: np.ndarray, working: np.ndarray) -> np.ndarray:
        """``working`` working days after ``day``, both counted from 1 January."""
        return self.day_of[np.minimum(self.ordinal[day] + working, len(self.day_of) - 1)]


def world(plan: Plan) -> World:
    """The world of ``plan``."""
    rng = np.random.default_rng([plan.seed, 2**31 - 1])
    units = np.array([*plan.communes, *plan.departments])
    is_commune = np.arange(len(units)) < len(plan.communes)
    codes, fields, terms = _procedures(rng)
    load = _load(rng, is_commune)
    first_day, day_share, ordinal, day_of = _days(plan.year)
    return World(
        units=units,
        load=load,
        lateness=_lateness(rng, len(units)),
        online=rng.beta(6, 4, len(units)),
        gaming=_gaming(rng, is_commune, load, plan.cheats),
        is_commune=is_commune,
        procedures=codes,
        fields=fields,
        terms=terms,
        **_nature(plan, len(codes), len(units)),
        popularity=(
            _zipf(rng, len(codes), 0, COMMUNE_PROCEDURES),
            _zipf(rng, len(codes), COMMUNE_PROCEDURES, len(codes)),
        ),
        first_day=first_day,
        day_share=day_share,
        ordinal=ordinal,
        day_of=day_of,
    )


def _load(rng, is_commune) -> np.ndarray:
    """Heavy-tailed: the busiest unit of a kind has many times the load of the median one."""
    drawn = rng.lognormal(0.0, 0.9, len(is_commune))
    share = np.where(is_commune, COMMUNE_SHARE, 1 - COMMUNE_SHARE)
    totals = np.where(is_commune, drawn[is_commune].sum(), drawn[~is_commune].sum())
    load = drawn / totals * share
    return load / load.sum()


def _lateness(rng, count: int) -> np.ndarray:
    slower = rng.normal(0.0, 0.12, count)
    late = rng.choice(count, min(LATE_UNITS, count), replace=False)
    slower[late] += rng.uniform(0.35, 0.7, len(late))
    return slower


def _gaming(rng, is_commune, load, cheats: int) -> np.ndarray:
    """Cheats are found among the busier communes: elsewhere there would be little to see."""
    kind = np.full(len(is_commune), -1)
    order = rng.permutation(np.flatnonzero(is_commune & (load > np.median(load[is_commune]))))
    for number in range(len(KINDS)):
        kind[order[number * cheats : (number + 1) * cheats]] = number
    return kind


def _procedures(rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = COMMUNE_PROCEDURES + DEPARTMENT_PROCEDURES
    codes = np.array([f"9.{number:06d}" for number in range(1, count + 1)])
    fields = np.array([f"LV-{one:02d}" for one in rng.integers(1, FIELDS + 1, count)])
    return codes, fields, rng.choice(TERMS, count, p=TERM_SHARES)


def _nature(plan: Plan, procedures: int, units: int) -> dict[str, np.ndarray]:
    """What a procedure is and what a unit is used to; apart from the rest by its own seed."""
    rng = np.random.default_rng([plan.seed, 2**31 - 1, 1])
    charged = rng.random(procedures) < FEE_SHARE
    fees = rng.choice(FEES, procedures)
    habits = np.array([rng.beta(mean * 8, (1 - mean) * 8, units) for mean in HABITS])
    return {
        "fee": np.where(charged, fees, 0),
        "paper": rng.random(procedures) < PAPER_SHARE,
        "whole": rng.random(procedures) < WHOLE_SHARE,
        "habits": habits,
    }


def _zipf(rng, count: int, start: int, stop: int) -> np.ndarray:
    share = np.zeros(count)
    share[start:stop] = 1 / rng.permutation(np.arange(1.0, stop - start + 1)) ** 1.1
    return share / share.sum()


def _days(year: int):
    table = working_days(year, year + 2)
    working = table["working"].to_numpy()
    ordinal = np.cumsum(working)
    day_of = np.searchsorted(ordinal, np.arange(ordinal[-1] + 1))
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    days = [date.fromordinal(date(year, 1, 1).toordinal() + one) for one in range(length)]
    weight = np.array([SEASON[one.month - 1] * (WEEKDAY[one.weekday()] or 0.7) for one in days])
    share = np.cumsum(weight * working[:length])
    return day_number(date(year, 1, 1)), share / share[-1], ordinal, day_of
