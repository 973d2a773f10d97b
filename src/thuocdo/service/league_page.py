"""*Xếp hạng*: communes and departments by on time, with intervals, rank sets and a tile map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import figures
from thuocdo.cockpit.frame import cited, frame, language
from thuocdo.pages.commune_tiles import laid_out
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, chosen, labels, lake_figures, lake_words, leagues
from thuocdo.service.due_page import nothing


def league(request: HttpRequest, kind: str, suffix: str = "") -> HttpResponse:
    """The league of ``kind`` in one year or month."""
    year, month = chosen.year(request.GET), chosen.month(request.GET)
    answer = lake_figures.league(year, month) if year else None
    title = titles()[kind]
    if answer is None:
        return nothing(request, title, suffix)
    spoken, own = language(), request.user.unit
    found = leagues.league_of(answer.rates, kind)
    hrefs = {code: addresses.unit_page(code, year) for code in labels.units(kind)}
    when = chosen.period_words(year, month)
    whys = {code: addresses.why(code, year, month) for code in hrefs}
    table = leagues.table(found, f"{title}, {when}", labels.names(), hrefs, whys, own, spoken)
    table = chosen.marked(table, answer.base, kind == "department")
    context = frame(
        request,
        "service",
        f"{title}, {when}",
        heading=title,
        when=when,
        lead=leagues.summary(found, spoken),
        as_of=lake_words.as_of(answer.base, spoken),
        groups=chosen.leagues(kind, year, month),
        former=leagues.former(answer.gap, answer.base.known.former_names, spoken)
        if kind == "commune"
        else "",
        map=_map(found, hrefs, own) if kind == "commune" else None,
        tile_sources=cited(figures.now(), ["commune-tiles"]),
    )
    return twin(request, table, "service/league.html", context, suffix)


def titles() -> dict[str, str]:
    """What each league is called."""
    return {
        "commune": _("Xã, phường: hồ sơ đúng hạn"),
        "department": _("Cơ quan cấp tỉnh: hồ sơ đúng hạn"),
    }


def _map(found: leagues.League, hrefs: dict[str, str], own: str):
    names = {code: one.name for code, one in labels.units("commune").items()}
    layout = laid_out(figures.now().table("commune_tile"), names)
    return leagues.tiles(found, layout, hrefs, own, language())
