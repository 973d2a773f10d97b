"""A span of days with a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date
    kind: str = "year"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def year(number: int) -> Period:
    """The calendar year ``number``."""
    return Period(date(number, 1, 1), date(number, 12, 31))
