"""*Đơn vị của tôi*: who I am, my unit, what I may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from thuocdo.accounts import actions, allowed, roles, scope_of, users
from thuocdo.cockpit import addresses, figures
from thuocdo.cockpit.frame import frame, language
from thuocdo.errors import ThuocDoError
from thuocdo.units import Unit, communes, departments, province

TEMPLATE = "cockpit/mine.html"


def mine(request: HttpRequest, template: str = TEMPLATE, **more) -> HttpResponse:
    """The reader's own page; also when the list of units no longer knows theirs.

    ``template`` extends ours with ``more``: what the rooms above have to say of the work.
    """
    code = request.user.unit
    unit = (_unit(code) or _gone(code)) if code else _province()
    return _shown(request, code, unit, template, more)


def of_unit(request: HttpRequest, unit: str, template: str = TEMPLATE, **more) -> HttpResponse:
    """The internal page of one unit; ``template`` and ``more`` as above."""
    found = _unit(unit)
    if found is None:
        raise ThuocDoError.of(
            "UNIT-001",
            name=unit,
            hint_vi="Chọn đơn vị trong danh sách ở trang Đơn vị của tôi.",
            hint_en="Choose a unit from the list on the page My unit.",
        )
    return _shown(request, unit, found, template, more)


def _shown(request: HttpRequest, code: str, unit: Unit, template: str, more: dict) -> HttpResponse:
    user, place = request.user, 0 if language() == "vi" else 1
    sees_all = scope_of(user.role, "unit.see") == "all"
    seen = frame(
        request,
        "",
        _("Đơn vị của tôi") if code == user.unit else label(unit),
        is_own=code == user.unit,
        user_name=user.display_name,
        role=roles()[user.role][place],
        unit={"label": label(unit), "code": unit.code, "href": _source(unit)},
        simulated=unit.basis == "simulated" or more.get("lake_simulated", False),
        rights=[_right(user, name, told[place]) for name, told in actions().items()],
        others=_others() if sees_all else [],
        changed=request.GET.get("mat-khau") == "da-doi",
        **more,
    )
    return render(request, template, seen)


def label(unit: Unit) -> str:
    """A unit as it is spoken of: "phường Phố Hiến", "Sở Nội vụ"."""
    return unit.name if unit.level == "department" else f"{unit.kind} {unit.name}"


def _right(user, action: str, told: str) -> dict:
    verdict = allowed(user, action)
    return {"told": told, "yes": verdict.yes, "reason": verdict.reason.text(language())}


def _unit(code: str) -> Unit | None:
    return users.unit_of(figures.now(), code)


def _gone(code: str) -> Unit:
    """A unit that another list of departments has done away with."""
    return Unit(code, _("đơn vị không còn trong danh sách"), "department", "", "")


def _province() -> Unit:
    return province(figures.now(), "34", figures.own_province())


def _source(unit: Unit) -> str:
    """The row of the facts that names ``unit``; the overview for the province."""
    if unit.level == "province":
        return reverse("home")
    rows = dict(figures.now().table(unit.level).select("code", "row").iter_rows())
    row = rows.get(unit.code)
    return addresses.table(unit.level) + (f"?dong={row}" if row else "")


def _others() -> list[dict]:
    facts = figures.now()
    groups = ((_("Cơ quan cấp tỉnh"), departments(facts)), (_("Xã, phường"), communes(facts)))
    return [
        {
            "label": title,
            "simulated": any(one.basis == "simulated" for one in units),
            "units": [
                {"label": label(one), "href": reverse("mine-unit", args=(one.code,))}
                for one in units
            ],
        }
        for title, units in groups
    ]
