"""Words to search by, with or without their Vietnamese marks.

A word with marks is written as its bare letters and then its marks in one order, so that *hoà*
and *hòa*, *Thuỵ* and *Thụy* are one word while *hoa* is another.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from thuocdo.wording import bare

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
MOST, LONGEST = 20, 300  # words and letters of a question


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side, spaced as a text is; ``marked`` "" when any marks will do."""

    bare: str
    marked: str


def folded(text: str) -> tuple[str, str]:
    """``text`` as words without and with marks, a space before and after each."""
    found = [_word(one) for one in WORD.findall(unicodedata.normalize("NFD", text.lower()))]
    plain = [one for one in found if one[0]]
    if not plain:
        return "", ""
    return tuple(f" {' '.join(words)} " for words in zip(*plain, strict=True))


def asked(question: str) -> list[Phrase]:
    """Phrases of ``question``: words, or several in quotation marks; [] when it has none.

    A phrase typed without marks is found whatever its marks; with any, just so.
    """
    parts = re.split(r'["“”«»]', question[:LONGEST])
    found = []
    for place, part in enumerate(parts):
        for one in [part] if place % 2 else part.split():
            plain, marked = folded(one)
            if plain:
                found.append(Phrase(plain, "" if plain == marked else marked))
    return list(dict.fromkeys(found))[:MOST]


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, str]:
    marks = sorted(one for one in word if _is_mark(one))
    letters = bare(word).replace(" ", "")
    return letters, letters + "".join(marks)


def _is_mark(letter: str) -> bool:
    return letter == "đ" or unicodedata.combining(letter) > 0
