"""Find a unit by code or name, with or without accents, in either tone-mark spelling."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.units.register import Unit, aliases, provinces
from thuocdo.wording import bare

_KINDS = r"^(tinh|thanh pho|tp|t p|xa|phuong|dac khu|thi tran|so)\b\s*"


def plain(name: str) -> str:
    """The name without accents, case, punctuation and the word for its kind.

    *Thuỵ* and *Thụy*, *Hoà* and *Hòa* agree.
    """
    words = bare(name)
    shortened = re.sub(_KINDS, "", words).strip()
    return shortened or words


def find(name: str, units: Iterable[Unit], aliases: dict[str, str] | None = None) -> Unit:
    """The unit that ``name`` (code, name or alias) means.

    ``aliases`` maps another name to a code. A code may have lost its leading zero, as it
    does in a spreadsheet. Raises ``ThuocDoError`` UNIT-001 (none; the nearest names are
    offered) or UNIT-002 (several).
    """
    known = list(units)
    for unit in known:
        if unit.code == name.strip().zfill(len(unit.code)):
            return unit
    wanted = plain(name)
    codes = {code for alias, code in (aliases or {}).items() if plain(alias) == wanted}
    hits = [unit for unit in known if plain(unit.name) == wanted or unit.code in codes]
    if len(hits) == 1:
        return hits[0]
    if hits:
        listed = ", ".join(f"{unit.name} ({unit.code})" for unit in hits)
        raise ThuocDoError.of("UNIT-002", name=name, candidates=listed)
    raise ThuocDoError.of("UNIT-001", name=name, **_hints(wanted, known))


def find_province(facts: Facts, boundaries: str, name: str) -> Unit:
    """The province on ``boundaries`` ("63" or "34") that ``name`` (code, name, alias) means.

    Raises ``ThuocDoError`` CALL-003, UNIT-001, UNIT-002.
    """
    return find(name, provinces(facts, boundaries), aliases(facts, boundaries))


def _hints(wanted: str, units: list[Unit]) -> dict[str, str]:
    by_plain = {plain(unit.name): unit.name for unit in units}
    near = [by_plain[key] for key in difflib.get_close_matches(wanted, by_plain, 3, 0.65)]
    if near:
        listed = ", ".join(near)
        return {"hint_vi": f"Có phải: {listed}?", "hint_en": f"Did you mean: {listed}?"}
    return {
        "hint_vi": "Xem danh sách bằng: thuocdo units list.",
        "hint_en": "See the list with: thuocdo units list.",
    }
