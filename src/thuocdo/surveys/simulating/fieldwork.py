"""What happens in the field: who answers, which questions stay empty, who asks, when, how long.

All rates are invented. Older people answer more, the better schooled less, communes differ; so
the answers are missing for reasons that a weighting class can see.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

AGE_ANSWERS, EDUCATION_ANSWERS = (-0.14, -0.04, 0.04, 0.10), (0.06, 0.04, -0.02, -0.12)
COMMUNE_ANSWERS = 0.05  # spread of the response of communes
AGE_EMPTY, EDUCATION_EMPTY = (0.8, 0.8, 1.0, 1.6), (1.8, 1.1, 0.8, 0.6)
FIRST_DAY = np.datetime64("2026-03-02T00:00")  # of the first round; a day is a village's
OPENS, HOURS = 7 * 60 + 30, 11 * 60  # minutes after midnight; the working day, in minutes
BETWEEN_ROUNDS = 365
STREAM = 12


@dataclass(frozen=True)
class Fieldwork:
    """Rates: ``response`` of the persons drawn, ``empty`` of the answers, ``fabricate`` of the
    interviewers; ``villages`` each interviewer has, ``boldness`` the share of their interviews
    that fabricators make up. Full response and nothing empty: ``PERFECT``.
    """

    response: float = 0.82
    empty: float = 0.03
    fabricate: float = 0.05
    villages: int = 4
    boldness: float = 0.7


PERFECT = Fieldwork(response=1.0, empty=0.0, fabricate=0.0)


def responds(rng, work: Fieldwork, age, education, commune, communes: int) -> np.ndarray:
    """Whether each person drawn answers; everybody does at a response of 1."""
    effect = COMMUNE_ANSWERS * rng.standard_normal(communes)
    drawn = rng.random(len(age))
    if work.response >= 1:
        return np.ones(len(age), bool)
    chance = np.array(AGE_ANSWERS)[age] + np.array(EDUCATION_ANSWERS)[education] + effect[commune]
    return drawn < np.clip(work.response + chance, 0.05, 0.99)


def empties(rng, work: Fieldwork, age, education, items: int) -> np.ndarray:
    """Whether each answer (persons × items) stays empty."""
    if work.empty <= 0:
        return np.zeros((len(age), items), bool)
    ease = rng.uniform(0.4, 1.6, items)
    person = np.array(AGE_EMPTY)[age] * np.array(EDUCATION_EMPTY)[education]
    return rng.random((len(age), items)) < work.empty * person[:, None] * ease


def interviewers(rng, work: Fieldwork, villages: int) -> np.ndarray:
    """Number of the interviewer of each village drawn, neighbours in the list together."""
    count = max(1, -(-villages // work.villages))
    return rng.permutation(count)[np.arange(villages) // work.villages % count]


def moments(rng, village: np.ndarray, interviewer: np.ndarray, round_: int):
    """When each interview began (minutes as datetime64) and how many minutes it took.

    An interviewer does one village after the other, a day each.
    """
    count = len(village)
    minutes = np.maximum(9, np.rint(26 + 7 * rng.standard_normal(count)).astype(int))
    clock = OPENS + np.floor(rng.random(count) * HOURS).astype(int)
    day = village - _first_village(village, interviewer) + (round_ - 1) * BETWEEN_ROUNDS
    return FIRST_DAY + (day * 1440 + clock).astype("timedelta64[m]"), minutes


def _first_village(village: np.ndarray, interviewer: np.ndarray) -> np.ndarray:
    if not len(village):
        return village
    first = np.full(int(interviewer.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, interviewer, village)
    return first[interviewer]
