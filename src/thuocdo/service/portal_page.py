"""*Phục vụ*: the portal's score and six groups, official beside recomputed, and what would help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import figures
from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.portal.matching import matched
from thuocdo.dossiers.portal.parameters import parameters
from thuocdo.dossiers.portal.recomputing import counts
from thuocdo.dossiers.portal.rules import TOTAL, Group, rule_book
from thuocdo.dossiers.portal.terminal import official_total
from thuocdo.dossiers.portal.whatif import Prospect, prospect
from thuocdo.errors import ThuocDoError
from thuocdo.pages import Bar, numbers
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, captures, portal_tables, words
from thuocdo.service.captures import Held
from thuocdo.units import communes, departments

PERIOD, TARGET = "ky", "dich"  # query keys


def service(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The province's score in one period. Raises ``ThuocDoError`` PAGE-010 (no such period)."""
    asked = request.GET.get(PERIOD, "")
    held = captures.of_period(asked)
    if held is None and asked and captures.every():
        known = ", ".join(one.period for one in captures.every())
        raise ThuocDoError.of("PAGE-010", period=asked, known=known)
    if held is None or held.root_id is None:
        return _nothing(request, suffix)
    return _shown(request, held, suffix)


def _nothing(request: HttpRequest, suffix: str) -> HttpResponse:
    table = portal_tables.groups((), language(), _("Sáu nhóm"))
    context = frame(request, "service", _("Phục vụ người dân, doanh nghiệp"), **links())
    return twin(request, table, "service/empty.html", context, suffix)


def _shown(request: HttpRequest, held: Held, suffix: str) -> HttpResponse:
    spoken, id = language(), held.root_id
    own = [one for one in held.rows if one.unit_id == id]
    target = _target(request.GET.get(TARGET, ""))
    outlook = prospect(held.bundle, id, target)
    title = _("Sáu nhóm, %(period)s") % {"period": words.period(held.period)}
    table = portal_tables.groups(own, spoken, title)
    more = _tables(held, own, outlook)
    context = frame(
        request,
        "service",
        _("Phục vụ, %(period)s") % {"period": words.period(held.period)},
        root_name=held.root_name,
        period=words.period(held.period),
        asked_period=held.period,
        lead=_lead(held, outlook),
        answers=[_answer(held, own, outlook)],
        groups=[_periods(held)],
        captured=_captured(held),
        target=target,
        reached=_reached(outlook),
        is_own=held.is_own,
        own_name=captures.own_name(),
        limits=[official_total(held.official_totals, spoken), *limits()],
        is_restated=bool(held.restated),
        rules_changed=any(one.rules_changed for one in held.versions),
        is_mixed=held.is_mixed,
        **more,
        **links(),
    )
    listed = ("levers", "plan", "changes", "agencies", "versions", "parameters")
    payload = with_more(table, [*more["details"], *(more[name] for name in listed)])
    return twin(request, table, "service/portal.html", context, suffix, payload)


def _tables(held: Held, own, outlook: Prospect) -> dict:
    spoken = language()
    return {
        "details": portal_tables.metrics(held.bundle, own, held.root_id, spoken),
        "levers": portal_tables.levers(outlook, spoken),
        "plan": portal_tables.plan(outlook, spoken),
        "versions": portal_tables.versions(held.versions, spoken),
        "changes": portal_tables.changes(held.restated, spoken),
        "parameters": portal_tables.parameters(parameters(), spoken),
        "agencies": portal_tables.agencies(held.bundle, agency_links(held), spoken),
    }


def agency_links(held: Held) -> dict[str, str]:
    """departmentId → our page of the unit, where the answers are our province's."""
    return {id: addresses.unit_page(code) for id, code in units_of(held).items()}


def units_of(held: Held) -> dict[str, str]:
    """departmentId → our unit code; empty for another province's answers."""
    if not held.is_own:
        return {}
    facts = figures.now()
    names = {id: name for id, name in held.bundle.names().items() if id != held.root_id}
    return matched(names, [*communes(facts), *departments(facts)])


def links() -> dict:
    """Where one goes on from the pages of this room."""
    return {
        "onward": [
            {"label": _("Hồ sơ sắp quá hạn"), "href": addresses.due()},
            {"label": _("Mất điểm ở đâu"), "href": addresses.losses()},
            {"label": _("Xã, phường: đúng hạn"), "href": addresses.league("commune")},
            {"label": _("Cơ quan cấp tỉnh: đúng hạn"), "href": addresses.league("department")},
        ]
    }


