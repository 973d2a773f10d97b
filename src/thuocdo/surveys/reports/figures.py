"""What one figure an item gives: the share of certain answers, or the mean of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from thuocdo.surveys.rounds.codebook import Item
from thuocdo.surveys.scoring.built_in import SATISFIED

SATISFACTION = (1.0, 5.0)  # the scale on which SATISFIED are two of five levels
YES_NO = {0, 1}


@dataclass(frozen=True)
class Figure:
    """``item``'s figure: ``share`` of the answers in ``codes``, or ``mean``.

    ``means``: what the share is of: ``satisfied``, ``yes``, ``first`` (the first choice); empty
    for a mean. ``low, high``: ends of the scale of a mean, where they are known.
    """

    item: Item
    kind: str
    codes: tuple[int, ...] = ()
    means: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def is_share(self) -> bool:
        return self.kind == "share"

    @property
    def same_as(self) -> tuple:
        """What must be equal for the figures of two rounds to be compared."""
        return self.kind, self.codes, self.low, self.high


def figure_of(item: Item) -> Figure | None:
    """The figure of ``item``; ``None`` where it has none (dates, several answers, texts)."""
    if item.kind not in ("scale", "single", "number") or not item.has_numbers:
        return None
    if item.kind == "scale" and (item.low, item.high) == SATISFACTION:
        return Figure(item, "share", SATISFIED, "satisfied")
    if set(item.codes) == YES_NO:
        return Figure(item, "share", (1,), "yes")
    if item.kind == "single":
        return Figure(item, "share", item.codes[:1], "first") if item.codes else None
    return Figure(item, "mean", low=item.low, high=item.high)


def measured(frame: pl.DataFrame, figures: Iterable[Figure]) -> pl.DataFrame:
    """``frame`` with each item's column as what every respondent gives to the figure.

    0 or 1 for a share, the answer itself for a mean; null where there is no answer.
    """
    made = []
    for one in figures:
        column = pl.col(one.item.name)
        if one.is_share:
            column = column.is_in(list(one.codes))
        made.append(column.cast(pl.Float64).alias(one.item.name))
    return frame.with_columns(made)
