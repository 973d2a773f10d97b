"""What a password must be; pure but for the list of common ones that Django carries."""

from __future__ import annotations

import unicodedata
from functools import cache

from thuocdo.wording import Sentence

LEAST, MOST, DIFFERENT = 12, 200, 5


def normal(text: str) -> str:
    """One spelling of a password: keyboards compose Vietnamese letters differently."""
    return unicodedata.normalize("NFC", text)


def fault(password: str, username: str) -> Sentence | None:
    """Why ``password`` will not do for ``username``; ``None`` when it will."""
    text = normal(password).casefold()
    checks = (
        ("short", len(text) < LEAST),
        ("long", len(text) > MOST),
        ("like_name", bool(username) and username.casefold() in text),
        ("one_sign", len(set(text)) < DIFFERENT),
        ("common", text in _common()),
    )
    values = {"least": str(LEAST), "most": str(MOST)}
    return next((Sentence("accounts", key, values) for key, wrong in checks if wrong), None)


@cache
def _common() -> frozenset[str]:
    from django.contrib.auth.password_validation import CommonPasswordValidator

    return frozenset(CommonPasswordValidator().passwords)
