"""The portal's commands on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from thuocdo.dossiers.portal.importing import Outcome
from thuocdo.dossiers.portal.parameters import Parameter
from thuocdo.dossiers.portal.recomputing import STATUSES, Comparison, counts
from thuocdo.dossiers.portal.rules import TOTAL, rule_book
from thuocdo.dossiers.portal.versions import Version
from thuocdo.dossiers.portal.whatif import Prospect
from thuocdo.wording import Sentence, number, signed

CHANGES = 5  # changed values named per version
WORDS = {
    "vi": {
        **{"reproduced": "khớp", "differs": "lệch", "candidate": "dự kiến"},
        **{"undetermined": "chưa xác định", "first": "bản đầu", "open": "kỳ chưa hết"},
        **{"closed": "không đổi", "restated": "CÔNG BỐ LẠI", "unread": "khác, chưa đọc"},
        **{"read": "đã đọc", "secondary": "nguồn thứ cấp", "unknown": "chưa biết"},
        **{"confirmed": "khớp điểm công bố", "untested": "chưa kiểm được", "not_seen": "chưa thấy"},
    },
    "en": {},
}
HEADS = {
    "vi": {
        "groups": ("Kỳ", "Nhóm", "Khớp", "Lệch", "Dự kiến", "Chưa xác định"),
        "rows": ("Đơn vị", "Mục", "Công bố", "Tính lại", "Lệch", "Trạng thái", "Vì sao"),
        "versions": ("Đơn vị", "Kỳ", "Nhóm", "Lúc chụp", "Người nạp", "Là gì", "Số đổi"),
        "levers": ("Thêm một", "Còn lại", "Được (điểm)", "Nhiều nhất"),
        "plan": ("Làm", "Bao nhiêu", "Được (điểm)", "Chi phí"),
        "parameters": ("Tham số", "Giá trị", "Văn bản", "Điểm công bố", "Ghi chú"),
    },
    "en": {
        "groups": ("Period", "Group", "Reproduced", "Differs", "Candidate", "Undetermined"),
        "rows": ("Unit", "Metric", "Official", "Recomputed", "Difference", "Status", "Why"),
        "versions": ("Unit", "Period", "Group", "Captured", "Who", "What", "Changes"),
        "levers": ("One more", "Left", "Gains (points)", "At most"),
        "plan": ("Do", "How many", "Gains (points)", "Cost"),
        "parameters": ("Parameter", "Value", "Text", "Published scores", "Note"),
    },
}


def print_recompute(rows: Sequence[Comparison], language: str, everything: bool) -> None:
    """A count per group and status, then the rows that call for attention."""
    console = _console()
    table = _table("groups", language, right=(2, 3, 4, 5))
    for period in dict.fromkeys(row.period for row in rows):
        for group in rule_book().groups.values():
            own = [r for r in rows if (r.period, r.endpoint) == (period, group.endpoint)]
            if own:
                found = counts(own)
                told = (number(found[status], 0, language) for status in STATUSES)
                table.add_row(period or "–", f"{group.code} {group.name(language)}", *told)
    console.print(table)
    shown = [row for row in rows if everything or row.status in ("differs", "candidate")]
    if shown:
        console.print(_rows(shown, language))
    found = counts(rows)
    console.print(_say("recomputed", language, found | {"rows": len(rows)}))
    console.print(_say("official_is_official", language))


def official_total(periods: Sequence[str | None], language: str) -> str:
    """What became of the portal's official total, of the ``periods`` whose answer is there."""
    if not periods:
        return _say("official_total_absent", language)
    told = ", ".join(one or "?" for one in periods)
    return _say("official_total_unread", language, {"periods": told})


def print_outcome(outcome: Outcome, language: str) -> None:
    """What an import or a fetch kept."""
    console = _console()
    for one in outcome.new:
        console.print(_say("kept", language, {"file": one.file}))
    values = {"new": len(outcome.new), "same": len(outcome.same)}
    console.print(_say("import_counts", language, values))


def print_versions(versions: Sequence[Version], language: str) -> None:
    """Every version, restatements marked, the first changes named."""
    console = _console()
    if not versions:
        console.print(_say("no_versions", language))
        return
    table = _table("versions", language, right=(6,))
    for one in versions:
        capture = one.capture
        place = f"{capture.root_name} ({capture.root})" if capture.root_name else capture.root
        what = _word(one.kind, language)
        cells = (place, capture.period, capture.endpoint, capture.captured[:16], capture.who, what)
        table.add_row(*cells, number(len(one.changes), 0, language))
    console.print(table)
    for one in versions:
        if one.kind == "restated":
            _print_restatement(console, one, language)
        if one.rules_changed:
            values = {"endpoint": one.capture.endpoint, "period": one.capture.period}
            console.print(_say("rules_changed", language, values))


