"""Tables of the portal's scores: groups, metrics, levers, versions, parameters, agencies. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.matching import short_name
from thuocdo.dossiers.portal.parameters import Parameter
from thuocdo.dossiers.portal.reading import UnitScore
from thuocdo.dossiers.portal.recomputing import Comparison
from thuocdo.dossiers.portal.rules import TOTAL, rule_book
from thuocdo.dossiers.portal.versions import Version
from thuocdo.dossiers.portal.whatif import Prospect
from thuocdo.pages import Bar, Column, Table
from thuocdo.service import words

CHANGES = 30  # changed values named; the rest is counted
REPEATED = "transparency"  # province values stand in every agency's row
BY_CONSTRUCTION = "TEMP_NATIONAL_REPORT_DENOMINATOR"


def lost(score: float | None, maximum: float) -> float | None:
    """Points not earned; ``None`` without a score."""
    return None if score is None else maximum - score


def groups(
    rows: Iterable[Comparison],
    language: str,
    title: str,
    ident: str = "bang",
    linked: bool = True,
) -> Table:
    """The six groups of one unit: official beside recomputed; a group not there is missing.

    ``linked``: names lead to the groups' own tables on the page.
    """
    totals = {one.endpoint: one for one in rows if one.metric == TOTAL}
    return Table(
        title,
        [
            Column("name", _("Nhóm"), "text", sticky=True, href="href"),
            Column("official", _("Công bố"), "number", href="href", measured_in=_("điểm")),
            Column("maximum", _("Tối đa"), "integer", measured_in=_("điểm")),
            Column("strip", _("Được trên tối đa"), "strip", sortable=False),
            Column("lost", _("Còn thiếu"), "number", measured_in=_("điểm")),
            Column("recomputed", _("Tính lại"), "number", measured_in=_("điểm")),
            Column("difference", _("Lệch"), "signed", digits=3),
            Column("status", _("Tính lại thế nào"), "text", note="reason"),
        ],
        [
            _group(totals.get(one.endpoint), one, language, linked)
            for one in rule_book().groups.values()
        ],
        ident=ident,
    )


def _group(row: Comparison | None, group, language: str, linked: bool) -> dict:
    official = row.official if row else None
    return {
        "name": group.name(language),
        "href": f"#{group.code.lower()}-ten" if row and linked else "",
        "official": official,
        "maximum": int(group.maximum),
        "strip": Bar(official, group.maximum),
        "lost": lost(official, group.maximum),
        "recomputed": row.recomputed if row else None,
        "difference": row.difference if row else None,
        "status": words.status(row.status) if row else _("chưa lưu câu trả lời"),
        "reason": row.reason.text(language) if row and row.reason else "",
    }


def metrics(bundle: Bundle, rows: Sequence[Comparison], id: str, language: str) -> list[Table]:
    """For every group answered, the counts and points of one unit; the group's code names it."""
    found = []
    for group in rule_book().groups.values():
        answer = bundle.answers.get(group.endpoint)
        unit = answer.unit(id) if answer else None
        if unit is None:
            continue
        own = [one for one in rows if one.endpoint == group.endpoint and one.unit_id == id]
        made = _metric_rows(unit, own, group, language) or _input_rows(unit, group)
        found.append(_metric_table(group, made, bool(unit.metrics), language))
    return found


def _metric_table(group, rows: list[dict], scored: bool, language: str) -> Table:
    counts = [
        Column("name", _("Mục"), "text", sticky=True, note="flag"),
        Column("numerator", _("Đạt"), "integer"),
        Column("denominator", _("Trên"), "integer"),
    ]
    points = [
        Column("official", _("Công bố"), "number", measured_in=_("điểm")),
        Column("recomputed", _("Tính lại"), "number", measured_in=_("điểm")),
        Column("maximum", _("Tối đa"), "number", digits=0, measured_in=_("điểm")),
        Column("status", _("Tính lại thế nào"), "text", note="reason"),
    ]
    return Table(
        group.name(language),
        [*counts, *points] if scored else counts[:2],
        rows,
        ident=group.code.lower(),
    )


