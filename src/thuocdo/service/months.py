"""On time of one unit or the province over the months, and where its points go. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.dossiers.losses.from_cells import Lost, losses_of_cells
from thuocdo.dossiers.losses.gathered import YearCounts
from thuocdo.dossiers.measures.on_time import OnTime
from thuocdo.pages import Column, Point, Table, TimeLine, numbers, spark
from thuocdo.service.leagues import span

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


def table(
    found: Sequence[OnTime],
    year: int,
    notes: Sequence[str],
    language: str,
    why: Callable[[int], str],
) -> Table:
    """The months as rows: counts, rate, band over the rules nobody has confirmed.

    ``why(month)``: where the rate opens to its dossiers.
    """
    rows = [
        {
            "month": f"{one.month}/{year}",
            "received": one.received,
            "judged": one.denominator,
            "on_time": one.numerator,
            "rate": one.rate,
            "why": why(one.month),
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
            Column("rate", _("Tỷ lệ"), "percent", digits=1, href="why"),
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
