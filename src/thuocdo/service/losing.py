"""*Mất điểm ở đâu*: lost points as tables, each adding up to the one above. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from thuocdo.dossiers.losses.from_cells import Lost, by_unit
from thuocdo.dossiers.losses.gains import REFERENCES, Gain
from thuocdo.dossiers.losses.lake_metrics import group_name, lake_metrics, metric_name
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.pages import Bar, Column, Table, numbers

PLACES = 30  # costliest procedures named; what the rest lost is said


def metrics(lost: Lost, official: Loss | None, why: Callable[[str], str], language: str) -> Table:
    """Every metric the lake can count, costliest first; the portal's own loss beside it.

    ``why(metric key)``: where the missed dossiers are listed.
    """
    published = _published(official)
    rows = [
        {
            "metric": metric_name(group.code, one.code, language),
            "reason": _reason(one, language),
            "group": group_name(group.code, language),
            "missed": one.missed,
            "why": why(f"{group.code}/{one.code}"),
            "of": one.of,
            "points": float(one.points),
            "strip": Bar(float(one.points), _maximum(group.code, one.code)),
            "thousand": float(1000 * one.each) if one.each is not None else None,
            "official": published.get((group.code, one.code)),
        }
        for group in lost.loss.parts
        for one in group.parts
    ]
    rows.sort(key=lambda row: -row["points"])
    points = {"kind": "number", "measured_in": _("điểm")}
    return Table(
        _("Mất ở mục nào"),
        [
            Column("metric", _("Mục"), "text", sticky=True, note="reason"),
            Column("points", _("Mất"), **points),
            Column("missed", _("Chưa đạt"), "integer", measured_in=_("hồ sơ"), href="why"),
            Column("of", _("Trên"), "integer", measured_in=_("hồ sơ")),
            Column("strip", _("Mất trên tối đa"), "strip", sortable=False),
            Column("thousand", _("Mỗi nghìn hồ sơ"), digits=3, **points),
            Column("group", _("Nhóm"), "text"),
            *([Column("official", _("Cổng công bố mất"), **points)] if published else []),
        ],
        rows,
        notes=[left_words(lost, language)],
    )


def units(
    lost: Lost, names: Mapping[str, str], address: Callable[[str], str], language: str
) -> Table:
    """What each unit carries of the province's loss, largest first; they add up to it."""
    rows = [
        {
            "name": names.get(one.code, one.code or _("chưa ghi đơn vị")),
            "href": address(one.code) if one.code in names else "",
            "points": float(one.points),
            "share": float(one.points / lost.loss.points) if lost.loss.points else None,
            "most": _most(one, language),
        }
        for one in by_unit(lost.loss)
    ]
    return Table(
        _("Mất ở đơn vị nào"),
        [
            Column("name", _("Đơn vị"), "link", href="href", sticky=True),
            Column("points", _("Gánh"), "number", digits=4, measured_in=_("điểm của tỉnh")),
            Column("share", _("Phần của tỉnh"), "percent", digits=1),
            Column("most", _("Nhiều nhất ở"), "text"),
        ],
        rows,
        notes=[
            _(
                "Điểm mất của tỉnh chia theo số hồ sơ chưa đạt mỗi đơn vị giữ, nên nơi nhiều hồ sơ "
                "gánh nhiều; muốn so cách làm thì xem bảng xếp hạng đã tính cơ cấu thủ tục."
            )
        ],
        ident="don-vi",
    )


def procedures(
    lost: Lost, address: Callable[[str, str], str], language: str, most: int = PLACES
) -> Table:
    """The ``most`` costliest procedures, metric by metric, over all units of ``lost``.

    ``address(procedure, metric key)``: where one leads to.
    """
    places = _by_procedure(lost.loss)
    rest = places[most:]
    notes = [left_words(lost, language)]
    if rest:
        told = {
            "count": numbers.integer(len(rest), language),
            "points": numbers.number(float(sum(one[2] for one in rest)), 4, language),
        }
        notes.append(_("Còn %(count)s dòng nữa, cộng lại mất %(points)s điểm.") % told)
    return Table(
        _("Mất ở thủ tục nào"),
        [
            Column("procedure", _("Thủ tục"), "link", href="href", sticky=True),
            Column("points", _("Mất"), "number", digits=4, measured_in=_("điểm")),
            Column("missed", _("Chưa đạt"), "integer", measured_in=_("hồ sơ")),
            Column("of", _("Trên"), "integer", measured_in=_("hồ sơ")),
            Column("metric", _("Mục"), "text"),
        ],
        [
            {
                "procedure": code or _("chưa ghi thủ tục"),
                "href": address(code, "/".join(metric)) if code else "",
                "metric": metric_name(*metric, language),
                "missed": missed,
                "of": of,
                "points": float(points),
            }
            for metric, code, points, missed, of in places[:most]
        ],
        notes=notes,
        ident="mat-diem",
    )


