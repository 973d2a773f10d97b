"""Periods of the portal by their labels: 2026-08, 2026-Q3, 2026."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from thuocdo.calendar import Period

_LABEL = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|[Qq]([1-4])))?\Z")


def month(year: int, number: int) -> Period:
    """The calendar month."""
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def quarter(year: int, number: int) -> Period:
    """The calendar quarter, 1 to 4."""
    return Period(month(year, 3 * number - 2).start, month(year, 3 * number).end, "quarter")


def whole_year(number: int) -> Period:
    """The calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def label(period: Period) -> str:
    """2026-08 for a month, 2026-Q3 for a quarter, 2026 for a year."""
    year = f"{period.start.year}"
    if period.kind == "month":
        return f"{year}-{period.start.month:02d}"
    return f"{year}-Q{number_of_quarter(period)}" if period.kind == "quarter" else year


def number_of_quarter(period: Period) -> int:
    """1 to 4."""
    return (period.start.month + 2) // 3


def parse(text: str) -> Period | None:
    """The period a label names, or ``None`` when it is no label."""
    found = _LABEL.match(text.strip())
    if found is None:
        return None
    year, of_month, of_quarter = found.groups()
    if of_month:
        return month(int(year), int(of_month))
    return quarter(int(year), int(of_quarter)) if of_quarter else whole_year(int(year))
