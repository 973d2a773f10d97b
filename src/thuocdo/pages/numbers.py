"""Numbers as pages show them: ``wording``'s formats, safe for whatever a frame may hold.

A frame brings NaN and infinities where ``wording`` expects ``None``: both are missing here.
"""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

from thuocdo import wording

MISSING = "–"

Figure = int | float | Decimal | None


def known(value: Figure) -> int | float | None:
    """``value``, or ``None`` where it is not a finite number."""
    if value is None or not math.isfinite(value):
        return None
    return float(value) if isinstance(value, Decimal) else value


def number(value: Figure, digits: int = 2, language: str = "vi") -> str:
    """44,60 · 1.234.567,00 · −0,32; a dash when missing (English 44.60)."""
    return wording.number(known(value), digits, language)


def integer(value: Figure, language: str = "vi") -> str:
    """1.234.567 (English 1,234,567)."""
    return number(value, 0, language)


def signed(value: Figure, digits: int = 2, language: str = "vi") -> str:
    """+0,32 · −0,32 · 0,00."""
    return wording.signed(known(value), digits, language)


def percent(share: Figure, digits: int = 1, language: str = "vi") -> str:
    """A share of 1 as a percentage: 0.123 → 12,3 % (English 12.3%)."""
    return wording.percent(known(share), digits, language)


def date(day: datetime.date | None, language: str = "vi") -> str:
    """22/11/2026 (English 22 November 2026)."""
    return wording.date(day, language)
