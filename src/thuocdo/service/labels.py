"""How units are called on these pages: "phường Phố Hiến", "Sở Nội vụ"."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from thuocdo.cockpit import figures
from thuocdo.cockpit.mine import label
from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.units import Unit, communes, departments

KINDS = {"commune": communes, "department": departments}


def units(kind: str) -> dict[str, Unit]:
    """The units of ``kind`` (commune, department) by their code."""
    return _units(figures.now(), kind)


def unit(code: str) -> Unit:
    """The commune or department ``code``. Raises ``ThuocDoError`` UNIT-001."""
    for kind in KINDS:
        if code in units(kind):
            return units(kind)[code]
    raise ThuocDoError.of(
        "UNIT-001",
        name=code,
        hint_vi="Chọn đơn vị trong danh sách ở trang Đơn vị của tôi.",
        hint_en="Choose a unit from the list on the page My unit.",
    )


def names() -> dict[str, str]:
    """Code → what the unit is called."""
    return _names(figures.now())


def name(code: str | None) -> str:
    """What the unit ``code`` is called, also when nobody knows it."""
    return names().get(code or "", code or _("đơn vị chưa rõ"))


def opening(code: str) -> str:
    """The same where it opens a sentence or heads a page."""
    found = name(code)
    return found[:1].upper() + found[1:]


def departments_are_simulated() -> bool:
    """Whether the list of departments is a stand-in."""
    return any(one.basis == "simulated" for one in units("department").values())


@lru_cache(maxsize=4)
def _units(facts: Facts, kind: str) -> dict[str, Unit]:
    return {one.code: one for one in KINDS[kind](facts)}


@lru_cache(maxsize=2)
def _names(facts: Facts) -> dict[str, str]:
    return {one.code: label(one) for kind in KINDS for one in _units(facts, kind).values()}