def print_prospect(prospect: Prospect, language: str) -> None:
    """Where the unit stands, what one more is worth, the way to the target."""
    console = _console()
    values = {"unit": prospect.unit_name or prospect.unit_code, "official": prospect.official}
    values |= {"maximum": prospect.maximum, "reachable": prospect.reachable}
    console.print(_say("standing", language, values))
    if prospect.missing:
        console.print(_say("groups_missing", language, {"names": ", ".join(prospect.missing)}))
    table = _table("levers", language, right=(1, 2, 3))
    for lever in prospect.levers:
        told = (
            number(lever.next_points, 4, language),
            number(lever.points(lever.room), 2, language),
        )
        table.add_row(lever.name(language), number(lever.room, 0, language), *told)
    console.print(table)
    if prospect.target is not None:
        _print_plan(console, prospect, language)
    console.print(_say("same_denominators", language))


def print_parameters(parameters: Sequence[Parameter], language: str) -> None:
    """The table of what is not settled."""
    table = _table("parameters", language, right=(1,))
    for one in parameters:
        value = one.value
        shown = value if isinstance(value, str) else number(value, 2, language)
        name, note = (one.vi, one.note_vi) if language == "vi" else (one.en, one.note_en)
        words = (_word(one.status, language), _word(one.evidence, language))
        table.add_row(name, shown, *words, note)
    _console().print(table)


def progress_line(key: str, values: dict, language: str) -> str:
    """A line of progress of a fetch."""
    return _say(key, language, values)


def _rows(rows: Sequence[Comparison], language: str) -> Table:
    table = _table("rows", language, right=(2, 3, 4))
    for row in rows:
        table.add_row(
            f"{row.unit_name} ({row.unit_code or row.unit_id})",
            rule_book().groups[row.endpoint].code if row.metric == TOTAL else row.metric,
            number(row.official, 2, language),
            number(row.recomputed, 4, language),
            signed(row.difference, 4, language),
            _word(row.status, language),
            row.reason.text(language) if row.reason else "",
        )
    return table


def _print_restatement(console: Console, one: Version, language: str) -> None:
    capture = one.capture
    values = {"endpoint": capture.endpoint, "period": capture.period, "count": len(one.changes)}
    console.print(_say("restated", language, values))
    for change in one.changes[:CHANGES]:
        what = {"unit": change.unit_name, "metric": change.metric, "field": change.field}
        old, new = _pair(change.old), _pair(change.new)
        console.print(_say("restated_value", language, what | {"old": old, "new": new}))


def _print_plan(console: Console, prospect: Prospect, language: str) -> None:
    values = {"target": prospect.target, "reachable": prospect.reachable}
    plan = prospect.plan
    if plan is None:
        console.print(_say("out_of_reach", language, values))
        return
    if not plan.steps:
        console.print(_say("reached", language, values))
        return
    names = {lever.code: lever.name(language) for lever in prospect.levers}
    table = _table("plan", language, right=(1, 2, 3))
    for step in plan.steps:
        cost = number(step.cost, 0, language) if prospect.costs is not None else "–"
        told = (number(step.count, 0, language), number(step.points, 2, language), cost)
        table.add_row(names[step.lever], *told)
    console.print(table)
    key = "fewest" if prospect.costs is None else "cheapest"
    values |= {"count": plan.count, "cost": plan.cost}
    console.print(_say(key, language, values))
    if not plan.exact:
        console.print(_say("not_proven", language, {"bound": plan.bound}))


def _console() -> Console:
    """Names of units are text, never markup."""
    return Console(highlight=False, markup=False, emoji=False)


def _table(name: str, language: str, right: tuple[int, ...] = ()) -> Table:
    table = Table(box=None)
    for place, head in enumerate(HEADS[language][name]):
        table.add_column(head, justify="right" if place in right else "left")
    return table


def _pair(value: float | None) -> tuple[str, str]:
    text = "–" if value is None else f"{value:.10g}"
    return text.replace(".", ","), text


def _word(word: str, language: str) -> str:
    return WORDS[language].get(word, word.replace("_", " "))


def _say(key: str, language: str, values: dict | None = None) -> str:
    return Sentence("dossiers", key, values or {}).text(language)
