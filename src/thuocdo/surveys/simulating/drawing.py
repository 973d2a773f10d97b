"""The draw: communes as strata or drawn, villages with probability to size, persons at random.

Self-contained on purpose: a coverage study must not lean on the code it tries. Every stage
keeps its probability, so that the weight is the inverse of their product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating.populations import Population
from thuocdo.surveys.simulating.sizes import whole_numbers

LEAST = 2  # communes of a stratum: with one there is no variance
STREAM = 11


@dataclass(frozen=True)
class Design:
    """How to draw. ``communes``: how many, ``None`` for all (then each is a stratum of its own).

    ``villages`` a commune and ``persons`` a village are taken, all where there are fewer.
    ``overlap``: share of the villages that round two takes over from round one.
    """

    communes: int | None = None
    villages: int = 6
    persons: int = 16
    overlap: float = 0.5


@dataclass(frozen=True)
class Drawn:
    """The villages drawn: place of the village, and the probabilities of two stages."""

    village: np.ndarray
    commune_probability: np.ndarray
    village_probability: np.ndarray


def villages(made: Population, design: Design, seed: int) -> Drawn:
    """The villages of sample number ``seed``; the round of the plan decides on the overlap.

    Both rounds draw from one longer list: of n + m villages, put in random order, the first
    round takes the first n, the second the last n, so that n − m are in both and either round
    alone has villages with known probability. Raises ``ThuocDoError`` SURVEY-086 where the
    design cannot be.
    """
    _check(made, design)
    rng = np.random.default_rng([made.plan.seed, STREAM, seed])
    chosen, chance = _communes(rng, made, design.communes)
    begins = np.searchsorted(made.commune_of, np.arange(len(made.communes) + 1))
    parts = []
    for commune, probability in zip(chosen.tolist(), chance.tolist(), strict=True):
        start, stop = begins[commune], begins[commune + 1]
        places, found = _rotated(rng, made.people[start:stop], design, made.plan.round)
        parts.append((start + places, np.full(len(places), probability), found))
    return Drawn(*(np.concatenate(one) for one in zip(*parts, strict=True)))


def inclusion(sizes: np.ndarray, count: int) -> np.ndarray:
    """Probabilities proportional to ``sizes`` that add up to ``count``, none above 1.

    A unit that would get more than 1 is taken for certain and the rest share what is left.
    """
    if count >= len(sizes):
        return np.ones(len(sizes))
    certain = np.zeros(len(sizes), bool)
    while True:
        left = count - int(certain.sum())
        found = np.where(certain, 1.0, left * sizes / sizes[~certain].sum())
        above = (found >= 1) & ~certain
        if not above.any():
            return found
        certain |= above


def systematic(rng, probability: np.ndarray) -> np.ndarray:
    """Places drawn with ``probability`` (they add up to a whole number), in random order first."""
    order = rng.permutation(len(probability))
    passed = np.cumsum(probability[order])
    passed[-1] = np.rint(passed[-1])
    ticks = np.ceil(passed - rng.random())
    return np.sort(order[np.diff(ticks, prepend=0.0) > 0])


def _check(made: Population, design: Design) -> None:
    most, strata = len(made.communes), len(made.former)
    wanted = design.communes
    enough = wanted is None or min(LEAST * strata, most) <= wanted <= most
    counts = design.villages >= 1 and design.persons >= 1 and 0 <= design.overlap <= 1
    if not (enough and counts):
        least = {"least": min(LEAST * strata, most), "most": most}
        said = "all" if wanted is None else wanted
        told = {"villages": design.villages, "persons": design.persons, "communes": said}
        raise ThuocDoError.of("SURVEY-086", **told, overlap=float(design.overlap), **least)


def _communes(rng, made: Population, wanted: int | None):
    """Places of the communes and their probabilities: within former provinces, by population."""
    if wanted is None:
        every = np.arange(len(made.communes))
        return every, np.ones(len(every))
    people = np.bincount(made.commune_of, made.people, len(made.communes))
    in_stratum = [np.flatnonzero(made.former_of == one) for one in range(len(made.former))]
    places, chances = [], []
    for mine, count in zip(in_stratum, _allocation(people, in_stratum, wanted), strict=True):
        probability = inclusion(people[mine], int(count))
        taken = systematic(rng, probability)
        places.append(mine[taken])
        chances.append(probability[taken])
    return np.concatenate(places), np.concatenate(chances)


def _allocation(people: np.ndarray, strata: list[np.ndarray], wanted: int) -> np.ndarray:
    """Communes a stratum: in proportion to its people beyond the two that each must have."""
    size = np.array([people[mine].sum() for mine in strata])
    found = LEAST + whole_numbers(size, wanted - LEAST * len(strata))
    room = np.array([len(mine) for mine in strata])
    while (found > room).any():  # a small stratum is full: the others take its rest
        extra = int((found - room).clip(0).sum())
        found = np.minimum(found, room)
        free = found < room
        found[free] += whole_numbers(size[free], extra)
    return found


def _rotated(rng, people: np.ndarray, design: Design, number: int):
    """Villages of one commune in round ``number`` and their probabilities in that round."""
    count = min(design.villages, len(people))
    fresh = min(round((1 - design.overlap) * count), len(people) - count)
    probability = inclusion(people, count + fresh)
    both = rng.permutation(systematic(rng, probability))
    mine = np.sort(both[:count] if number == 1 else both[fresh:])
    return mine, probability[mine] * count / (count + fresh)
