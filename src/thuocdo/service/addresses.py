"""Addresses of the pages of this room."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

LEAGUES = {"commune": "service-communes", "department": "service-departments"}


def service(period: str = "") -> str:
    """*Phục vụ*, of ``period`` or the newest."""
    return _asked(reverse("service"), ky=period)


def unit_page(unit: str, year: int | None = None) -> str:
    return _asked(reverse("service-unit", args=(unit,)), nam=year)


def league(kind: str, year: int | None = None, month: int | None = None) -> str:
    """``kind``: commune or department."""
    return _asked(reverse(LEAGUES[kind]), nam=year, thang=month)


def losses(unit: str = "", year: int | None = None, month: int | None = None) -> str:
    """*Mất điểm ở đâu*, of ``unit`` or of the province."""
    found = reverse("service-losses-unit", args=(unit,)) if unit else reverse("service-losses")
    return _asked(found, nam=year, thang=month)


def procedure(code: str, year: int | None = None) -> str:
    """How a procedure goes in every unit."""
    return _asked(reverse("service-procedure", args=(code,)), nam=year)


def why(
    unit: str = "",
    year: int | None = None,
    month: int | None = None,
    procedure: str = "",
    metric: str = "",
    suffix: str = "",
) -> str:
    """*Vì sao số này?* of a count of the lake; ``metric`` "" is on time. ``suffix``: a twin."""
    name = ("service-why-unit" if unit else "service-why") + suffix.replace(".", "-")
    found = reverse(name, args=(unit,) if unit else ())
    told = {"thu-tuc": procedure, "muc": metric}
    return _asked(found, nam=year, thang=month, **told)


def due(unit: str = "", days: int | None = None) -> str:
    """Open dossiers of ``unit``, or of the province."""
    found = reverse("service-due-unit", args=(unit,)) if unit else reverse("service-due")
    return _asked(found, ngay=days)


def questions(unit: str = "", year: int | None = None) -> str:
    """Questions to ``unit``, or to all."""
    found = (
        reverse("service-questions-unit", args=(unit,)) if unit else reverse("service-questions")
    )
    return _asked(found, nam=year)


def question(unit: str, detector: str, year: int | None = None) -> str:
    """One question with its dossiers and the form."""
    return _asked(reverse("service-question", args=(unit, detector)), nam=year)


def _asked(address: str, **query) -> str:
    told = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(told)}" if told else address
