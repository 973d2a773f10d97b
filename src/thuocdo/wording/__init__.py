"""How the product speaks: numbers and sentences in Vietnamese and English.

Owns: number formats, the shape ``Sentence``, letters without marks, aligned columns. A room
keeps its sentences in its own ``wording.toml`` (key → vi, en); code carries the key and the
unrounded values, so the same finding reads rightly in a terminal, on a page and in either
language. Pure.
"""

from thuocdo.wording.columns import aligned
from thuocdo.wording.letters import bare
from thuocdo.wording.numbers import LANGUAGES, date, number, percent, signed
from thuocdo.wording.sentences import Sentence, sentences

__all__ = [
    "LANGUAGES",
    "Sentence",
    "aligned",
    "bare",
    "date",
    "number",
    "percent",
    "sentences",
    "signed",
]
