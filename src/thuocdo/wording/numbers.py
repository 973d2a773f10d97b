"""Numbers and dates for the eye: 44,60 · 1.234.567 · 12,3 % · 22/11/2026."""

from __future__ import annotations

import datetime

LANGUAGES = ("vi", "en")
MISSING = "–"
_MINUS = "−"


def number(value: float | None, digits: int = 2, language: str = "vi") -> str:
    """``value`` with ``digits`` decimals, grouped by thousands; a dash for ``None``."""
    if value is None:
        return MISSING
    text = f"{abs(value):,.{digits}f}"
    sign = _MINUS if value < 0 and float(f"{value:.{digits}f}") != 0 else ""
    return sign + (text if language == "en" else _swapped(text))


def signed(value: float | None, digits: int = 2, language: str = "vi") -> str:
    """As ``number`` with a plus before a positive value."""
    text = number(value, digits, language)
    positive = value is not None and float(f"{value:.{digits}f}") > 0
    return f"+{text}" if positive else text


def percent(share: float | None, digits: int = 0, language: str = "vi") -> str:
    """A share of 1 as a percentage: 0.123 → "12,3 %" (English "12.3%")."""
    if share is None:
        return MISSING
    text = number(100 * share, digits, language)
    return f"{text}%" if language == "en" else f"{text} %"


def date(day: datetime.date | None, language: str = "vi") -> str:
    """22/11/2026, in English 22 November 2026."""
    if day is None:
        return MISSING
    return f"{day.day} {day:%B %Y}" if language == "en" else f"{day:%d/%m/%Y}"


def _swapped(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
