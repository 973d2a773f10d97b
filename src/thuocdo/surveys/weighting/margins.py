"""Margins: known totals of the population, as a matrix the weights must meet.

``totals`` maps a column to a total, or a factor's column to the count of each level; the key
``(Intercept)`` is the size of the population (R's name for it). The rows of the matrix are
respondents, its columns the margins in the order given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import (
    Floats,
    complete,
    is_number,
    need,
    numbers,
    plain,
    refuse,
)

SIZE = "(Intercept)"
# Published counts of two factors may differ by rounding; more than this is a contradiction.
TOLERANCE = 1e-6

Totals = Mapping[str, float | Mapping[object, float]]


@dataclass(frozen=True)
class Margins:
    """``x`` (n, p) by respondent, ``total`` (p,), and each margin's column and level."""

    x: Floats
    total: Floats
    label: tuple[tuple[str, str | None], ...]

    def met(self, weight: Floats) -> Floats:
        """What the weights make of every margin."""
        return weight @ self.x


def margins_of(frame: pl.DataFrame, totals: Totals) -> Margins:
    """The margins of ``totals``; SURVEY-022 on levels that differ, SURVEY-023 on bad totals."""
    if not totals:
        raise refuse("SURVEY-012", name="totals", value="{}", allowed='{"stype": {"E": 4421, …}}')
    need(frame, [name for name in totals if name != SIZE])
    columns, wanted, labels = [], [], []
    for name, total in totals.items():
        if name == SIZE:
            found = [(np.ones(frame.height), _total(name, None, total), None)]
        elif isinstance(total, Mapping):
            found = list(_levels(frame, name, total))
        else:
            found = [(_known(frame, name), _total(name, None, total), None)]
        for column, goal, level in found:
            columns.append(column)
            wanted.append(goal)
            labels.append((name, level))
    _agree(totals)
    return Margins(np.stack(columns, axis=1), np.array(wanted), tuple(labels))


def _levels(frame: pl.DataFrame, name: str, total: Mapping[object, float]):
    """An indicator of each level of a factor, which must be exactly those of the totals."""
    complete(frame, name)
    plain(frame, (name,))
    cells = frame[name].cast(pl.String)
    told = {str(level): _total(name, str(level), goal) for level, goal in total.items()}
    met = set(cells.unique().to_list())
    if met != set(told):
        raise refuse(
            "SURVEY-022",
            column=name,
            unknown=", ".join(sorted(met - set(told))) or "–",
            unmet=", ".join(sorted(set(told) - met)) or "–",
        )
    for level, goal in told.items():
        yield (cells == level).to_numpy().astype(float), goal, level


def _known(frame: pl.DataFrame, name: str) -> Floats:
    found = numbers(frame, name)
    complete(frame, name)
    return found


def _total(name: str, level: str | None, goal: object) -> float:
    if not is_number(goal) or not np.isfinite(goal) or (level is not None and goal <= 0):
        raise refuse("SURVEY-023", column=name, level=level or "–", value=str(goal))
    return float(goal)


def _agree(totals: Totals) -> None:
    """SURVEY-024 when two factors count different populations."""
    sizes = {
        name: sum(total.values()) if isinstance(total, Mapping) else total
        for name, total in totals.items()
        if isinstance(total, Mapping) or name == SIZE
    }
    if not sizes:
        return
    first, whole = next(iter(sizes.items()))
    for name, size in sizes.items():
        if abs(size - whole) > TOLERANCE * abs(whole):
            raise refuse(
                "SURVEY-024", first=first, size=float(whole), second=name, other=float(size)
            )
