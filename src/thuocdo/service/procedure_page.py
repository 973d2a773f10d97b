"""A procedure: how it goes in every unit, over the months, and where its time goes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.comparing import wilson
from thuocdo.dossiers.losses.asking import StepAnswer
from thuocdo.dossiers.losses.terminal import process_name, say, step_name
from thuocdo.errors import ThuocDoError
from thuocdo.pages import Column, Point, Table, TimeLine, numbers
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, chosen, labels, lake_figures, lake_words
from thuocdo.service.due_page import nothing
from thuocdo.service.leagues import span

HOURS_A_DAY = 24
PROCESS_ROWS = 30


def procedure(request: HttpRequest, procedure: str, suffix: str = "") -> HttpResponse:
    """One procedure in one year. Raises ``ThuocDoError`` DOSSIER-041 (no dossier), PAGE-011."""
    year = chosen.year(request.GET)
    held = lake_figures.year_counts(year) if year else None
    title = _("Thủ tục %(code)s") % {"code": procedure}
    if held is None:
        return nothing(request, title, suffix)
    cells = held.cells.filter(pl.col("procedure") == procedure)
    if not cells.height:
        raise ThuocDoError.of("DOSSIER-041", asked=f"{year}, {procedure}")
    spoken = language()
    table = chosen.marked(units(cells, year, procedure, labels.names(), spoken), held.base, True)
    found = lake_figures.steps(year, procedure)
    took = steps(found, spoken) if found else None
    between = process(found, spoken) if found else None
    context = frame(
        request,
        "service",
        title,
        heading=title,
        when=chosen.period_words(year, None),
        lead=lead(cells, spoken),
        as_of=lake_words.as_of(held.base, spoken),
        groups=chosen.years_of_procedure(procedure, year),
        line=line(cells, year),
        steps=took,
        process=between,
    )
    more = with_more(table, [took, between])
    return twin(request, table, "service/procedure.html", context, suffix, more)


def units(
    cells: pl.DataFrame, year: int, procedure: str, names: Mapping[str, str], language: str
) -> Table:
    """Units that have dossiers of the procedure, those with most late ones first."""
    sums = _sums(cells, "unit").sort(["late", "judged"], descending=True, nulls_last=True)
    return Table(
        _("Từng đơn vị"),
        [
            Column("name", _("Đơn vị"), "link", href="href", sticky=True),
            Column("received", _("Tiếp nhận"), "integer", measured_in=_("hồ sơ")),
            Column("judged", _("Được tính"), "integer", measured_in=_("hồ sơ")),
            Column("late", _("Quá hạn"), "integer", measured_in=_("hồ sơ"), href="why"),
            Column("rate", _("Đúng hạn"), "percent", digits=1),
            Column("span", _("Khoảng tin cậy"), "text", sortable=False, measured_in="%"),
        ],
        [_row(one, year, procedure, names, language) for one in sums.to_dicts()],
        notes=[
            _(
                "Khoảng tin cậy 95 % (Wilson): ít hồ sơ thì khoảng rộng, chưa nói được nơi nào "
                "làm hơn nơi nào."
            )
        ],
        filterable=True,
    )


def _row(one: dict, year: int, procedure: str, names: Mapping[str, str], language: str) -> dict:
    unit, right, judged = one["unit"] or "", one["on_time"], one["judged"]
    known = unit in names
    return {
        "name": names.get(unit, unit or _("chưa ghi đơn vị")),
        "href": addresses.unit_page(unit, year) if known else "",
        "received": one["received"],
        "judged": judged,
        "late": one["late"],
        "why": addresses.why(unit, year, procedure=procedure) if known else "",
        "rate": right / judged if judged else None,
        "span": span(*wilson(right, judged), language) if judged else None,
    }


def steps(found: StepAnswer, language: str) -> Table:
    """Where the time goes, step by step."""
    rows = [
        {
            "step": step_name(one["step"], language),
            "count": one["count"],
            "median": _days(one["median"]),
            "ninetieth": _days(one["p90"]),
            "at_work": one["at_work"] / one["seconds"] if one["seconds"] else None,
        }
        for one in found.lengths.to_dicts()
    ]
    return Table(
        _("Thời gian ở từng bước"),
        [
            Column("step", _("Bước"), "text", sticky=True, sortable=False),
            Column("count", _("Số lần"), "integer"),
            Column("median", _("Trung vị"), "number", digits=1, measured_in=_("ngày")),
            Column(
                "ninetieth",
                _("Chín phần mười không quá"),
                "number",
                digits=1,
                measured_in=_("ngày"),
            ),
            Column("at_work", _("Trong giờ làm việc"), "percent", digits=0),
        ],
        rows,
        notes=[
            _(
                "Ngày là 24 giờ liền, tính cả đêm, ngày nghỉ; «trong giờ làm việc» là phần thời "
                "gian có người làm. Bước chỉ thấy qua các mốc mà thông điệp đồng bộ ghi."
            )
        ],
        ident="buoc",
    )


def process(found: StepAnswer, language: str) -> Table | None:
    """Time between the steps that the message lists, costliest first; ``None`` without any."""
    told = found.process.sort("seconds", descending=True).head(PROCESS_ROWS)
    if not told.height:
        return None
    rows = [
        {
            "between": process_name(one, language),
            "count": one["count"],
            "median": _days(one["median"]),
            "ninetieth": _days(one["p90"]),
            "at_work": one["at_work"] / one["seconds"] if one["seconds"] else None,
        }
        for one in told.to_dicts()
    ]
    days = {"digits": 1, "measured_in": _("ngày")}
    return Table(
        say("process_title", language),
        [
            Column("between", _("Bước"), "text", sticky=True, sortable=False),
            Column("count", _("Số lần"), "integer"),
            Column("median", _("Trung vị"), "number", **days),
            Column("ninetieth", _("Chín phần mười không quá"), "number", **days),
            Column("at_work", _("Trong giờ làm việc"), "percent", digits=0),
        ],
        rows,
        notes=[say("process_reading", language)],
        ident="tien-trinh",
    )


def line(cells: pl.DataFrame, year: int) -> TimeLine | None:
    """On time in percent by month; ``None`` for less than two months."""
    sums = _sums(cells, "month").filter(pl.col("judged") > 0).sort("month")
    points = []
    for one in sums.to_dicts():
        ends = (100 * share for share in wilson(one["on_time"], one["judged"]))
        rate = 100 * one["on_time"] / one["judged"]
        points.append(Point(one["month"], rate, *ends, label=f"{one['month']}/{year}"))
    return TimeLine(tuple(points), digits=1) if len(points) > 1 else None


def lead(cells: pl.DataFrame, language: str) -> str:
    """The finding in a sentence."""
    right, judged = (int(cells[name].sum()) for name in ("on_time", "judged"))
    told = {
        "units": cells["unit"].n_unique(),
        "received": numbers.integer(int(cells["received"].sum()), language),
        "judged": numbers.integer(judged, language),
        "rate": numbers.percent(right / judged, 1, language) if judged else numbers.MISSING,
    }
    return (
        _("%(received)s hồ sơ ở %(units)s đơn vị; %(judged)s hồ sơ được tính, đúng hạn %(rate)s.")
        % told
    )


def _sums(cells: pl.DataFrame, by: str) -> pl.DataFrame:
    return cells.group_by(by).agg(pl.col("received", "judged", "on_time", "late").sum())


def _days(hours: int | None) -> float | None:
    return None if hours is None else hours / HOURS_A_DAY
