"""On time of one unit or the province over the months, and where its points go. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.dossiers.losses.from_cells import Lost, losses_of_cells
from thuocdo.dossiers.losses.gathered import YearCounts
from thuocdo.dossiers.losses.lake_metrics import metric_name
from thuocdo.dossiers.measures.on_time import OnTime
from thuocdo.pages import Column, Point, Table, TimeLine, numbers, spark
from thuocdo.service.leagues import span

COSTLIEST = 12
MONTHS = range(1, 13)


def total(held: YearCounts, unit: str | None) -> OnTime | None:
    """The year of ``unit``, or of the province; ``None`` without a dossier."""
    if unit is None:
        return held.reports["province"].total
    return next((one for one in held.reports["unit"].rows if one.unit == unit), None)


def of_months(held: YearCounts, unit: str | None) -> list[OnTime]:
    """Every month of the year there are dossiers of."""
    if unit is None:
        return list(held.reports["month"].rows)
    return [one for one in held.reports["unit-month"].rows if one.unit == unit]


def share(pair: tuple[int, int] | None) -> float | None:
    """A pair (numerator, denominator) as a share."""
    return pair[0] / pair[1] if pair and pair[1] else None


def table(found: Sequence[OnTime], year: int, notes: Sequence[str], language: str) -> Table:
    """The months as rows: counts, rate, band over the rules nobody has confirmed."""
    rows = [
        {
            "month": f"{one.month}/{year}",
            "received": one.received,
            "judged": one.denominator,
            "on_time": one.numerator,
            "rate": one.rate,
            "band": span(share(one.low), share(one.high), language),
        }
        for one in found
    ]
    return Table(
        _("Đúng hạn từng tháng, %(year)s") % {"year": year},
        [
            Column("month", _("Tháng tiếp nhận"), "text", sticky=True, sortable=False),
            Column("received", _("Tiếp nhận"), "integer", measured_in=_("hồ sơ")),
            Column("judged", _("Được tính"), "integer", measured_in=_("hồ sơ")),
            Column("on_time", _("Đúng hạn"), "integer", measured_in=_("hồ sơ")),
            Column("rate", _("Tỷ lệ"), "percent", digits=1),
            Column("band", _("Thấp nhất…cao nhất"), "text", sortable=False, measured_in="%"),
        ],
        rows,
        notes=notes,
    )


def line(found: Sequence[OnTime], year: int) -> TimeLine | None:
    """The rate in percent by month with its band; ``None`` for less than two months."""
    points = _points(found, year)
    return TimeLine(points, digits=1) if len(points) > 1 else None


def tiny(found: Sequence[OnTime], year: int) -> TimeLine | None:
    """The same small enough for a cell."""
    points = _points(found, year)
    return spark(points, digits=1) if len(points) > 1 else None


def _points(found: Sequence[OnTime], year: int) -> tuple[Point, ...]:
    held = {one.month: one for one in found}
    last = max(held, default=0)
    return tuple(
        _point(held.get(month), month, f"{month}/{year}") for month in MONTHS if month <= last
    )


def _point(one: OnTime | None, month: int, label: str) -> Point:
    if one is None:
        return Point(month, None, label=label)
    ends = (_hundred(share(pair)) for pair in (one.low, one.high))
    return Point(month, _hundred(one.rate), *ends, label=label)


def _hundred(value: float | None) -> float | None:
    return None if value is None else 100 * value


def lost(held: YearCounts, unit: str | None) -> Lost | None:
    """Lost points of the unit's own year, or of the province's; ``None`` without a dossier."""
    cells = held.cells if unit is None else held.cells.filter(pl.col("unit") == unit)
    return losses_of_cells(cells) if cells.height else None


def costliest(found: Lost, language: str) -> Table:
    """The procedures that cost most, metric by metric."""
    places = [
        (group.code, metric, procedure)
        for group in found.loss.parts
        for metric in group.parts
        for unit in metric.parts
        for procedure in unit.parts
        if procedure.points
    ]
    places.sort(key=lambda one: (-one[2].points, one[2].code))
    left = float(sum(one.maximum for one in found.unmeasured))
    return Table(
        _("Mất điểm ở đâu: những thủ tục tốn điểm nhất"),
        [
            Column("procedure", _("Thủ tục"), "text", sticky=True),
            Column("metric", _("Mục"), "text"),
            Column("missed", _("Chưa đạt"), "integer", measured_in=_("hồ sơ")),
            Column("of", _("Trên"), "integer", measured_in=_("hồ sơ")),
            Column("points", _("Mất"), "number", measured_in=_("điểm")),
        ],
        [
            {
                "procedure": procedure.code or _("chưa ghi thủ tục"),
                "metric": metric_name(endpoint, metric.code, language),
                "missed": procedure.missed,
                "of": procedure.of,
                "points": float(procedure.points),
            }
            for endpoint, metric, procedure in places[:COSTLIEST]
        ],
        notes=[
            _(
                "Điểm của chính đơn vị, chia đúng đến từng thủ tục, cộng lại bằng số mất ở phần hồ "
                "sơ cho biết. Hồ sơ không nói gì về %(left)s điểm còn lại của sáu nhóm."
            )
            % {"left": numbers.number(left, 2, language)}
        ],
        ident="mat-diem",
    )


def metrics_lost(found: Lost, language: str, most: int = 2) -> str:
    """The metrics that cost most, in words."""
    parts = [(group.code, one) for group in found.loss.parts for one in group.parts if one.points]
    parts.sort(key=lambda pair: -pair[1].points)
    return "; ".join(
        _("%(metric)s mất %(points)s")
        % {
            "metric": metric_name(endpoint, one.code, language),
            "points": numbers.number(float(one.points), 2, language),
        }
        for endpoint, one in parts[:most]
    )


def band_words(one: OnTime, language: str) -> str:
    """How sure the rate is, in words."""
    low, high = share(one.low), share(one.high)
    if low is None or high is None:
        return _("chưa có hồ sơ nào được tính")
    if low == high:
        return _("không đổi dù quy tắc chưa rõ được hiểu cách nào")
    return _("%(span)s %% tùy cách hiểu quy tắc chưa rõ") % {"span": span(low, high, language)}


def lead(one: OnTime, name: str, year: int, counts: Mapping[str, int] | None, language: str) -> str:
    """The finding with its doubt, in a sentence."""
    told = {
        "name": name[:1].upper() + name[1:],
        "year": year,
        "rate": numbers.percent(one.rate, 1, language),
        "judged": numbers.integer(one.denominator, language),
        "band": band_words(one, language),
    }
    said = _("%(name)s xong đúng hạn %(rate)s của %(judged)s hồ sơ năm %(year)s (%(band)s).") % told
    if counts is None:
        return said
    return said + " " + _("Đang mở: %(late)s hồ sơ đã quá hạn, %(due)s sắp đến hạn.") % counts
