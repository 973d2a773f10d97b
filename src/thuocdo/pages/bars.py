"""Bars from zero, with an interval and a target. Values in, percent of the width out."""

from __future__ import annotations

from dataclasses import dataclass

from thuocdo.pages.numbers import known
from thuocdo.pages.strips import place


@dataclass(frozen=True)
class Bar:
    """``value`` of at most ``maximum`` (same unit), from zero: a bar always starts at zero.

    ``low..high`` is its interval, ``target`` a value to reach; both optional.
    """

    value: float | None
    maximum: float
    low: float | None = None
    high: float | None = None
    target: float | None = None
    digits: int = 2
    form = "bar"

    def __post_init__(self):
        if not self.maximum > 0:
            raise ValueError("a bar needs a maximum above zero")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval needs both ends, or neither")

    def _at(self, value: float | None) -> float | None:
        return None if known(value) is None else place(value, 0, self.maximum)

    @property
    def length(self) -> float | None:
        return self._at(self.value)

    @property
    def line(self) -> tuple[float, float] | None:
        return None if self.low is None else (self._at(self.low), self._at(self.high))

    @property
    def target_at(self) -> float | None:
        return self._at(self.target)

    @property
    def order(self) -> float | None:
        return known(self.value)

    def plain(self) -> dict:
        interval = None if self.low is None else [self.low, self.high]
        return {"value": known(self.value), "of": self.maximum, "interval": interval}

    def flat(self) -> dict:
        return {"": known(self.value), "of": self.maximum, "low": self.low, "high": self.high}
