"""*Khảo sát*: every round there is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import basis, frame, language
from thuocdo.pages import Column, Table
from thuocdo.pages.twins import twin
from thuocdo.polls import addresses, held, words

TEMPLATE = "polls/rounds.html"


def rounds(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The rounds, newest first."""
    found, spoken = held.known(), language()
    title = _("Khảo sát")
    rows = [
        {
            "name": one.round,
            "href": addresses.round_page(one.round),
            "title": one.title,
            "respondents": one.respondents.rows,
            "captured": words.moment(held.captured(one), spoken),
            "version": one.version,
            "basis": basis(words.SIMULATED) if one.simulated else _("thu thập"),
        }
        for one in found
    ]
    columns = [
        Column("name", _("Đợt"), sticky=True, href="href"),
        Column("respondents", _("Người trả lời"), "integer"),
        Column("basis", _("Căn cứ")),
        Column("title", _("Tên")),
        Column("captured", _("Tệp ghi lúc"), sortable=False),
        Column("version", _("Phiên bản"), "integer"),
    ]
    simulated = any(one.simulated for one in found)
    table = Table(_("Các đợt khảo sát"), columns, rows, simulated=simulated)
    context = frame(request, "polls", title, heading=title, lead=_lead(len(found)))
    return twin(request, table, TEMPLATE, context, suffix)


def _lead(count: int) -> str:
    if not count:
        return _("Chưa có đợt khảo sát nào, nên chưa có gì để ước lượng.")
    return _("Có %(count)s đợt khảo sát. Mỗi con số trên các trang của đợt đi cùng sai số.") % {
        "count": count
    }
