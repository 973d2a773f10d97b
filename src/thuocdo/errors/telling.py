"""What of a wrong value may be told: never what could be of a person."""

from __future__ import annotations

import re

HARMLESS = re.compile(r"[\d/:. T+\-]{1,25}|\w{1,4}|-?\d{1,8}")
PHONE = re.compile(r"\+?\d[\d. \-]{7,}\d")
DATE_LIKE = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}([ T][\d:.+\-]*)?Z?")


def harmless(text: str) -> bool:
    """Whether ``text`` can be nothing but a date or a short code: no name, number or phone."""
    if DATE_LIKE.fullmatch(text):
        return True
    return bool(HARMLESS.fullmatch(text)) and not PHONE.search(text) and not text.isalpha()