def gains(found: Iterable[Gain], language: str) -> Table:
    """What one unit gains at the median, the best and 100 %, in its own and in the
    province's points."""
    keyed: dict[str, dict[str, Gain]] = {}
    for one in found:
        keyed.setdefault(one.metric, {})[one.reference] = one
    rows = [_gain_row(metric, own, language) for metric, own in keyed.items()]
    rows.sort(key=lambda row: -(row["full_own"] or 0))
    heads = {"median": _("Bằng mức giữa"), "best": _("Bằng nơi tốt nhất"), "full": _("100 %")}
    return Table(
        _("Nếu làm được như nơi khác"),
        [
            Column("metric", _("Mục"), "text", sticky=True),
            Column("share", _("Nay"), "percent", digits=1),
            *(
                column
                for one in REFERENCES
                for column in (
                    Column(one, heads[one], "percent", digits=1),
                    Column(f"{one}_own", _("được thêm"), "number", measured_in=_("điểm")),
                )
            ),
            Column("province", _("Tỉnh được thêm"), "number", digits=4, measured_in=_("điểm")),
        ],
        rows,
        notes=[
            _(
                "«Mức giữa» là trung vị của các đơn vị cùng loại; «nơi tốt nhất» chỉ xét nơi có "
                "từ 30 hồ sơ. «Tỉnh được thêm» là khi đơn vị đạt 100 %."
            )
        ],
        ident="duoc-them",
    )


def left_words(lost: Lost, language: str) -> str:
    """What of the hundred points dossiers cannot speak of."""
    left = float(sum(one.maximum for one in lost.unmeasured))
    return _("Hồ sơ không nói gì về %(left)s điểm còn lại của sáu nhóm.") % {
        "left": numbers.number(left, 2, language)
    }


def lead(lost: Lost, name: str, when: str, language: str) -> str:
    """The finding in a sentence."""
    costly = costliest(lost.loss, language)
    told = {
        "name": name[:1].upper() + name[1:],
        "when": when,
        "points": numbers.number(float(lost.loss.points), 2, language),
        "maximum": numbers.number(float(lost.maximum), 0, language),
        "where": "; ".join(costly),
    }
    if not costly:
        return _("%(name)s, %(when)s: không mất điểm nào trong phần hồ sơ cho biết.") % told
    return (
        _(
            "%(name)s, %(when)s: mất %(points)s trên %(maximum)s điểm mà hồ sơ cho biết, nhiều "
            "nhất ở %(where)s."
        )
        % told
    )


def costliest(loss: Loss, language: str, most: int = 2) -> list[str]:
    """The metrics that cost most: name and points."""
    parts = [(group.code, one) for group in loss.parts for one in group.parts if one.points]
    parts.sort(key=lambda pair: -pair[1].points)
    return [
        f"{metric_name(group, one.code, language)} "
        f"({numbers.number(float(one.points), 2, language)})"
        for group, one in parts[:most]
    ]


def _by_procedure(loss: Loss) -> list[tuple]:
    """(end point, metric), procedure, points, missed, of: summed over units, largest first."""
    sums: dict[tuple, list] = {}
    for group in loss.parts:
        for metric in group.parts:
            for unit in metric.parts:
                for one in unit.parts:
                    held = sums.setdefault(((group.code, metric.code), one.code), [0, 0, 0])
                    for place, more in enumerate((one.points, one.missed, one.of)):
                        held[place] += more
    found = [(*key, *held) for key, held in sums.items() if held[0]]
    return sorted(found, key=lambda one: (-one[2], one[1]))


def _reason(metric: Loss, language: str) -> str:
    """Why some of a metric's loss belongs to no unit; "" when all of it does."""
    told = [one.reason.text(language) for one in metric.parts if one.reason is not None]
    return " ".join(told)


def _published(official: Loss | None) -> dict[tuple[str, str], float]:
    if official is None:
        return {}
    return {
        (group.code, one.code): float(one.points) for group in official.parts for one in group.parts
    }


def _maximum(endpoint: str, code: str) -> float:
    [found] = [one for one in lake_metrics() if (one.endpoint, one.code) == (endpoint, code)]
    return float(found.share.maximum)


def _most(unit: Loss, language: str) -> str:
    first: Sequence[Loss] = unit.parts[:1]
    return "".join(metric_name(*one.code.split("/", 1), language) for one in first)


def _gain_row(metric: str, own: Mapping[str, Gain], language: str) -> dict:
    some = next(iter(own.values()))
    row = {
        "metric": metric_name(*metric.split("/", 1), language),
        "share": float(some.share),
        "province": float(own["full"].province) if "full" in own else None,
    }
    for one in REFERENCES:
        held = own.get(one)
        row[one] = float(held.target) if held else None
        row[f"{one}_own"] = float(held.own) if held else None
    return row
