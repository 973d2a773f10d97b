"""*Cách tính*: how scores, merged figures, errors and rank sets come about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame, series
from thuocdo.facts import Facts
from thuocdo.indices import INDICES, RuleSet, rule_sets
from thuocdo.pages import Column, Source, Table
from thuocdo.pages.twins import twin


def method(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The rules in words, the versions of each index, the breaks."""
    facts = figures.now()
    context = frame.frame(request, "", _("Cách tính"), breaks=series.break_table(facts))
    return twin(request, versions_table(facts), "cockpit/method.html", context, suffix)


def versions_table(facts: Facts) -> Table:
    """Every provincial rule set with its decision, its years and whether it is complete."""
    return Table(
        _("Các phiên bản bộ chỉ số"),
        [
            Column("index", _("Chỉ số"), "text"),
            Column("rule_set", _("Bộ"), "text"),
            Column("decision", _("Quyết định"), "text"),
            Column("years", _("Năm"), "text"),
            Column("maximum", _("Điểm tối đa"), "number", digits=0),
            Column("state", _("Tình trạng"), "text"),
        ],
        [_version(one) for index in INDICES for one in rule_sets(facts, index)],
        sources=[Source(_("bảng rule_set"), addresses.table("rule_set"))],
    )


def _version(one: RuleSet) -> dict:
    first, last = one.year_from or "…", one.year_to or "…"
    return {
        "index": addresses.INDEX_NAMES[one.index],
        "rule_set": one.code,
        "decision": one.decision or None,
        "years": str(first) if first == last else f"{first}–{last}",
        "maximum": one.maximum,
        "state": "" if one.complete else _("chưa đủ"),
    }
