"""One item of a round by commune: value, interval, own and model, tiles, rank sets."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import figures
from thuocdo.cockpit.frame import cited, frame, language
from thuocdo.pages import numbers
from thuocdo.pages.commune_tiles import laid_out
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.polls import addresses, held, item_tables, words
from thuocdo.polls.round_page import TEMPLATE, as_of
from thuocdo.surveys.reports import ItemReport
from thuocdo.units import communes


def item(request: HttpRequest, name: str, item: str, suffix: str = "") -> HttpResponse:
    """``item`` of the round ``name``. Raises ``ThuocDoError`` PAGE-011."""
    held_round = held.round_of(name)
    found, spoken = held.item_of(held_round, item), language()
    simulated, own = held_round.manifest.simulated, request.user.unit
    table = item_tables.by_commune(found, held.names(), own, spoken)
    table = replace(table, simulated=simulated)
    spread = item_tables.answers(found, spoken)
    tables = [replace(spread, simulated=simulated)] if spread else []
    context = frame(
        request,
        "polls",
        f"{item}, {name}",
        heading=words.label(found.figure.item, spoken),
        trail=[
            {"label": _("Khảo sát"), "href": addresses.rounds()},
            {"label": name, "href": addresses.round_page(name)},
        ],
        when=_("câu %(item)s: %(means)s") % {"item": item, "means": words.means(found.figure)},
        lead=_lead(found, spoken),
        as_of=as_of(held_round, spoken),
        groups=_neighbours(held_round, item),
        map=_map(found, own, spoken),
        map_title=_map_title(found),
        tile_sources=cited(figures.now(), ["commune-tiles"]),
        tables=tables,
    )
    return twin(request, table, TEMPLATE, context, suffix, with_more(table, tables))


def _map(found: ItemReport, own: str, spoken: str):
    names = {one.code: one.name for one in communes(figures.now())}
    layout = laid_out(figures.now().table("commune_tile"), names)
    return item_tables.tiles(found, layout, own, spoken)


def _map_title(found: ItemReport) -> str:
    if found.figure.is_share:
        return _("Từng xã, phường so với mức chung của tỉnh; số trong ô là tỷ lệ, %")
    return _("Từng xã, phường so với mức chung của tỉnh; số trong ô là trung bình")


def _neighbours(found: held.Held, item: str) -> list[dict]:
    """Links to the other items of the round."""
    links = [
        {"label": one, "href": addresses.item(found.name, one), "current": one == item}
        for one in found.overview.figures
    ]
    return [{"label": _("Câu"), "links": links}]


def _lead(found: ItemReport, spoken: str) -> str:
    whole, share = found.whole.row(0, named=True), found.figure.is_share
    span = words.span(whole["low"], whole["high"], share, spoken)
    unit = " %" if share and spoken == "vi" else "%" if share else ""
    told = {
        "value": words.value(found.figure, whole["value"], spoken),
        "means": words.means(found.figure),
        "span": f"{span}{unit}" if span else _("chưa biết sai số"),
        "deff": numbers.number(whole["deff"], 2, spoken),
        "n": numbers.integer(whole["n"], spoken),
        "psus": numbers.integer(whole["n_psu"], spoken),
    }
    said = (
        _(
            "Toàn tỉnh %(value)s %(means)s; khoảng 95 %%: %(span)s (%(n)s phiếu, %(psus)s cụm, hệ "
            "số thiết kế %(deff)s)."
        )
        % told
    )
    sides = found.rows["side"].to_list()
    counts = {
        "all": len(sides),
        "above": sides.count(1),
        "below": sides.count(-1),
        "same": sides.count(0),
        "none": sides.count(None),
    }
    return f"{said} " + (
        _(
            "Trong %(all)s xã, phường: %(above)s nơi chắc chắn cao hơn mức chung, %(below)s nơi "
            "chắc chắn thấp hơn, %(same)s nơi chưa phân biệt được, %(none)s nơi không hiện số."
        )
        % counts
    )
