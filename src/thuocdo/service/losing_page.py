"""*Mất điểm ở đâu*: of the province down to units and procedures, and of one unit."""

from __future__ import annotations

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.losses.from_cells import Lost, losses_of_cells
from thuocdo.dossiers.losses.gains import gains_of_cells
from thuocdo.dossiers.losses.gathered import YearCounts
from thuocdo.dossiers.losses.official import official_losses
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.pages import Table
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, captures, chosen, labels, lake_figures, lake_words, losing
from thuocdo.service.due_page import nothing
from thuocdo.service.portal_page import units_of


def losses(request: HttpRequest, unit: str = "", suffix: str = "") -> HttpResponse:
    """Lost points of the province or of ``unit``, in a year or a month of it.

    Raises ``ThuocDoError`` UNIT-001, PAGE-011.
    """
    if unit:
        labels.unit(unit)
    year, month = chosen.year(request.GET), chosen.month(request.GET)
    held = lake_figures.year_counts(year) if year else None
    everything = _of_month(held, month) if held else None
    own = _of_unit(everything, unit) if everything is not None else None
    if own is None or not own.height:
        return nothing(request, _("Mất điểm ở đâu"), suffix)
    return _shown(request, held, (year, month, unit), everything, losses_of_cells(own), suffix)


def _shown(
    request: HttpRequest,
    held: YearCounts,
    asked: tuple,
    everything: pl.DataFrame,
    lost: Lost,
    suffix: str,
) -> HttpResponse:
    year, month, unit = asked
    spoken, when = language(), chosen.period_words(year, month)

    def why(metric: str) -> str:
        return addresses.why(unit, year, month, metric=metric)

    table = losing.metrics(lost, _official(unit), why, spoken)
    table = chosen.marked(table, held.base, not unit or labels.unit(unit).basis == "simulated")
    more = _more(held, asked, everything, lost)
    context = frame(
        request,
        "service",
        f"{_('Mất điểm ở đâu')}, {when}",
        heading=_("Mất điểm ở đâu"),
        unit={"label": labels.name(unit), "href": addresses.unit_page(unit, year)}
        if unit
        else None,
        when=when,
        lead=losing.lead(lost, labels.name(unit) if unit else _("toàn tỉnh"), when, spoken),
        as_of=lake_words.as_of(held.base, spoken),
        groups=chosen.losses(unit, year, month),
        tables=more,
    )
    return twin(request, table, "service/losses.html", context, suffix, with_more(table, more))


def _more(held: YearCounts, asked: tuple, everything: pl.DataFrame, lost: Lost) -> list[Table]:
    year, month, unit = asked
    spoken = language()

    def place(procedure: str, metric: str) -> str:
        if unit:
            return addresses.why(unit, year, month, procedure, metric)
        return addresses.procedure(procedure, year)

    found = losing.procedures(lost, place, spoken)
    if not unit:
        names = labels.names()
        by_unit = losing.units(
            lost, names, lambda code: addresses.losses(code, year, month), spoken
        )
        return [found, by_unit]
    own = [one for one in gains_of_cells(everything, held.base.known.kinds) if one.unit == unit]
    return [found, losing.gains(own, spoken)]


def _of_month(held: YearCounts, month: int | None) -> pl.DataFrame:
    return held.cells if month is None else held.cells.filter(pl.col("month") == month)


def _of_unit(cells: pl.DataFrame, unit: str) -> pl.DataFrame:
    return cells.filter(pl.col("unit") == unit) if unit else cells


def _official(unit: str) -> Loss | None:
    """The same as the newest capture of our province publishes it; ``None`` without one."""
    held = captures.of_period()
    if held is None or not held.is_own:
        return None
    id = next((one for one, code in units_of(held).items() if code == unit), None)
    if unit and id is None:
        return None
    return official_losses(held.bundle, id)
