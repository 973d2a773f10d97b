"""A sentence: a key of a room's wording and the values it names."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from thuocdo.wording.numbers import number, percent, signed


@cache
def sentences(room: str) -> dict[str, dict[str, str]]:
    """The wording of ``room`` (for example ``"indices"``): key → language → text."""
    path = files(f"thuocdo.{room}").joinpath("wording.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Sentence:
    """A sentence in waiting: ``text("vi")`` or ``text("en")`` says it.

    A field's format tells how a number is shown: ``{gap:2}`` decimals, ``{gap:+2}`` with its
    sign, ``{share:%}`` or ``{share:%1}`` a percentage. A value that is a ``(vi, en)`` pair
    speaks the language asked for.
    """

    room: str
    key: str
    values: dict = field(default_factory=dict, hash=False)

    def text(self, language: str = "vi") -> str:
        """The sentence in ``language``."""
        pattern = sentences(self.room)[self.key][language]
        return _Speaker(language).vformat(pattern, (), self.values)


class _Speaker(string.Formatter):
    def __init__(self, language: str):
        self.language = language

    def format_field(self, value, format_spec: str) -> str:
        if isinstance(value, tuple):
            value = value[0 if self.language == "vi" else 1]
        if value is None or not format_spec or isinstance(value, str):
            return "–" if value is None else str(value)
        if format_spec.startswith("%"):
            return percent(value, int(format_spec[1:] or 0), self.language)
        if format_spec.startswith("+"):
            return signed(value, int(format_spec[1:]), self.language)
        return number(value, int(format_spec), self.language)