def _metric_rows(unit: UnitScore, rows: list[Comparison], group, language: str) -> list[dict]:
    told = {one.metric: one for one in rows}
    found = []
    for metric in unit.metrics:
        rule, row = group.metric(metric.code), told.get(metric.code)
        found.append(
            {
                "name": rule.name(language) if rule else metric.code,
                "flag": flagged(metric.flag),
                "numerator": metric.numerator,
                "denominator": metric.denominator,
                "official": metric.score,
                "recomputed": row.recomputed if row else None,
                "maximum": metric.maximum,
                "status": words.status(row.status) if row else "",
                "reason": row.reason.text(language) if row and row.reason else "",
            }
        )
    return found


def _input_rows(unit: UnitScore, group) -> list[dict]:
    """The counts a flat answer gives, those of the rule."""
    names = [name for term in group.terms for name in (*term.numerator, term.denominator)]
    return [
        {"name": words.counted(name), "numerator": unit.inputs.get(name), "flag": name}
        for name in dict.fromkeys(names)
    ]


def flagged(flag: str | None) -> str:
    """A quality flag of the portal in words."""
    if flag == BY_CONSTRUCTION:
        return _("100 % do cách lập mẫu số, không phải thành tích")
    return _("cổng đánh dấu: %(flag)s") % {"flag": flag} if flag else ""


def levers(prospect: Prospect, language: str) -> Table:
    """What one more is worth, those with most to gain first."""
    ordered = sorted(prospect.levers, key=lambda one: -one.points(one.room))
    return Table(
        _("Cần thêm gì: một việc nữa đáng bao nhiêu điểm"),
        [
            Column("name", _("Thêm một"), "text", sticky=True),
            Column("room", _("Còn có thể làm"), "integer"),
            Column("next", _("Việc tiếp theo được"), "number", digits=5, measured_in=_("điểm")),
            Column("most", _("Làm hết được"), "number", measured_in=_("điểm")),
        ],
        [
            {
                "name": one.name(language),
                "room": one.room,
                "next": one.next_points,
                "most": one.points(one.room),
            }
            for one in ordered
        ],
        notes=[
            _(
                "Mẫu số giữ như kỳ này: số việc trả lời cho chính kỳ này, hoặc cho một kỳ sau "
                "giống hệt."
            )
        ],
        ident="can-them",
    )


def plan(prospect: Prospect, language: str) -> Table | None:
    """The fewest things that reach the target; ``None`` without a plan."""
    if prospect.plan is None or not prospect.plan.steps:
        return None
    names = {one.code: one.name(language) for one in prospect.levers}
    return Table(
        _("Cách ít việc nhất"),
        [
            Column("name", _("Làm thêm"), "text", sticky=True),
            Column("count", _("Bao nhiêu"), "integer"),
            Column("points", _("Được"), "number", measured_in=_("điểm")),
        ],
        [
            {"name": names[one.lever], "count": one.count, "points": one.points}
            for one in prospect.plan.steps
        ],
        ident="cach-dat",
    )


def versions(found: Sequence[Version], language: str) -> Table:
    """Every version kept of this period."""
    names = rule_book().groups
    return Table(
        _("Các bản đã lưu của kỳ này"),
        [
            Column("name", _("Nhóm"), "text", sticky=True),
            Column("captured", _("Lúc chụp"), "text", note="from"),
            Column("kind", _("Là gì"), "text", note="rules"),
            Column("changes", _("Số ô đổi"), "integer"),
        ],
        [
            {
                "name": names[one.capture.endpoint].name(language)
                if one.capture.endpoint in names
                else _("Điểm chung (giữ nguyên văn, chưa đọc)"),
                "captured": words.moment(one.capture.captured, language),
                "from": _("giờ của tệp") if one.capture.captured_from == "file" else "",
                "kind": words.kind(one.kind),
                "rules": _("cổng đổi mục hoặc điểm tối đa") if one.rules_changed else "",
                "changes": len(one.changes),
            }
            for one in found
        ],
        ident="ban-luu",
    )


