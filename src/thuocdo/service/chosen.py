"""What an address asks for: year, month, days; and the links that ask for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from thuocdo.dossiers.losses.asking import Base
from thuocdo.errors import ThuocDoError
from thuocdo.pages import Table
from thuocdo.service import addresses, labels, lake_figures

YEAR, MONTH, DAYS, PROCEDURE, METRIC = "nam", "thang", "ngay", "thu-tuc", "muc"  # query keys
AHEAD = (0, 1, 3, 5, 10)
USUAL = 3


def year(query: Mapping[str, str]) -> int | None:
    """The year asked for, else the newest of the lake; ``None`` for an empty lake.

    Raises ``ThuocDoError`` PAGE-011 for a year the lake has nothing of.
    """
    known, asked = lake_figures.years(), query.get(YEAR, "")
    if not asked:
        return known[0] if known else None
    if known and asked not in map(str, known):
        told = ", ".join(map(str, known))
        raise ThuocDoError.of("PAGE-011", value=asked, name=YEAR, known=told)
    return int(asked) if known else None


def month(query: Mapping[str, str]) -> int | None:
    """The month asked for. Raises ``ThuocDoError`` PAGE-011."""
    asked = query.get(MONTH, "")
    if asked and asked not in map(str, range(1, 13)):
        raise ThuocDoError.of("PAGE-011", value=asked, name=MONTH, known="1…12")
    return int(asked) if asked else None


def days(query: Mapping[str, str]) -> int:
    """How many working days ahead. Raises ``ThuocDoError`` PAGE-011."""
    asked = query.get(DAYS, str(USUAL))
    if asked not in map(str, AHEAD):
        raise ThuocDoError.of("PAGE-011", value=asked, name=DAYS, known=", ".join(map(str, AHEAD)))
    return int(asked)


def period_words(year: int, month: int | None) -> str:
    """tháng 8/2026, năm 2026."""
    if month is None:
        return _("năm %(year)s") % {"year": year}
    return _("tháng %(month)s/%(year)s") % {"month": month, "year": year}


def leagues(kind: str, at: int | None, month: int | None) -> list[dict]:
    """Links to other leagues, years and months."""
    kinds = (("commune", _("xã, phường")), ("department", _("cơ quan cấp tỉnh")))
    if at is None:
        return []
    return [
        _group(
            _("Nơi"),
            [(label, addresses.league(one, at, month), one == kind) for one, label in kinds],
        ),
        _years(at, lambda one: addresses.league(kind, one, month)),
        _months(month, lambda one: addresses.league(kind, at, one)),
    ]


def years_of_unit(unit: str, at: int | None) -> list[dict]:
    """Links to the other years of a unit's page."""
    return [_years(at, lambda one: addresses.unit_page(unit, one))] if at else []


def losses(unit: str, at: int, month: int | None) -> list[dict]:
    """Links to other years and months of lost points."""
    return [
        _years(at, lambda one: addresses.losses(unit, one, month)),
        _months(month, lambda one: addresses.losses(unit, at, one)),
    ]


def years_of_procedure(code: str, at: int) -> list[dict]:
    """Links to the other years of a procedure's page."""
    return [_years(at, lambda one: addresses.procedure(code, one))]


def ahead(unit: str, days: int) -> list[dict]:
    """Links to other numbers of days."""
    links = [
        (_("hôm nay") if one == 0 else str(one), addresses.due(unit, one), one == days)
        for one in AHEAD
    ]
    return [_group(_("Đến hạn trong mấy ngày làm việc"), links)]


def marked(table: Table, base: Base, departments: bool = False) -> Table:
    """``table``, marked as simulated when the lake, the register or the list of departments is."""
    stand_in = departments and labels.departments_are_simulated()
    return with_mark(table, base.simulated or stand_in)


def with_mark(table: Table, simulated: bool) -> Table:
    """``table``, marked or not."""
    return replace(table, simulated=simulated)


def _years(at: int, address) -> dict:
    return _group(_("Năm"), [(str(one), address(one), one == at) for one in lake_figures.years()])


def _months(at: int | None, address) -> dict:
    known = [(_("cả năm"), None), *((str(one), one) for one in range(1, 13))]
    return _group(_("Tháng"), [(label, address(one), one == at) for label, one in known])


def _group(label: str, links: list[tuple[str, str, bool]]) -> dict:
    found = [{"label": name, "href": href, "current": now} for name, href, now in links]
    return {"label": label, "links": found}
