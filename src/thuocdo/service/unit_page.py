"""A unit: its score on the portal, its on-time months from the lake, where its points go."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.losses.from_cells import Lost
from thuocdo.dossiers.losses.gathered import YearCounts
from thuocdo.dossiers.portal.whatif import prospect
from thuocdo.pages import Column, Table, numbers
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.service import (
    addresses,
    captures,
    chosen,
    dues,
    labels,
    lake_figures,
    lake_words,
    losing,
    months,
    portal_tables,
    words,
)
from thuocdo.service.portal_page import units_of
from thuocdo.units import Unit

COSTLIEST = 12  # procedures named


@dataclass(frozen=True)
class OnPortal:
    """A unit's tables out of the newest capture: six groups and what one more is worth."""

    period: str
    groups: Table
    levers: Table
    official: float
    maximum: float


def unit_page(request: HttpRequest, unit: str, suffix: str = "") -> HttpResponse:
    """One unit in one year. Raises ``ThuocDoError`` UNIT-001, PAGE-011."""
    known, spoken = labels.unit(unit), language()
    year = chosen.year(request.GET)
    held = lake_figures.year_counts(year) if year else None
    portal = on_portal(unit)
    name = labels.name(unit)
    found = months.of_months(held, unit) if held else []
    table = _table(found, held, known, spoken)
    lost = months.lost(held, unit) if held else None
    more = {
        "lost": _costliest(lost, unit, year) if lost else None,
        "portal": portal.groups if portal else None,
        "levers": portal.levers if portal else None,
    }
    context = frame(
        request,
        "service",
        name,
        heading=labels.opening(unit),
        year=year,
        lead=_lead(held, unit, name),
        as_of=lake_words.as_of(held.base, spoken) if held else "",
        answers=[answer(unit, held, portal)],
        groups=chosen.years_of_unit(unit, year),
        line=months.line(found, year) if year else None,
        period=portal.period if portal else "",
        **more,
    )
    payload = with_more(table, more.values())
    return twin(request, table, "service/unit.html", context, suffix, payload)


def on_portal(unit: str) -> OnPortal | None:
    """The unit in the newest capture of our province; ``None`` where it is not there."""
    held = captures.of_period()
    id = next((one for one, code in units_of(held).items() if code == unit), None) if held else None
    if held is None or id is None:
        return None
    spoken = language()
    own = [one for one in held.rows if one.unit_id == id]
    outlook = prospect(held.bundle, id)
    title = _("Điểm trên cổng, %(period)s") % {"period": words.period(held.period)}
    return OnPortal(
        words.period(held.period),
        portal_tables.groups(own, spoken, title, ident="nhom", linked=False),
        portal_tables.levers(outlook, spoken),
        outlook.official,
        outlook.maximum,
    )


def answer(unit: str, held: YearCounts | None, portal: OnPortal | None) -> dict:
    """The four questions of a unit."""
    spoken = language()
    year = months.total(held, unit) if held else None
    lost = months.lost(held, unit) if held else None
    return {
        "name": labels.name(unit),
        "where": _where(unit, held, portal),
        "sure": {
            "words": months.band_words(year, spoken) if year else _("chưa có hồ sơ trong kho"),
            "note": lake_words.as_of(held.base, spoken) if held else "",
        },
        "why": {"words": "; ".join(losing.costliest(lost.loss, spoken)) if lost else ""},
        "next": {
            "words": _due_words(unit),
            "links": [
                {"label": _("Hồ sơ sắp quá hạn →"), "href": addresses.due(unit)},
                *(
                    [{"label": _("Mất điểm ở đâu →"), "href": addresses.losses(unit)}]
                    if lost
                    else []
                ),
            ],
        },
    }


def _where(unit: str, held: YearCounts | None, portal: OnPortal | None) -> dict:
    spoken = language()
    year = months.total(held, unit) if held else None
    told = {
        "figure": numbers.percent(year.rate, 1, spoken) if year else numbers.MISSING,
        "unit": _("đúng hạn"),
        "href": addresses.why(unit, held.year) if year else "",
        "basis": _basis(held),
        "big": True,
        "ident": "nho",
        "strip": months.tiny(months.of_months(held, unit), held.year) if held else None,
    }
    if portal is not None:
        score = numbers.number(portal.official, 2, spoken)
        told["note"] = _("Cổng, %(period)s: %(score)s trên %(maximum)s điểm") % {
            "period": portal.period,
            "score": score,
            "maximum": int(portal.maximum),
        }
    return told


def _basis(held: YearCounts | None) -> str:
    if held is None:
        return ""
    return _("mô phỏng") if held.base.basis == "simulated" else _("suy ra")


def _due_words(unit: str) -> str:
    held = lake_figures.standing()
    if held is None:
        return ""
    return _("%(due)s hồ sơ đến hạn trong %(days)s ngày làm việc, %(late)s đã quá hạn.") % {
        "days": chosen.USUAL,
        **dues.total(held, chosen.USUAL, unit),
    }


def _costliest(lost: Lost, unit: str, year: int) -> Table:
    def dossiers(procedure: str, metric: str) -> str:
        return addresses.why(unit, year, None, procedure, metric)

    return losing.procedures(lost, dossiers, language(), COSTLIEST)


def _lead(held: YearCounts | None, unit: str, name: str) -> str:
    year = months.total(held, unit) if held else None
    if year is None:
        return _("Kho hồ sơ chưa có hồ sơ nào của đơn vị này.")
    return months.lead(year, name, held.year, None, language())


def _table(found, held: YearCounts | None, unit: Unit, spoken: str) -> Table:
    if held is None:
        return Table(_("Đúng hạn từng tháng"), [Column("month", _("Tháng"))], [])
    notes = lake_words.doubts(held.year, spoken)

    def why(month: int) -> str:
        return addresses.why(unit.code, held.year, month)

    table = months.table(found, held.year, notes, spoken, why)
    return chosen.marked(table, held.base, unit.basis == "simulated")