def changes(found: Sequence[Version], language: str) -> Table | None:
    """Values the portal restated after the period had ended."""
    every = [(one, change) for one in found for change in one.changes]
    if not every:
        return None
    shown = every[:CHANGES]
    rest = len(every) - len(shown)
    more = [_("Còn %(rest)s ô nữa không in ở đây.") % {"rest": rest}] if rest else []
    return Table(
        _("Cổng công bố lại: những ô đã đổi"),
        [
            Column("name", _("Cơ quan"), "text", sticky=True),
            Column("group", _("Nhóm"), "text", note="metric"),
            Column("old", _("Bản trước"), "number"),
            Column("new", _("Bản sau"), "number"),
        ],
        [
            {
                "name": short_name(change.unit_name),
                "group": rule_book().groups[one.capture.endpoint].name(language),
                "metric": f"{change.metric} · {change.field}",
                "old": change.old,
                "new": change.new,
            }
            for one, change in shown
        ],
        notes=[
            _(
                "Kỳ đã hết mà số đổi là cổng sửa số cũ, không phải đơn vị tiến bộ hay tụt lùi. "
                "Không so bản trước với bản sau như hai kết quả."
            ),
            *more,
        ],
        ident="cong-bo-lai",
    )


def parameters(found: Iterable[Parameter], language: str) -> Table:
    """What no text settles yet; confirmed ones of texts read are left out."""
    open_ones = [one for one in found if (one.status, one.evidence) != ("read", "confirmed")]
    vietnamese = language == "vi"
    return Table(
        _("Tham số chưa kiểm chứng được hết"),
        [
            Column("name", _("Tham số"), "text", sticky=True),
            Column("value", _("Giá trị đang dùng"), "text", sortable=False),
            Column("status", _("Văn bản"), "text"),
            Column("evidence", _("Điểm công bố"), "text"),
            Column("note", _("Ghi chú"), "text", sortable=False),
        ],
        [
            {
                "name": one.vi if vietnamese else one.en,
                "value": None if one.value is None else plain(one.value, language),
                "status": words.text_status(one.status),
                "evidence": words.evidence(one.evidence),
                "note": one.note_vi if vietnamese else one.note_en,
            }
            for one in open_ones
        ],
        ident="tham-so",
    )


def plain(value: float | str, language: str) -> str:
    """A parameter's value as text."""
    told = value if isinstance(value, str) else f"{value:g}"
    return told.replace(".", ",") if language == "vi" else told


def agencies(bundle: Bundle, hrefs: Mapping[str, str], language: str) -> Table:
    """The agencies' scores in the groups that speak of them, by name; no sum and no rank."""
    shown = [one for one in rule_book().groups.values() if one.endpoint != REPEATED]
    root, names = set(bundle.roots().values()), bundle.names()
    rows = []
    for id, name in names.items():
        if id in root:
            continue
        lines = bundle.lines(id)
        row = {"name": short_name(name), "href": hrefs.get(id, "")}
        row |= {
            f"g{place}": lines[one.endpoint].score if one.endpoint in lines else None
            for place, one in enumerate(shown)
        }
        rows.append(row)
    rows.sort(key=lambda row: row["name"].casefold())
    columns = [
        Column(
            f"g{place}",
            one.name(language),
            "number",
            measured_in=_("trên %(maximum)s") % {"maximum": int(one.maximum)},
        )
        for place, one in enumerate(shown)
    ]
    return Table(
        _("Từng cơ quan trong câu trả lời của cổng"),
        [Column("name", _("Cơ quan"), "link", href="href", sticky=True), *columns],
        rows,
        notes=[
            _(
                "Không có nhóm Công khai, minh bạch: ba mục của nhóm này ở mỗi cơ quan lặp lại số "
                "của tỉnh, mục đồng bộ nhiều nơi là 100 % do cách lập mẫu số. Không xếp hạng, "
                "không cộng các cơ quan lại: câu trả lời có thể bị cắt."
            )
        ],
        ident="co-quan",
        filterable=True,
    )
