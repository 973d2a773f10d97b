"""*Nhân tố*: factors and policy groups, the province on top, communes beneath."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.errors import ThuocDoError
from thuocdo.pages import Column, Table
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.polls import addresses, factor_tables, held
from thuocdo.polls.round_page import TEMPLATE, as_of, onward, others
from thuocdo.surveys.reports import Factors


def factors(request: HttpRequest, name: str, suffix: str = "") -> HttpResponse:
    """Factors of the round ``name``. Raises ``ThuocDoError`` PAGE-011."""
    held_round, spoken = held.round_of(name), language()
    found, simulated = held.factors_of(held_round), held_round.manifest.simulated
    title = _("Nhân tố và nhóm chính sách")
    told = {
        "heading": title,
        "trail": [
            {"label": _("Khảo sát"), "href": addresses.rounds()},
            {"label": name, "href": addresses.round_page(name)},
        ],
        "as_of": as_of(held_round, spoken),
        "groups": onward(name, others(name), addresses.factors(name)),
    }
    if found is None:
        lead = _("Đợt này không có câu nào thuộc các nhân tố của chỉ số hài lòng.")
        table = Table(title, [Column("name", _("Phần"))], [], simulated=simulated)
        context = frame(request, "polls", f"{title}, {name}", lead=lead, **told)
        return twin(request, table, TEMPLATE, context, suffix)
    node = _asked(request, found)
    whole = factor_tables.province(found, spoken)
    rows = factor_tables.by_commune(found, node, held.names(), request.user.unit, spoken)
    whole, rows = (replace(one, simulated=simulated) for one in (whole, rows))
    told["groups"] = [*told["groups"], _nodes(found, name, node, spoken)]
    lead = factor_tables.lead(found, spoken)
    context = frame(request, "polls", f"{title}, {name}", lead=lead, tables=[rows], **told)
    return twin(request, whole, TEMPLATE, context, suffix, with_more(whole, [rows]))


def _asked(request: HttpRequest, found: Factors) -> str:
    """The part asked for, by default the whole. Raises ``ThuocDoError`` PAGE-011."""
    node, parts = request.GET.get(addresses.NODE, ""), [one.code for one in found.rules.parts]
    if node and node not in parts:
        told = ", ".join(parts)
        raise ThuocDoError.of("PAGE-011", value=node, name=addresses.NODE, known=told)
    return node or found.top


def _nodes(found: Factors, name: str, node: str, spoken: str) -> dict:
    links = [
        {
            "label": factor_tables.title(one, spoken),
            "href": addresses.factors(name, one.code),
            "current": one.code == node,
        }
        for one in found.rules.parts
    ]
    return {"label": _("Xã, phường theo"), "links": links}
