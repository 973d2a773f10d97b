"""Periods of time and working days.

Owns: the shape ``Period`` and the working days of Việt Nam as a table to join. In: years and
dates. Out: periods, frames of days, moments as integer seconds. A year whose decision on
swapped days was not read is *provisional* (tạm tính), and says so.
"""

from thuocdo.calendar.days import (
    DAY,
    OFFSET,
    ZONE,
    day_number,
    end_of,
    is_provisional,
    start_of,
    working_days,
)
from thuocdo.calendar.periods import Period, year

__all__ = [
    "DAY",
    "OFFSET",
    "Period",
    "ZONE",
    "day_number",
    "end_of",
    "is_provisional",
    "start_of",
    "working_days",
    "year",
]
