"""*So sánh*: two to five provinces side by side, differences told apart from noise."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, choices, figures, frame, tables
from thuocdo.indices import TOTAL, Standings
from thuocdo.indices.changes import NOISE
from thuocdo.pages import Column, RankStrip, Table
from thuocdo.pages.letters import dictionary_order
from thuocdo.pages.twins import twin

MOST = 5


def compare(
    request: HttpRequest, index: str, year: int, boundaries: str, suffix: str = ""
) -> HttpResponse:
    """``?don-vi=33&don-vi=22``: the first is the one the others are measured against."""
    at = figures.standings(index, year, boundaries)
    chosen = _chosen(at, request.GET.getlist("don-vi"))
    table = compare_table(at, chosen)
    name = addresses.INDEX_NAMES[index]
    title = f"{_('So sánh')}: {name} {year}"
    context = frame.frame(
        request,
        "compare",
        title,
        heading=title,
        groups=choices.choices(at, lambda *place: addresses.compare(*place, chosen)),
        pickers=_pickers(at, chosen),
        strips=_strips(at, chosen),
        chosen=chosen,
    )
    return twin(request, table, "cockpit/compare.html", context, suffix)


def _chosen(at: Standings, asked: list[str]) -> list[str]:
    """The units asked for, known and once each; by default our own against 10th and first."""
    known = [one.code for one in at.units]
    found = list(dict.fromkeys(code for code in asked if code in known))[:MOST]
    if found:
        return found
    ranked = at.item(TOTAL)["unit"].to_list()
    own = figures.own_province()
    picked = [own if own in known else known[0], *ranked[:1], *ranked[9:10]]
    return list(dict.fromkeys(picked))


def _pickers(at: Standings, chosen: list[str]) -> list[dict]:
    """One list to choose from per place; the first place must be filled."""
    slots = [*chosen, *[""] * (MOST - len(chosen))]
    units = sorted(at.units, key=lambda one: dictionary_order(one.name))
    return [
        {
            "number": place,
            "options": [
                {"code": one.code, "name": one.name, "selected": one.code == code} for one in units
            ],
            "empty": code == "",
        }
        for place, code in enumerate(slots, start=1)
    ]


def _strips(at: Standings, chosen: list[str]) -> list[dict]:
    found = []
    for code in chosen:
        row = at.of(code, TOTAL)
        strip = None
        if row["rank"] is not None:
            strip = RankStrip(row["rank"], row["of"], row["rank_low"], row["rank_high"])
        href = addresses.unit_page(at.index, at.year, at.boundaries, code)
        found.append({"name": row["name"], "href": href, "strip": strip, "ident": f"s-{code}"})
    return found


def compare_table(at: Standings, chosen: list[str]) -> Table:
    """Rows are the items, columns the units; each after the first with its verdict."""
    columns = [Column("name", _("Nội dung"), "text", sticky=True)]
    for place, code in enumerate(chosen):
        label = at.of(code, TOTAL)["name"]
        columns.append(
            Column(f"u{code}", label, "number", href=f"u{code}_href", note=f"u{code}_rank")
        )
        if place:
            columns.append(
                Column(f"d{code}", _("Chênh"), "signed", note=f"d{code}_verdict", digits=2)
            )
    items = at.table.filter(at.table["unit"] == chosen[0])
    rows = [_row(at, item, chosen) for item in items["item"] if at.index == "papi" or item == TOTAL]
    return Table(
        _("Từng nội dung"),
        columns,
        rows,
        notes=[_explained(at, chosen), *frame.say(at.notes)],
        sources=frame.cited(figures.now(), at.sources),
        meta={
            "index": at.index,
            "year": at.year,
            "boundaries": at.boundaries,
            "units": list(chosen),
        },
    )


def _explained(at: Standings, chosen: list[str]) -> str:
    first = at.of(chosen[0], TOTAL)["name"]
    return _("«Chênh»: %(first)s trừ đi tỉnh ở cột bên trái; so từng cặp ở mức 95 %%.") % {
        "first": first
    }


def _row(at: Standings, item: str, chosen: list[str]) -> dict:
    criterion = at.rules.criterion(item) if at.rules else None
    label = _("Điểm chung") if item == TOTAL or criterion is None else ""
    row = {"name": label or f"{item} {criterion.label(frame.language())}"}
    first = at.of(chosen[0], item)
    for code in chosen:
        values = at.of(code, item)
        row[f"u{code}"] = values["score"]
        if values["score"] is not None:
            row[f"u{code}_href"] = addresses.why(at, code, item)
        row[f"u{code}_rank"] = _rank_words(values)
        if code != chosen[0] and None not in (first["score"], values["score"]):
            gap = first["score"] - values["score"]
            row[f"d{code}"] = gap
            row[f"d{code}_verdict"] = tables.verdict(_beyond(gap, first["se"], values["se"]))
    return row


def _rank_words(values: dict) -> str:
    if values["rank"] is None:
        return ""
    bounds = tables.span(values["rank_low"], values["rank_high"])
    rank = _("hạng %(rank)s") % {"rank": values["rank"]}
    return f"{rank} ({bounds})" if bounds else rank


def _beyond(gap: float, first: float | None, second: float | None) -> bool | None:
    if first is None or second is None:
        return None
    return abs(gap) > NOISE * math.hypot(first, second)
