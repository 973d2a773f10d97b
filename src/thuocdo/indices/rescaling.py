"""Indicators on scales of their own → one score: the rule of PAPI's sub-dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Indicator:
    """An indicator and the theoretical ends of its scale (not the observed ones)."""

    code: str
    minimum: float
    maximum: float

    def __post_init__(self):
        if not self.minimum < self.maximum:
            raise ValueError(f"{self.code}: the ends {self.minimum}, {self.maximum} span nothing")


@dataclass(frozen=True)
class Rescaling:
    """A score between ``low`` and ``high``: indicators brought to 0–1, then their plain mean.

    Source: found again by regressing the official sub-dimensions of 2018 and 2019 on their
    indicators (63 provinces, largest difference 2e-7); not a published formula.
    """

    low: float
    high: float
    indicators: tuple[Indicator, ...]

    def score(self) -> pl.Expr:
        """The score of a frame with one column an indicator; null where one is missing."""
        return pl.lit(self.constant) + pl.sum_horizontal(
            (
                pl.col(one.code) * slope
                for one, slope in zip(self.indicators, self.slopes, strict=True)
            ),
            ignore_nulls=False,
        )

    @property
    def slopes(self) -> Sequence[float]:
        """Points of the score per unit of each indicator."""
        span = (self.high - self.low) / len(self.indicators)
        return [span / (one.maximum - one.minimum) for one in self.indicators]

    @property
    def constant(self) -> float:
        """The score where every indicator is 0."""
        pairs = zip(self.indicators, self.slopes, strict=True)
        return self.low - sum(one.minimum * slope for one, slope in pairs)
