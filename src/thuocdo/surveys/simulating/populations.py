"""The invented population: villages, effects of place, and the adults of any village on demand.

An answer is a latent normal value cut into codes. Its variance is one, made of a part of the
commune, of the village, of the person (shared by all answers of one person) and of the single
answer; the first three are parameters (``Plan``). Mean shifts by former province, sex, age,
education and round come on top. Every person follows from the plan and the number of the
village alone, so that a village can be made without the others and the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating.items import CUTS, Item, items
from thuocdo.surveys.simulating.sizes import whole_numbers

ROUNDS = 2
SEXES, AGES = ("male", "female"), ("18-29", "30-44", "45-59", "60+")
EDUCATIONS = ("primary", "lower_secondary", "upper_secondary", "higher")
# All shares and shifts below are invented.
WOMEN = 0.51
AGE_SHARES = (0.22, 0.30, 0.26, 0.22)
EDUCATION_SHARES = (  # by age: the lowest of four levels first
    *((0.05, 0.30, 0.40, 0.25), (0.10, 0.40, 0.30, 0.20)),
    *((0.18, 0.45, 0.25, 0.12), (0.40, 0.40, 0.13, 0.07)),
)
SEX_SHIFT, AGE_SHIFT, EDUCATION_SHIFT = (
    (-0.02, 0.02),
    (-0.15, -0.05, 0.05, 0.15),
    (0.18, 0.06, -0.06, -0.18),
)
FORMER_SPREAD, CHANGE_MEAN, CHANGE_SPREAD, COMMUNE_CHANGE = 0.08, 0.06, 0.08, 0.05
VILLAGE_SPREAD, SMALLEST = 0.45, 0.2  # of village sizes; the least one as a share of the mean
COVARIATES = ("x1", "x2")
# Streams of the random numbers, so that one draw never moves another.
PLACES, PEOPLE, ANSWERS, CHANGES = 1, 2, 3, 4


@dataclass(frozen=True, eq=False)
class Plan:
    """What to make. ``sizes`` is a frame of ``sizes()``; ``adults`` the share asked (18 +).

    ``icc_…``: shares of the variance of a latent answer that lie between communes, between
    villages of a commune and between persons over all their answers; ``explained``: share of
    the commune part that the covariates explain.
    """

    sizes: pl.DataFrame
    seed: int = 0
    round: int = 1
    adults: float = 0.75
    icc_commune: float = 0.03
    icc_village: float = 0.04
    icc_person: float = 0.25
    explained: float = 0.5


@dataclass(frozen=True, eq=False)
class Persons:
    """Adults, one place an array: codes into SEXES, AGES, EDUCATIONS (0 is the first), and
    ``answers`` (persons × items, the codes of the codebook).
    """

    sex: np.ndarray
    age: np.ndarray
    education: np.ndarray
    answers: np.ndarray

    def __len__(self) -> int:
        return len(self.sex)

    def taken(self, places: np.ndarray) -> Persons:
        """The persons at ``places``."""
        return Persons(*(getattr(self, name)[places] for name in FIELDS))


FIELDS = ("sex", "age", "education", "answers")


@dataclass(frozen=True, eq=False)
class Population:
    """Communes and villages of a plan; persons come from ``persons``.

    ``commune_of``, ``people`` and ``adults`` are per village; ``former_of`` and ``covariates``
    per commune; ``shift`` (villages × items) is the mean of the latent answer.
    """

    plan: Plan
    items: tuple[Item, ...]
    communes: np.ndarray
    former: tuple[str, ...]
    former_of: np.ndarray
    covariates: np.ndarray
    villages: np.ndarray
    commune_of: np.ndarray
    people: np.ndarray
    adults: np.ndarray
    shift: np.ndarray
    sensitivity: np.ndarray
    stored: Persons | None = None

    @property
    def first(self) -> np.ndarray:
        """Where the persons of each village begin when all stand in one row."""
        return np.concatenate(([0], np.cumsum(self.adults)))


def population(plan: Plan) -> Population:
    """The places of ``plan``. Raises ``ThuocDoError`` SURVEY-084 for parameters that cannot be."""
    _check(plan)
    frame, asked = plan.sizes.sort("code"), items()
    rng = np.random.default_rng([plan.seed, PLACES])
    former, former_of = np.unique(frame["former_province"].to_numpy(), return_inverse=True)
    villages_in = frame["villages"].to_numpy()
    commune_of = np.repeat(np.arange(frame.height), villages_in)
    covariates = rng.standard_normal((frame.height, len(COVARIATES)))
    people, adults = _villages(rng, plan, frame["population"].to_numpy(), villages_in)
    shift = _shift(rng, plan, asked, covariates, former_of, commune_of)
    return Population(
        plan=plan,
        items=asked,
        communes=frame["code"].to_numpy(),
        former=tuple(former.tolist()),
        former_of=former_of,
        covariates=covariates,
        villages=_codes(frame["code"].to_list(), villages_in),
        commune_of=commune_of,
        people=people,
        adults=adults,
        shift=shift.astype(np.float32),
        sensitivity=rng.uniform(0.5, 1.5, len(asked)).astype(np.float32),
    )


def persons(made: Population, village: int) -> Persons:
    """All adults of the village at place ``village``."""
    if made.stored is not None:
        start, stop = made.first[village], made.first[village + 1]
        return made.stored.taken(np.arange(start, stop))
    plan, count = made.plan, int(made.adults[village])
    rng = np.random.default_rng([plan.seed, PEOPLE, village])
    sex = (rng.random(count) < WOMEN).astype(np.int8)
    age = np.searchsorted(np.cumsum(AGE_SHARES)[:-1], rng.random(count), side="right")
    # A commune with a higher x1 has better schooled people.
    better = 0.06 * np.clip(made.covariates[made.commune_of[village], 0], -2, 2)
    cuts = np.cumsum(EDUCATION_SHARES, axis=1)[age, :-1]
    education = ((rng.random(count) + better)[:, None] >= cuts).sum(axis=1)
    general = rng.standard_normal(count, dtype=np.float32)
    own = np.random.default_rng([plan.seed, ANSWERS, village, plan.round])
    latent = own.standard_normal((count, len(made.items)), dtype=np.float32)
    latent *= np.float32(_rest(plan) ** 0.5)
    latent += made.shift[village]
    latent += (np.float32(plan.icc_person**0.5) * general)[:, None]
    moved = np.array(SEX_SHIFT)[sex] + np.array(AGE_SHIFT)[age]
    moved = (moved + np.array(EDUCATION_SHIFT)[education]).astype(np.float32)
    latent += moved[:, None] * made.sensitivity
    small = np.int8
    return Persons(sex, age.astype(small), education.astype(small), coded(latent, made.items))


def in_memory(made: Population) -> Population:
    """The same population with every person kept (about 30 bytes each), for many samples."""
    parts = [persons(made, village) for village in range(len(made.villages))]
    kept = (np.concatenate([getattr(one, name) for one in parts]) for name in FIELDS)
    return replace(made, stored=Persons(*kept))


def coded(latent: np.ndarray, asked: tuple[Item, ...]) -> np.ndarray:
    """Latent answers (persons × items) as codes."""
    found = np.empty(latent.shape, np.int8)
    found[:] = [item.low for item in asked]
    start = 0
    for form, run in groupby(item.form for item in asked):
        stop = start + len(list(run))
        for cut in CUTS[form]:
            found[:, start:stop] += latent[:, start:stop] > np.float32(cut)
        start = stop
    return found


def _check(plan: Plan) -> None:
    parts = (plan.icc_commune, plan.icc_village, plan.icc_person)
    shares = {"explained": plan.explained, "adults": plan.adults}
    fine = all(0 <= one < 1 for one in parts) and sum(parts) < 1
    fine = fine and 0 <= plan.explained <= 1 and 0 < plan.adults <= 1
    if not fine:
        told = dict(zip(("icc_commune", "icc_village", "icc_person"), parts, strict=True)) | shares
        said = ", ".join(f"{name} = {value:g}" for name, value in told.items())
        raise ThuocDoError.of("SURVEY-084", values=said)
    if not 1 <= plan.round <= ROUNDS:
        raise ThuocDoError.of("SURVEY-085", round=plan.round, last=ROUNDS)


def _rest(plan: Plan) -> float:
    return 1 - plan.icc_commune - plan.icc_village - plan.icc_person


def _villages(rng, plan: Plan, population: np.ndarray, counts: np.ndarray):
    """People and adults of every village; people add up to the population of the commune."""
    people = [
        whole_numbers(
            # Rounded, since the last digit of an exponential differs between machines.
            np.maximum(SMALLEST, np.exp(VILLAGE_SPREAD * rng.standard_normal(count)).round(6)),
            total,
        )
        for total, count in zip(population.tolist(), counts.tolist(), strict=True)
    ]
    people = np.concatenate(people)
    share = plan.adults * (1 + 0.05 * np.clip(rng.standard_normal(len(people)), -2, 2))
    return people, np.clip(np.rint(people * share), 1, people).astype(np.int64)


def _codes(communes: list[str], counts: np.ndarray) -> np.ndarray:
    """Village codes are invented: the code of the commune, a point, a number."""
    pairs = zip(communes, counts.tolist(), strict=True)
    return np.array([f"{code}.{one:03d}" for code, count in pairs for one in range(1, count + 1)])


def _shift(rng, plan: Plan, asked, covariates, former_of, commune_of) -> np.ndarray:
    """Mean of the latent answer by village and item, with what round two changed."""
    communes, villages, count = len(former_of), len(commune_of), len(asked)
    # Half of what the covariates leave is common to all items, half is each item's own.
    common = rng.standard_normal(communes)[:, None]
    own = rng.standard_normal((communes, count))
    left = ((1 - plan.explained) / 2) ** 0.5
    seen = (covariates[:, :1] + covariates[:, 1:]) / 2**0.5
    commune = plan.explained**0.5 * seen + left * common + left * own
    village_common = rng.standard_normal(villages)[:, None]
    village_own = rng.standard_normal((villages, count))
    former = FORMER_SPREAD * rng.standard_normal((int(former_of.max()) + 1, count))
    place = np.array([item.location for item in asked]) + former[former_of]
    place = place + plan.icc_commune**0.5 * commune
    if plan.round > 1:
        place = place + _change(plan, communes, count)
    near = (village_common + village_own) / 2**0.5
    return place[commune_of] + plan.icc_village**0.5 * near


def _change(plan: Plan, communes: int, count: int) -> np.ndarray:
    rng = np.random.default_rng([plan.seed, CHANGES, plan.round])
    everywhere = CHANGE_MEAN + CHANGE_SPREAD * rng.standard_normal(count)
    return everywhere + COMMUNE_CHANGE * rng.standard_normal((communes, 1))
