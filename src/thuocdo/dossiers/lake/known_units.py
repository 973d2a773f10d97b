"""How a unit is written in a file → its code: codes, names, communes of before July 2025."""

from __future__ import annotations

from collections import Counter

import polars as pl

from thuocdo.dossiers.lake.judging import Units
from thuocdo.facts import Facts
from thuocdo.units import communes, departments
from thuocdo.wording import bare


class Codes(dict):
    """Text → code; a name is found with or without accents and capitals."""

    def get(self, text, default=None):
        """The code of ``text``."""
        found = super().get(text)
        return found if found is not None else super().get(bare(text), default)


def known_units(facts: Facts) -> Units:
    """The units of the province. A name that two units share is known by its code only.

    An old commune that became one new commune is re-coded (``renamed``); one that was divided
    is not: nobody can tell which half a dossier belongs to.
    """
    units = [*communes(facts), *departments(facts)]
    names = _names(units)
    merger = facts.table("commune_merger")
    current = {unit.code for unit in units}
    old = merger.filter(~pl.col("old_code").is_in(pl.Series(sorted(current)).implode()))
    whole, divided = _old_codes(old)
    codes = Codes({**names, **whole, **{code: code for code in current}})
    return Units(codes, frozenset(whole), frozenset(divided))


def _names(units) -> dict[str, str]:
    spelled = [(bare(form), one.code) for one in units for form in _forms(one)]
    often = Counter(name for name, _ in set(spelled))
    return {name: code for name, code in spelled if often[name] == 1}


def _forms(unit) -> set[str]:
    if unit.level != "commune":
        return {unit.name}
    return {f"{unit.kind} {unit.name}", f"UBND {unit.kind} {unit.name}"}


def _old_codes(old: pl.DataFrame) -> tuple[dict[str, str], set[str]]:
    parted = old["divided"] == "yes"
    several = set(old.filter(parted)["old_code"])
    rows = old.filter(~parted).select("old_code", "new_code").iter_rows()
    return {code: new for code, new in rows if code not in several}, several
