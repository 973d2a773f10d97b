"""Interviewers who make interviews up: five habits, one each. The truth is kept apart.

No rate of real fabrication is claimed; the habits are those that checks look for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.simulating.items import Item

PATTERNS = ("straight_line", "little_variance", "duplicates", "short", "night")
CHANGED = 2  # answers that a copied interview changes at most
STREAM = 13


@dataclass
class Interviews:
    """Answers (interviews × items), beginning and minutes of each interview; changed in place."""

    answers: np.ndarray
    began: np.ndarray
    minutes: np.ndarray


def fabricators(rng, share: float, count: int) -> np.ndarray:
    """Pattern of each of ``count`` interviewers (index into PATTERNS), −1 for the honest.

    At least one where ``share`` is above nought; the patterns go round.
    """
    found = np.full(count, -1)
    if share <= 0 or not count:
        return found
    many = min(count, max(1, round(share * count)))
    found[rng.choice(count, many, replace=False)] = np.arange(many) % len(PATTERNS)
    return found


def fabricate(rng, made: Interviews, items: tuple[Item, ...], by: np.ndarray, pattern, boldness):
    """Make up a share ``boldness`` of the interviews of the fabricators.

    ``by``: interviewer of each interview; ``pattern``: of each interviewer. Gives the pattern
    of every interview, −1 where it was really held.
    """
    habit = np.where(rng.random(len(by)) < boldness, pattern[by], -1)
    low = np.array([item.low for item in items])
    high = np.array([item.high for item in items])
    for one in np.flatnonzero(pattern >= 0).tolist():
        mine = np.flatnonzero((by == one) & (habit >= 0))
        honest = np.flatnonzero((by == one) & (habit < 0))
        if len(mine):
            name = PATTERNS[pattern[one]]
            made.answers[mine] = _answers(rng, name, made, (low, high), (len(mine), honest))
            _moments(rng, name, made, mine)
    return habit


def _answers(rng, name: str, made: Interviews, ends, interviews) -> np.ndarray:
    """Answers of one fabricator: around a person they imagine, content on the whole."""
    (low, high), (count, honest) = ends, interviews
    imagined = np.rint(low + (0.55 + 0.4 * rng.random(len(low))) * (high - low)).astype(int)
    if name == "duplicates" and len(honest):
        return _copies(rng, made.answers[honest], (low, high), count)
    if name == "straight_line":
        share = rng.choice([0.5, 0.75, 1.0], (count, 1), p=[0.2, 0.6, 0.2])
        return np.rint(low + share * (high - low)).astype(np.int8)
    differs = 0.08 if name == "little_variance" else 0.5
    step = rng.choice([-1, 1], (count, len(low))) * (rng.random((count, len(low))) < differs)
    return np.clip(imagined + step, low, high).astype(np.int8)


def _copies(rng, honest: np.ndarray, ends, count: int) -> np.ndarray:
    """Rows of a few real interviews again, at most ``CHANGED`` answers of each altered."""
    low, high = ends
    found = honest[rng.integers(0, min(3, len(honest)), count)].copy()
    rows = np.arange(count)
    for _ in range(CHANGED):
        where = rng.integers(0, found.shape[1], count)
        altered = rng.random(count) < 0.5
        drawn = rng.integers(low[where], high[where] + 1)
        found[rows, where] = np.where(altered, drawn, found[rows, where])
    return found


def _moments(rng, name: str, made: Interviews, mine: np.ndarray) -> None:
    if name == "short":
        made.minutes[mine] = rng.integers(2, 6, len(mine))
    if name == "night":
        day = made.began[mine].astype("datetime64[D]").astype("datetime64[m]")
        after = rng.integers(22 * 60, 28 * 60, len(mine)).astype("timedelta64[m]")
        made.began[mine] = day + after
