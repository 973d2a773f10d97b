"""Questions to units on patterns no fair work would leave, with what was answered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from thuocdo.dossiers.integrity import detectors, thresholds
from thuocdo.dossiers.integrity.asking import Answer, Suspicion, question
from thuocdo.pages import Column, Table
from thuocdo.service import words


def of_unit(answer: Answer, unit: str) -> list[Suspicion]:
    """The questions to ``unit``."""
    return [one for one in answer.suspicions if one.found.unit == unit]


def title(one: Suspicion, language: str) -> str:
    """What a question is about."""
    return one.detector.name(language)


def table(
    asked: Iterable[Suspicion],
    replies: Mapping[tuple[str, str], object],
    names: Mapping[str, str],
    address: Callable[[str, str], str],
    language: str,
) -> Table:
    """Every question with its counts and whether it was answered.

    ``replies``: (unit, detector) → the last answer; ``address(unit, detector)``: its page.
    """
    return Table(
        _("Câu hỏi"),
        [
            Column("unit", _("Đơn vị"), "text", sticky=True),
            Column("title", _("Dấu hiệu"), "link", href="href", note="question"),
            Column("observed", _("Thấy"), "integer", measured_in=_("hồ sơ, vụ")),
            Column("expected", _("Nơi khác thì khoảng"), "number", digits=1),
            Column("cases", _("Trên"), "integer", measured_in=_("hồ sơ, vụ")),
            Column("state", _("Trả lời"), "text", note="reply"),
        ],
        [_row(one, replies, names, address, language) for one in asked],
        notes=[
            _(
                "Mỗi dấu hiệu là một câu hỏi, không phải kết luận: tỷ lệ báo nhầm chấp nhận là "
                "5 %, và có những lý do chính đáng mà số không biết."
            )
        ],
    )


def _row(one: Suspicion, replies, names, address, language: str) -> dict:
    unit, code = one.found.unit, one.detector.code
    name = names.get(unit, unit)
    reply = replies.get((unit, code))
    when = words.moment(reply.written.isoformat(), language) if reply else ""
    return {
        "unit": name,
        "title": title(one, language),
        "href": address(unit, code),
        "question": question(one, name[:1].upper() + name[1:], language),
        "observed": one.found.observed,
        "expected": one.found.expected,
        "cases": one.found.cases,
        "state": _("đã trả lời %(when)s") % {"when": when} if reply else _("chưa trả lời"),
        "reply": reply.text if reply else "",
    }


def dossiers(one: Suspicion) -> Table:
    """The dossiers a question is about: a sample where there are many."""
    left_out = one.found.observed - len(one.dossiers)
    more = [_("Còn %(count)s hồ sơ nữa không in ở đây.") % {"count": left_out}]
    if one.detector.needs == "portal":
        more = [_("Cổng chỉ công bố số đếm, không nêu từng phản ánh.")]
    return Table(
        _("Những hồ sơ được hỏi"),
        [Column("dossier", _("Mã hồ sơ"), "text", sticky=True)],
        [{"dossier": code} for code in one.dossiers],
        notes=more if left_out > 0 else [],
    )


def limits(answer: Answer, language: str) -> list[str]:
    """What was not looked at, and where there were too few cases to say anything."""
    known = detectors()
    said = [
        _("Chưa xét «%(title)s»: %(lacking)s.")
        % {"title": known[code].name(language), "lacking": lacking(known[code].needs)}
        for code in answer.not_asked
    ]
    least = thresholds()["least_observed"]
    return said + [
        _("«%(title)s»: %(count)s đơn vị đúng hạn cao có dưới %(least)s phản ánh, chưa đủ vụ.")
        % {"title": known[code].name(language), "count": count, "least": least}
        for code, count in answer.too_few.items()
    ]


def lacking(needs: str) -> str:
    """What a detector lacks."""
    told = {
        "register": _("cần danh mục thủ tục có thời hạn"),
        "portal": _("cần câu trả lời của Cổng về tỉnh, trong năm này"),
    }
    return told[needs]


def summary(asked: list[Suspicion], replies: Mapping) -> str:
    """How many questions wait, in a sentence."""
    waiting = sum((one.found.unit, one.detector.code) not in replies for one in asked)
    told = {"count": len(asked), "waiting": waiting}
    if not asked:
        return _("Không có câu hỏi nào: không thấy dấu hiệu nào vượt mức ngẫu nhiên.")
    return _("%(count)s câu hỏi, %(waiting)s câu chưa trả lời.") % told
