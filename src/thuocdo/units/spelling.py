"""How units are written in files → their codes: codes, names, communes of before July 2025."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from thuocdo.facts import Facts
from thuocdo.units.register import Unit
from thuocdo.wording import bare


class Codes(dict):
    """Text → code; a name is found with or without accents and capitals."""

    def get(self, text, default=None):
        """The code of ``text``."""
        found = super().get(text)
        return found if found is not None else super().get(bare(text), default)


@dataclass(frozen=True)
class Written:
    """``codes``: text → code; ``renamed``: codes of old communes that became one new commune,
    which ``codes`` knows; ``divided``: those that were divided, which it does not."""

    codes: Codes
    renamed: frozenset[str]
    divided: frozenset[str]


def written(facts: Facts, units: Iterable[Unit]) -> Written:
    """How ``units`` may be written. A name that two units share is known by its code only.

    An old commune that was divided has no code: nobody can tell which half is meant.
    """
    known = list(units)
    names = _names(known)
    merger = facts.table("commune_merger")
    current = {unit.code for unit in known}
    old = merger.filter(~pl.col("old_code").is_in(pl.Series(sorted(current)).implode()))
    whole, divided = _old_codes(old)
    codes = Codes({**names, **whole, **{code: code for code in current}})
    return Written(codes, frozenset(whole), frozenset(divided))


def _names(units: list[Unit]) -> dict[str, str]:
    spelled = [(bare(form), one.code) for one in units for form in _forms(one)]
    often = Counter(name for name, _ in set(spelled))
    return {name: code for name, code in spelled if often[name] == 1}


def _forms(unit: Unit) -> set[str]:
    if unit.level != "commune":
        return {unit.name}
    return {f"{unit.kind} {unit.name}", f"UBND {unit.kind} {unit.name}"}


def _old_codes(old: pl.DataFrame) -> tuple[dict[str, str], set[str]]:
    parted = old["divided"] == "yes"
    several = set(old.filter(parted)["old_code"])
    rows = old.filter(~parted).select("old_code", "new_code").iter_rows()
    return {code: new for code, new in rows if code not in several}, several
