"""Trimming: weights far from the others are cut, the rest take over what was cut.

Very unequal weights make estimates unsure; cutting them trades that for a bias, so the report
says how much was moved (Potter 1990, Proc. ASA Survey Research Methods). Totals are kept, in
every class when classes are given. Trim before calibrating: it moves the margins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import (
    Codes,
    Floats,
    codes,
    complete,
    is_number,
    names,
    need,
    positive,
    refuse,
)
from thuocdo.surveys.weighting.calibrating import design_effect

ROUNDS = 200


@dataclass(frozen=True)
class Trimmed:
    """``weights`` by row; ``low, high`` the limits; ``cut`` rows now at a limit; ``moved`` the
    share of all weight that changed hands; ``design_effect`` (before, after), Kish's."""

    weights: pl.Series
    low: float
    high: float
    cut: int
    moved: float
    design_effect: tuple[float, float]


def trim(
    frame: pl.DataFrame,
    *,
    weight: str,
    most: float | None = None,
    least: float | None = None,
    within: str | Sequence[str] | None = None,
) -> Trimmed:
    """Weights between ``least`` and ``most`` times their median, with the same sum.

    within   columns of classes that keep their sum; without them the whole keeps its sum
    Raises SURVEY-035 when limits are not 0 ≤ least < 1 < most, or none is given, SURVEY-036
    when a class cannot keep its sum within them.
    """
    by = names(within)
    need(frame, (weight, *by))
    w = positive(frame, weight)
    _check(least, most)
    for column in by:
        complete(frame, column)
    group, found = codes(frame, by)
    middle = float(np.median(w))
    low = 0.0 if least is None else least * middle
    high = np.inf if most is None else most * middle
    after = w.copy()
    for one in range(found.height if by else 1):
        at = np.flatnonzero(group == one)
        after[at] = _kept_sum(w[at], low, high, lambda one=one: _where(found, by, one))
    cut = int(((after <= low) | (after >= high)).sum())
    moved = float(np.abs(after - w).sum() / 2 / w.sum())
    effects = design_effect(w), design_effect(after)
    return Trimmed(pl.Series("weight", after), low, high, cut, moved, effects)


def _kept_sum(w: Floats, low: float, high: float, where) -> Floats:
    """Weights cut to the limits, those between them scaled until the sum is as before."""
    whole, count = w.sum(), len(w)
    # Limits are multiples of one number: a sum just at the limit is one by rounding.
    if not count * low <= whole * (1 + 1e-12) or not whole <= count * high * (1 + 1e-12):
        raise refuse("SURVEY-036", where=where(), low=low, high=high, mean=float(whole / count))
    below, above = 0.0, 1.0
    while np.clip(w * above, low, high).sum() < whole * (1 - 1e-15) and above < 1e12:
        above *= 2
    for _ in range(ROUNDS):  # the factor by halving: the sum grows with it
        factor = (below + above) / 2
        if np.clip(w * factor, low, high).sum() < whole:
            below = factor
        else:
            above = factor
    return _exact(np.clip(w * above, low, high), low, high, whole)


def _exact(after: Floats, low: float, high: float, whole: float) -> Floats:
    """The last digits of the sum, put on those between the limits."""
    free: Codes = np.flatnonzero((after > low) & (after < high))
    if len(free):
        held = after.sum() - after[free].sum()
        after[free] *= (whole - held) / after[free].sum()
    return after


def _where(found: pl.DataFrame, by: tuple[str, ...], one: int) -> str:
    return ", ".join(f"{name} = {found[name][one]}" for name in by) or "–"


def _check(least: float | None, most: float | None) -> None:
    low = 0.0 if least is None else least
    high = 2.0 if most is None else most
    known = is_number(low) and is_number(high)
    if not known or (least is None and most is None) or not 0 <= low < 1 < high:
        raise refuse("SURVEY-035", least=str(least), most=str(most))