def limits() -> list[str]:
    """What the portal's numbers are not."""
    return [
        _(
            "«Hài lòng» về hồ sơ không phải khảo sát: ở các cơ quan, số hài lòng gần như bằng số "
            "hồ sơ đúng hạn. Tiến độ và hài lòng phần lớn chấm cùng một việc hai lần."
        ),
        _(
            "Đồng bộ hồ sơ lên cổng là 100 % do cách lập mẫu số ở những dòng cổng đánh dấu; sáu "
            "điểm ấy không nói gì về việc đồng bộ."
        ),
        _(
            "Ba mục công bố, công khai thủ tục ở từng cơ quan lặp lại số của tỉnh: không xếp hạng, "
            "không cộng."
        ),
        _(
            "Phản ánh, kiến nghị mỗi cơ quan thường chỉ có 0 đến 3 vụ mà quyết định 12 điểm; không "
            "có vụ nào thì được đủ điểm."
        ),
        _("Chưa có văn bản nào quy định ngưỡng xếp loại nên trang này không xếp loại."),
    ]


def _lead(held: Held, outlook: Prospect) -> str:
    told = {
        "name": held.root_name,
        "period": words.period(held.period),
        "score": numbers.number(outlook.official, 2, language()),
        "maximum": numbers.number(outlook.maximum, 0, language()),
        "most": numbers.number(outlook.reachable, 2, language()),
    }
    if outlook.missing:
        told["count"] = len(outlook.missing)
        return (
            _(
                "%(name)s được %(score)s trên %(maximum)s điểm %(period)s, còn thiếu câu trả lời "
                "của %(count)s nhóm."
            )
            % told
        )
    return (
        _(
            "%(name)s được %(score)s trên %(maximum)s điểm %(period)s; với số hồ sơ, thủ tục của "
            "kỳ này, làm hết mọi việc còn lại thì tới %(most)s."
        )
        % told
    )


def _answer(held: Held, own, outlook: Prospect) -> dict:
    spoken = language()
    found = counts(own)
    return {
        "name": held.root_name,
        "where": {
            "figure": numbers.number(outlook.official, 2, spoken),
            "href": "#bang-ten",
            "unit": _("trên %(maximum)s") % {"maximum": int(outlook.maximum)},
            "basis": _("cộng sáu điểm nhóm công bố"),
            "big": True,
            "strip": Bar(outlook.official, outlook.maximum) if outlook.maximum else None,
            "ident": "diem-chung",
            "note": words.period(held.period),
        },
        "sure": {
            "words": _(
                "Tính lại: %(reproduced)s khớp, %(differs)s lệch, %(candidate)s dự kiến, "
                "%(undetermined)s chưa xác định."
            )
            % found,
            "note": _("Điểm của cổng là điểm chính thức; tính lại chỉ để giải thích."),
        },
        "why": {
            "words": "; ".join(
                _("%(group)s thiếu %(lost)s")
                % {"group": group.name(spoken), "lost": numbers.number(points, 2, spoken)}
                for points, group in _costliest(own)
            )
        },
        "next": {
            "links": [
                {"label": _("Cần thêm gì →"), "href": "#can-them-ten"},
                {"label": _("Hồ sơ sắp quá hạn →"), "href": addresses.due()},
            ]
        },
    }


def _costliest(own) -> list[tuple[float, Group]]:
    """The two groups that lack most points, each with what it lacks."""
    totals = [one for one in own if one.metric == TOTAL]
    lacking = []
    for one in totals:
        group = rule_book().groups[one.endpoint]
        lacking.append((portal_tables.lost(one.official, group.maximum) or 0.0, group))
    return sorted(lacking, key=lambda pair: -pair[0])[:2]


def _periods(held: Held) -> dict:
    links = [
        {
            "label": words.period(one.period),
            "href": addresses.service(one.period),
            "current": one.period == held.period,
        }
        for one in reversed(captures.every())
    ]
    return {"label": _("Kỳ"), "links": links}


def _captured(held: Held) -> str:
    told = {
        "moment": words.moment(held.captured, language()),
        "count": len({one.capture.captured for one in held.versions}),
    }
    if held.is_closed:
        return _("Chụp %(moment)s, sau khi kỳ đã hết; %(count)s lần chụp đang giữ.") % told
    return _("Chụp %(moment)s, khi kỳ CHƯA hết; %(count)s lần chụp đang giữ.") % told


def _target(text: str) -> float | None:
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if 0 < found <= 100 else None


def _reached(outlook: Prospect) -> str:
    """What is to be said of the target, in a sentence."""
    if outlook.target is None:
        return ""
    spoken = language()
    told = {
        "target": numbers.number(outlook.target, 2, spoken),
        "most": numbers.number(outlook.reachable, 2, spoken),
    }
    if outlook.plan is None:
        return _("Không tới được %(target)s: làm hết việc còn lại cũng chỉ tới %(most)s.") % told
    if not outlook.plan.steps:
        return _("Đã đạt %(target)s.") % told
    told["count"] = numbers.integer(outlook.plan.count, spoken)
    if outlook.plan.exact:
        return _("Để tới %(target)s điểm cần ít nhất %(count)s việc như bảng dưới.") % told
    return (
        _("Để tới %(target)s điểm, bảng dưới cần %(count)s việc; chưa chứng minh là ít nhất.")
        % told
    )
