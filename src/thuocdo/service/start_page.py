"""*Đơn vị của tôi*: what is to be done today and this week, above who I am and what I may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from thuocdo.accounts import allowed
from thuocdo.cockpit import mine as account
from thuocdo.cockpit.frame import language
from thuocdo.dossiers.integrity.asking import question
from thuocdo.service import (
    addresses,
    chosen,
    dues,
    labels,
    lake_figures,
    months,
    questions,
    replies,
    suspected,
)
from thuocdo.service.unit_page import answer, on_portal

FIRST = 10  # dossiers named on the start page
TEMPLATE = "service/start.html"


def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own page."""
    return account.mine(request, TEMPLATE, **_work(request, request.user.unit))


def of_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """The internal page of one unit. Raises ``ThuocDoError`` UNIT-001."""
    labels.unit(unit)
    return account.of_unit(request, unit, TEMPLATE, **_work(request, unit))


def _work(request: HttpRequest, unit: str) -> dict:
    known = unit in labels.names()
    if not known or not allowed(request.user, "service.see", unit):
        return {"onward": _onward(request)}
    held, years = lake_figures.standing(), lake_figures.years()
    counts = lake_figures.year_counts(years[0]) if years else None
    found = months.total(counts, unit) if counts else None
    told = {
        "onward": _onward(request, unit),
        "answers": [answer(unit, counts, on_portal(unit))] if found else [],
        "lake_simulated": bool(held and held.base.simulated),
    }
    if held is None:
        return told
    rows = dues.urgent(held, chosen.AHEAD[-1], unit)
    return told | {
        "urgent": dues.dossiers(rows.head(FIRST), None, language()),
        "said": dues.week(held, unit),
        "as_of": dues.as_of(held, language()),
        "questions": _waiting(request, unit, years[0]),
    }


def _waiting(request: HttpRequest, unit: str, year: int) -> list[dict]:
    """Questions nobody has answered, for who may answer them."""
    found = suspected.suspicions(year)
    if found is None or not allowed(request.user, "dossiers.answer", unit):
        return []
    answered, name = replies.last(year, unit), labels.opening(unit)
    return [
        {
            "label": question(one, name, language()),
            "href": addresses.question(unit, one.detector.code, year),
        }
        for one in questions.of_unit(found, unit)
        if (unit, one.detector.code) not in answered
    ]


def _onward(request: HttpRequest, unit: str = "") -> list[dict]:
    """Where this reader goes on from here."""
    user = request.user
    found = []
    if unit:
        found = [
            (_("Trang phục vụ của đơn vị"), addresses.unit_page(unit)),
            (_("Hồ sơ sắp quá hạn của đơn vị"), addresses.due(unit)),
            (_("Mất điểm ở đâu, của đơn vị"), addresses.losses(unit)),
            (_("Câu hỏi cho đơn vị"), addresses.questions(unit)),
        ]
    if allowed(user, "service.province"):
        found += [
            (_("Phục vụ: điểm của tỉnh trên cổng"), addresses.service()),
            (_("Hồ sơ sắp quá hạn của tỉnh"), addresses.due()),
            (_("Mất điểm ở đâu, của tỉnh"), addresses.losses()),
            (_("Câu hỏi về cách ghi hồ sơ"), addresses.questions()),
            (_("Xã, phường: hồ sơ đúng hạn"), addresses.league("commune")),
            (_("Cơ quan cấp tỉnh: hồ sơ đúng hạn"), addresses.league("department")),
        ]
    if allowed(user, "survey.read"):
        found.append((_("Khảo sát: các đợt, từng câu theo xã"), reverse("survey-rounds")))
    if allowed(user, "dossiers.import"):
        found.append((_("Nạp hồ sơ"), reverse("service-imports")))
    return [{"label": label, "href": href} for label, href in found]
