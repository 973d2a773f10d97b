"""Vietnamese letters: the order of the dictionary, and the same text without its marks."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET)}
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make another letter
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # in dictionary order


def plain(text: str) -> str:
    """``text`` in lower case without any mark: "Đắk Lắk" → "dak lak"."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def dictionary_order(text: str) -> tuple[str, str]:
    """Sort key of Vietnamese dictionaries: letters first (a ă â … d đ …), tones break ties."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", character)
        shape = "".join(mark for mark in parts[1:] if mark in _SHAPES)
        letter = unicodedata.normalize("NFC", parts[0] + shape)
        # A sign or a digit keeps its own place, before every letter.
        letters.append(_PLACE.get(letter, f"!{letter}" if not letter.isalpha() else f"~{letter}"))
        tones.append(str(max((_TONES.get(mark, 0) for mark in parts[1:]), default=0)))
    return "".join(letters), "".join(tones)


def has_all_words(text: str, wanted: str) -> bool:
    """Whether every word of ``wanted`` occurs in ``text``, marks and case aside."""
    hay = plain(text)
    return all(word in hay for word in plain(wanted).split())
