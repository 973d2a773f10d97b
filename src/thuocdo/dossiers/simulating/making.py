"""One chunk of simulated dossiers, as NumPy arrays of moments (seconds since 1970 UTC).

``NEVER`` stands for a moment that did not come. Rows are in the order of acceptance, so that
a year made in chunks is one year and not many small ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.calendar import DAY, OFFSET
from thuocdo.dossiers.simulating.worlds import Plan, World

NEVER = -1
CHUNK = 200_000
OPENS, NOON, AFTERNOON, CLOSES = 27_000, 41_400, 48_600, 61_200  # 7:30 11:30 13:30 17:00
HABIT_FIELDS = (
    *("HoSoCoKetQuaDienTu", "DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG"),
    "KetNoiCSDL",
)
VERIFIED = 0.7  # share of applicants whose account is verified
SPREAD = 0.55  # of processing times, as a logarithm
USUAL = -1.05  # logarithm of the usual share of the term used


@dataclass
class Dossiers:
    """A chunk; every field is an array of one value a dossier."""

    number: np.ndarray
    unit: np.ndarray
    procedure: np.ndarray
    channel: np.ndarray
    kind: np.ndarray
    person: np.ndarray
    officer: np.ndarray
    submitted: np.ndarray
    accepted: np.ndarray
    due: np.ndarray
    due_before: np.ndarray
    asked: tuple[np.ndarray, np.ndarray]
    answered: tuple[np.ndarray, np.ndarray]
    ended: np.ndarray  # the moment the work was over, whatever its end
    end_status: np.ndarray  # 3, 7, 8 or 9
    returned: np.ndarray
    paid: np.ndarray
    digitised: np.ndarray
    fee: np.ndarray  # đồng
    flags: dict[str, np.ndarray]  # 0 or 1 by field of the message
    tampered: np.ndarray  # index into KINDS, -1 for none


def make(plan: Plan, world: World, chunk: int) -> Dossiers:
    """Chunk number ``chunk`` of ``plan``, before gaming."""
    start = chunk * CHUNK
    count = min(CHUNK, plan.rows - start)
    rng = np.random.default_rng([plan.seed, chunk])
    quantile = (start + np.sort(rng.random(count)) * count) / plan.rows
    day = np.searchsorted(world.day_share, quantile, side="left")
    unit = rng.choice(len(world.units), count, p=world.load)
    procedure = _procedure(rng, world, unit)
    second = _office_seconds(rng, count)
    accepted = _moment(world, day, second)
    term = np.maximum(world.terms[procedure], (second > AFTERNOON + 5400).astype(int))
    due = _moment(world, world.later(day, term), np.full(count, CLOSES))
    asked, answered, waited = _supplements(rng, world, day, term)
    ended = _ended(rng, world, unit, day, second, term, waited)
    status = rng.choice([9, 3, 7, 8], count, p=[0.973, 0.015, 0.008, 0.004])
    due, due_before = _appointments(rng, due, ended)
    channel = np.where(rng.random(count) < world.online[unit], 2, 1)
    channel[rng.random(count) < 0.02] = 3
    return Dossiers(
        number=start + np.arange(count),
        unit=unit,
        procedure=procedure,
        channel=channel,
        kind=rng.choice(3, count, p=[0.86, 0.09, 0.05]),
        person=rng.integers(0, max(1, plan.rows // 2), count),
        officer=rng.integers(1, 9, count),
        submitted=accepted - _filed_before(rng, channel),
        accepted=accepted,
        due=due,
        due_before=due_before,
        asked=asked,
        answered=answered,
        ended=ended,
        end_status=status,
        returned=np.where(status == 9, ended + rng.exponential(DAY, count).astype(int), NEVER),
        paid=_paid(rng, world, channel, procedure),
        digitised=(rng.random(count) < 0.8).astype(int),
        fee=world.fee[procedure],
        flags=_flags(plan, world, chunk, unit, procedure),
        tampered=np.full(count, -1),
    )


def _flags(plan: Plan, world: World, chunk: int, unit, procedure) -> dict[str, np.ndarray]:
    """By the habits of the unit; an electronic result only where there is a paper to give."""
    rng = np.random.default_rng([plan.seed, chunk, 3])
    does = rng.random((len(world.habits), len(unit))) < world.habits[:, unit]
    does[0] &= world.paper[procedure]
    does[2] &= does[1]
    found = {name: does[place].astype(int) for place, name in enumerate(HABIT_FIELDS)}
    return {**found, "TaiKhoanDuocXacThucVoiVNeID": (rng.random(len(unit)) < VERIFIED).astype(int)}


def _moment(world: World, day: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (world.first_day + day) * DAY - OFFSET + second


def _office_seconds(rng, count: int) -> np.ndarray:
    """Mornings are busier than afternoons; nobody is at the desk at noon."""
    morning = rng.random(count) < 0.6
    early = OPENS + (rng.beta(1.6, 2.0, count) * (NOON - OPENS)).astype(int)
    late = AFTERNOON + (rng.beta(1.4, 2.4, count) * (CLOSES - AFTERNOON)).astype(int)
    return np.where(morning, early, late)


def _procedure(rng, world: World, unit: np.ndarray) -> np.ndarray:
    count = len(world.procedures)
    commune, department = world.popularity
    return np.where(
        world.is_commune[unit],
        rng.choice(count, len(unit), p=commune),
        rng.choice(count, len(unit), p=department),
    )


def _filed_before(rng, channel: np.ndarray) -> np.ndarray:
    minutes = rng.integers(3, 20, len(channel)) * 60
    hours = (rng.exponential(5 * 3600, len(channel)) + 60).astype(int)
    return np.where(channel == 2, np.minimum(hours, 2 * DAY), minutes)


def _supplements(rng, world: World, day: np.ndarray, term: np.ndarray):
    """Up to two requests, each with its answer; and the days waited in all."""
    count = len(day)
    first = (rng.random(count) < 0.045) & (term > 0)
    second = first & (rng.random(count) < 0.10)
    waits = 1 + rng.exponential(4, (2, count)).astype(int)
    asked_day = world.later(day, np.ones(count, int))
    back_day = asked_day + waits[0]
    again_day = world.later(back_day, np.ones(count, int))
    asked, answered = [], []
    for happens, ask, back in ((first, asked_day, back_day), (second, again_day, again_day)):
        wait = waits[1] if ask is again_day else 0
        asked.append(np.where(happens, _moment(world, ask, _office_seconds(rng, count)), NEVER))
        reply = _moment(world, back + wait, _office_seconds(rng, count))
        answered.append(np.where(happens, reply, NEVER))
    waited = first * waits[0] + second * waits[1]
    return tuple(asked), tuple(answered), waited


def _ended(rng, world: World, unit, day, second, term, waited) -> np.ndarray:
    """The end: a share of the term by habit of the unit, waiting added, in office hours."""
    count = len(day)
    share = np.exp(USUAL + world.lateness[unit] + SPREAD * rng.standard_normal(count))
    used = np.minimum((share * (term + 0.35)).astype(int), 200)
    end_day = world.later(day, used + waited + (waited > 0))
    left = np.maximum(CLOSES - second, 600)
    same_day = second + 300 + (rng.random(count) * (left - 300)).astype(int)
    clock = np.where(end_day > day, _office_seconds(rng, count), same_day)
    return _moment(world, end_day, clock)


def _paid(rng, world: World, channel, procedure) -> np.ndarray:
    """Paid online (1 the national portal, 2 the province's), 0 otherwise or where it is free."""
    chosen = rng.choice(3, len(channel), p=[0.5, 0.4, 0.1])
    return np.where((channel == 2) & (world.fee[procedure] > 0), chosen, 0)


def _appointments(rng, due: np.ndarray, ended: np.ndarray):
    """Some late dossiers are re-appointed openly; a few have no due date at all."""
    again = (ended > due) & (rng.random(len(due)) < 0.25)
    before = np.where(again, due, NEVER)
    moved = np.where(again, due + (1 + rng.integers(0, 6, len(due))) * DAY, due)
    missing = rng.random(len(due)) < 0.004
    return np.where(missing, NEVER, moved), np.where(missing, NEVER, before)
