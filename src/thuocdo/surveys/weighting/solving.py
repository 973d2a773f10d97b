"""Calibration factors g: weights d·g that meet the margins and stay near d.

Deville & Särndal 1992 (JASA 87): g = F(x'λ), with

    linear   F(u) = 1 + u                      (may fall below nought: then refused)
    raking   F(u) = exp(u)                     (iterative proportional fitting's limit)
    logit    F(u) between the bounds L and U   (their case 6)

λ solves Σ d F(x'λ) x = totals by Newton's method, each step halved until it helps. Bounds with
``linear`` or ``raking`` cut F off at them (their case 7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.estimates.columns import Floats, refuse
from thuocdo.surveys.weighting.margins import Margins

TOLERANCE = 1e-11
STEPS = 100
HALVINGS = 30


@dataclass(frozen=True)
class Distance:
    """F and its slope; ``bounds`` = (L, U) or ``None``."""

    method: str
    bounds: tuple[float, float] | None

    def factor(self, u: Floats) -> Floats:
        if self.method == "logit":
            return self._logit(u)[0]
        found = 1 + u if self.method == "linear" else np.exp(np.clip(u, -300, 300))
        return found if self.bounds is None else np.clip(found, *self.bounds)

    def slope(self, u: Floats) -> Floats:
        if self.method == "logit":
            return self._logit(u)[1]
        found = np.ones_like(u) if self.method == "linear" else np.exp(np.clip(u, -300, 300))
        if self.bounds is None:
            return found
        g = self.factor(u)
        return np.where((g > self.bounds[0]) & (g < self.bounds[1]), found, 0.0)

    def _logit(self, u: Floats) -> tuple[Floats, Floats]:
        low, high = self.bounds
        steep = (high - low) / ((1 - low) * (high - 1))
        grown = np.exp(np.clip(steep * u, -300, 300))
        below = high - 1 + (1 - low) * grown
        g = (low * (high - 1) + high * (1 - low) * grown) / below
        return g, (g - low) * (high - g) / ((1 - low) * (high - 1))


@dataclass(frozen=True)
class Solved:
    """Factors by respondent and the number of Newton steps."""

    g: Floats
    steps: int


def solve(weight: Floats, margins: Margins, distance: Distance) -> Solved:
    """Factors that meet the margins; SURVEY-026 when none do within the bounds."""
    # Margins of unlike size (counts, sums of scores) are put on one scale.
    scale = np.maximum(np.abs(margins.total), weight @ np.abs(margins.x))
    scale = np.where(scale == 0, 1.0, scale)
    x, goal = margins.x / scale, margins.total / scale
    slope = np.zeros(x.shape[1])
    miss = goal - weight @ x
    steps = 0
    while np.abs(miss).max() > TOLERANCE and steps < STEPS:
        steps += 1
        found = _step(weight, x, goal, distance, slope, miss)
        if found is None:
            break
        slope, miss = found
    if np.abs(miss).max() > 1e3 * TOLERANCE:
        _refuse(margins, miss * scale, distance, steps)
    return Solved(distance.factor(x @ slope), steps)


def _step(weight, x, goal, distance, slope, miss):
    """A Newton step, halved until the miss shrinks; ``None`` when it does not."""
    bend = x.T @ (x * (weight * distance.slope(x @ slope))[:, None])
    direction = np.linalg.pinv(bend, rcond=1e-13, hermitian=True) @ miss
    for _ in range(HALVINGS):
        tried = slope + direction
        left = goal - (weight * distance.factor(x @ tried)) @ x
        if np.linalg.norm(left) < np.linalg.norm(miss):
            return tried, left
        direction = direction / 2
    return None


def _refuse(margins: Margins, miss: Floats, distance: Distance, steps: int) -> None:
    worst = int(np.argmax(np.abs(miss) / np.maximum(np.abs(margins.total), 1)))
    name, level = margins.label[worst]
    raise refuse(
        "SURVEY-026",
        margin=name if level is None else f"{name} = {level}",
        wanted=float(margins.total[worst]),
        reached=float(margins.total[worst] - miss[worst]),
        bounds="–" if distance.bounds is None else f"{distance.bounds[0]}…{distance.bounds[1]}",
        steps=steps,
    )
