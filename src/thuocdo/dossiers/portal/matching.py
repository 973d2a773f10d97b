"""Which of our units an agency of the portal is: by its name, never by a guess. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from thuocdo.units import Unit, plain

_OFFICE = re.compile(r"^\s*(UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+", re.IGNORECASE)
_PROVINCE = re.compile(r"\s+-\s+(tỉnh|thành phố)\s+.*$", re.IGNORECASE)


def short_name(name: str) -> str:
    """An agency's name without its office and its province: "UBND xã Tân Hưng" → xã Tân Hưng."""
    return _OFFICE.sub("", _PROVINCE.sub("", name)).strip()


def matched(names: Mapping[str, str], units: Iterable[Unit]) -> dict[str, str]:
    """departmentId → our code, for ``names`` (departmentId → name) that mean exactly one unit.

    A name two units share, or two agencies claim, is left out: nothing is better than a wrong
    unit's score.
    """
    known: dict[str, list[str]] = {}
    for unit in units:
        known.setdefault(_key(unit.name), []).append(unit.code)
    found = {
        id: codes[0]
        for id, name in names.items()
        if len(codes := known.get(_key(short_name(name)), [])) == 1
    }
    claimed = list(found.values())
    return {id: code for id, code in found.items() if claimed.count(code) == 1}


def _key(name: str) -> str:
    return plain(name)
