"""*Chỉ số*: the ranking of all provinces on one item, each rank with its set."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, choices, figures, frame, tables, tilemaps
from thuocdo.indices import TOTAL, Standings, broken_in, chance_of_rank, change, years
from thuocdo.indices.contract import SET_COLUMNS, standings_json
from thuocdo.insight.places import TARGET
from thuocdo.pages import Column, RankStrip, Table, rank_axis
from thuocdo.pages.twins import twin


def ranking(
    request: HttpRequest, index: str, year: int, boundaries: str, suffix: str = ""
) -> HttpResponse:
    """The ranking; ``?muc=`` picks the item, ``?khoang=dong-thoi`` the simultaneous sets."""
    facts = figures.now()
    at = figures.standings(index, year, boundaries)
    item = request.GET.get("muc", TOTAL)
    together = request.GET.get("khoang") == "dong-thoi"
    table = ranking_table(at, item, together)
    how = {"simultaneous": together, "language": frame.language()}
    title = f"{addresses.INDEX_NAMES[index]} {year}"
    context = frame.frame(
        request,
        "ranking",
        title,
        heading=title,
        item_name=_item_name(at, item),
        groups=[
            *choices.choices(at, lambda *place: addresses.ranking(*place, _kept(at, item, place))),
            *choices.items(at, item, lambda one: addresses.ranking(index, year, boundaries, one)),
        ],
        map=_map(at, item),
        has_sets=_has_sets(at, item),
        together=together,
        switch_href=_switch(request, together),
        lead=_lead(at, item),
        target=TARGET,
    )
    return twin(
        request,
        table,
        "cockpit/ranking.html",
        context,
        suffix,
        lambda: standings_json(facts, at, **how),
    )


def _kept(at: Standings, item: str, place: tuple[str, int, str]) -> str:
    """The item goes along while index and rule set stay; else the total."""
    same_index = place[0] == at.index
    return item if same_index and len(item) == 1 else TOTAL


def _switch(request: HttpRequest, together: bool) -> str:
    query = request.GET.copy()
    query.pop("khoang", None)
    if not together:
        query["khoang"] = "dong-thoi"
    return f"{request.path}?{query.urlencode()}"


def ranking_table(at: Standings, item: str, together: bool = False) -> Table:
    """One row per unit, best first."""
    rows = at.item(item).to_dicts()
    of = next((row["of"] for row in rows if row["of"]), len(rows))
    bounds = SET_COLUMNS[together]
    chances = _chances(at, item)
    earlier = _earlier(at, item)
    own = figures.own_province()
    made = [_row(at, row, of, bounds, chances, earlier, own) for row in rows]
    return Table(
        _("%(index)s %(year)s: %(item)s")
        % {
            "index": addresses.INDEX_NAMES[at.index],
            "year": at.year,
            "item": _item_name(at, item),
        },
        _columns(at, of, bool(chances), bool(earlier)),
        made,
        notes=frame.say(at.notes_on(together)),
        sources=frame.cited(figures.now(), at.sources),
        us="us",
        filterable=True,
        meta={"index": at.index, "year": at.year, "boundaries": at.boundaries, "item": item},
    )


def _columns(at: Standings, of: int, chances: bool, earlier: bool) -> list[Column]:
    columns = [
        Column("name", _("Tỉnh, thành phố"), "link", href="name_href", note="remark", sticky=True),
        Column("rank", _("Hạng"), "integer", href="rank_href", measured_in=f"/{of}"),
        Column("strip", _("Khoảng hạng 95 %"), "strip", axis=rank_axis(of)),
        Column("set", _("Từ … đến"), "text", href="set_href", sortable=False),
        Column("score", _("Điểm"), "number", href="score_href"),
        Column("se", _("Sai số chuẩn"), "number", href="se_href"),
    ]
    if chances:
        label = _("Khả năng trong nhóm %(k)s") % {"k": TARGET}
        columns.append(Column("chance", label, "percent", digits=0, href="chance_href"))
    if earlier:
        label = _("So với %(year)s") % {"year": at.year - 1}
        columns.append(Column("change", label, "signed", note="change_note", href="change_href"))
    return columns


def _row(at, row, of, bounds, chances, earlier, own) -> dict:
    unit, item = row["unit"], row["item"]
    low, high = (row[name] for name in bounds)
    made = {
        "name": row["name"],
        "name_href": addresses.unit_page(at.index, at.year, at.boundaries, unit),
        "remark": _remark(at, row),
        "score": row["score"],
        "score_href": addresses.why(at, unit, item) if row["score"] is not None else "",
        "se": row["se"],
        "se_href": addresses.why(at, unit, item, "se") if row["se"] is not None else "",
        "rank": row["rank"],
        "rank_href": addresses.why(at, unit, item, "rank") if row["rank"] is not None else "",
        "strip": RankStrip(row["rank"], of, low, high) if row["rank"] is not None else None,
        "set": tables.span(low, high) or (_("chưa biết") if row["rank"] is not None else None),
        "set_href": addresses.why(at, unit, item, "set") if low is not None else "",
        "chance": chances.get(unit),
        "chance_href": addresses.why(at, unit, item, "chance") if unit in chances else "",
        "us": unit == own and at.boundaries == "34",
    }
    moved = change(item, (at.year - 1, at.year), earlier[unit], row) if unit in earlier else None
    if moved:
        made["change"] = moved.difference
        made["change_note"] = tables.verdict(moved.beyond_noise)
        made["change_href"] = addresses.why(at, unit, item, "change")
    return made


def _remark(at: Standings, row: dict) -> str:
    if row["score"] is None and row["rank"] is None:
        return _("không có số hợp lệ") if at.index == "papi" else _("chưa thấy công bố")
    if row["basis"] in ("estimated", "simulated"):
        return frame.basis(row["basis"])
    return frame.basis(row["basis"]) if at.index != "papi" else ""


def _chances(at: Standings, item: str) -> dict[str, float]:
    """Chance of a true rank within the target, by unit; empty where no error is known."""
    valid = at.item(item).filter(at.item(item)["score"].is_not_null())
    if item != TOTAL or not valid.height or valid["se"].null_count():
        return {}
    found = chance_of_rank(
        valid["score"].to_numpy(),
        valid["se"].to_numpy(),
        TARGET,
        draws=at.options.draws,
        seed=at.options.seed,
    )
    return dict(zip(valid["unit"], (float(one) for one in found), strict=True))


def _earlier(at: Standings, item: str) -> dict[str, dict]:
    """Rows of the year before by unit; empty where a break or no figure stands between."""
    facts = figures.now()
    if at.index != "papi" or at.year - 1 not in years(facts, at.index):
        return {}
    if broken_in(facts, at.index, at.year, item, at.rules):
        return {}
    before = figures.scores(at.index, at.year - 1, at.boundaries)
    return {row["unit"]: row for row in before.item(item).to_dicts()}


def _item_name(at: Standings, item: str) -> str:
    criterion = at.rules.criterion(item) if at.rules else None
    if criterion is None or item == TOTAL:
        return _("điểm chung")
    return f"{item} {criterion.label(frame.language())}"


def _has_sets(at: Standings, item: str) -> bool:
    return bool(at.item(item)["rank_low"].is_not_null().any())


def _map(at: Standings, item: str):
    if at.boundaries != "34" or at.index != "papi":
        return None
    return tilemaps.relations(at, figures.own_province(), item)


def _lead(at: Standings, item: str) -> str:
    """The finding of the table, with its doubt."""
    rows = at.item(item).to_dicts()
    ranked = [row for row in rows if row["rank"] is not None]
    if not ranked:
        return _("Chưa có thứ hạng nào.")
    first = ranked[0]
    if first["rank_low"] is None:
        text = _("%(count)s tỉnh có hạng; chưa biết sai số, nên không biết thứ hạng chắc đến đâu.")
        return text % {"count": len(ranked)}
    widths = sorted(row["rank_high"] - row["rank_low"] + 1 for row in ranked)
    text = _(
        "%(name)s đứng đầu trong %(of)s tỉnh có đủ số liệu. Một nửa số tỉnh có khoảng hạng rộng "
        "từ %(width)s bậc trở lên: chênh vài bậc thường không nói lên điều gì."
    )
    return text % {"name": first["name"], "of": first["of"], "width": widths[len(widths) // 2]}
