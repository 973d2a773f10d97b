"""*Tổng quan*: where the province stands on the three indices, how sure, why, what next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame, tables, tilemaps
from thuocdo.indices import INDICES, Standings, own_boundaries
from thuocdo.insight import Brief, Former
from thuocdo.insight.contract import brief_json
from thuocdo.pages import RankStrip
from thuocdo.pages.twins import twin
from thuocdo.units import Unit
from thuocdo.wording import number, percent

BOUNDARIES = "34"


def home(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The overview of our own province in the newest year."""
    return overview(request, figures.latest(), figures.own_province(), suffix)


def overview(request: HttpRequest, year: int, unit: str, suffix: str = "") -> HttpResponse:
    """The overview of ``unit`` (one of the 34) in ``year``."""
    facts = figures.now()
    at = figures.standings("papi", year, BOUNDARIES)
    briefs = {
        index: figures.brief(index, figures.latest(index, year), BOUNDARIES, unit)
        for index in INDICES
    }
    papi = briefs["papi"]
    table = tables.dimensions(facts, at, papi)

    def payload() -> dict:
        spoken = frame.language()
        return {index: brief_json(facts, one, spoken) for index, one in briefs.items()}

    missing = tuple(gap for one in briefs.values() for gap in one.gaps if gap["unit"])
    context = frame.frame(
        request,
        "home" if unit == figures.own_province() else "unit",
        papi.unit.name,
        brief=papi,
        heading=_full_name(papi.unit),
        lead=frame.say(papi.sentences[:1]),
        said=frame.say(papi.sentences[1:]),
        answers=[_papi(at, papi), *(_other(briefs[index]) for index in INDICES[1:])],
        map=tilemaps.relations(at, unit),
        gaps=tables.gaps(missing) if missing else None,
        sheet_href=addresses.sheet("papi", year, BOUNDARIES, unit),
        unit_href=addresses.unit_page("papi", year, BOUNDARIES, unit),
        year=year,
    )
    return twin(request, table, "cockpit/overview.html", context, suffix, payload)


def _full_name(unit: Unit) -> str:
    """The name with the word for its kind."""
    pattern = _("Tỉnh %(name)s") if unit.kind == "tỉnh" else _("Thành phố %(name)s")
    return pattern % {"name": unit.name}


def _papi(at: Standings, brief: Brief) -> dict:
    total, unit = brief.total, brief.unit.code
    details = addresses.unit_page("papi", brief.year, BOUNDARIES, unit)
    where = {
        "figure": number(total.score, 2, frame.language()),
        "href": addresses.why(at, unit),
        "unit": _("điểm"),
        "big": True,
        "note": _merged_words(brief) if brief.unit.merged else frame.basis(total.basis),
    }
    return {
        "name": f"PAPI {brief.year}",
        "href": addresses.ranking("papi", brief.year, BOUNDARIES),
        "where": where,
        "sure": _sure(brief),
        "why": _why(brief),
        "next": {
            "links": [
                {"label": _("Xem điểm nghẽn →"), "href": f"{details}#bang-ten"},
                {
                    "label": _("So với tỉnh hạng 10 và tỉnh nhất →"),
                    "href": _rivals(brief),
                },
            ]
        },
    }


def _merged_words(brief: Brief) -> str:
    return _("ước lượng từ %(count)s tỉnh cũ") % {"count": len(brief.unit.predecessors)}


def _rivals(brief: Brief) -> str:
    rivals = [brief.unit.code]
    for one in (brief.total.target, brief.total.best):
        if one and one.unit not in rivals:
            rivals.append(one.unit)
    return addresses.compare("papi", brief.year, BOUNDARIES, rivals)


def _sure(brief: Brief) -> dict:
    total, language = brief.total, frame.language()
    if total.rank is None:
        return {"words": _("không có hạng: thiếu số liệu của một tỉnh cũ")}
    said = {"strip": tables.rank_strip(total), "ident": f"h-{brief.index}"}
    if total.rank_low is None:
        words = _("hạng %(rank)s trong %(of)s, chưa biết sai số")
        return {**said, "words": words % {"rank": total.rank, "of": total.of}}
    words = _("hạng %(rank)s trong %(of)s; vị trí thật từ %(low)s đến %(high)s")
    values = {"rank": total.rank, "of": total.of, "low": total.rank_low, "high": total.rank_high}
    said["words"] = words % values
    if brief.chance:
        chance = {"target": brief.chance.target, "share": percent(brief.chance.flat, 0, language)}
        said["note"] = _("khả năng trong nhóm %(target)s: %(share)s") % chance
    return said


def _why(brief: Brief) -> dict:
    if not brief.bottlenecks:
        return {"words": _("không nội dung nào thấp hơn hạng 10")}
    worst, language = brief.bottlenecks[0], frame.language()
    values = {
        "name": tables.name_of(worst),
        "score": number(worst.score, 2, language),
        "gap": number(-worst.target.gap, 2, language),
    }
    said = {"words": _("%(name)s: %(score)s, thấp hơn hạng 10 %(gap)s điểm") % values}
    inside = [one for one in brief.costly_parts if one.item.startswith(f"{worst.item}.")]
    if inside:
        said["note"] = _("nặng nhất: %(name)s") % {"name": tables.name_of(inside[0])}
    return said


def _other(brief: Brief) -> dict:
    """PAR INDEX or SIPAS: as far as published, for the unit or its former provinces."""
    shown = _known(brief)
    place = own_boundaries(figures.now(), brief.index, brief.year)
    below = figures.standings(brief.index, brief.year, place)
    name = f"{addresses.INDEX_NAMES[brief.index]} {brief.year}"
    answer = {
        "name": name,
        "href": addresses.ranking(brief.index, brief.year, place),
        "why": {"words": _missing_words(brief, shown)},
        "next": _needed(brief),
    }
    if shown is None:
        nothing = {"words": _("chưa thấy số công bố")}
        return {**answer, "where": nothing, "sure": {"words": _("chưa biết sai số")}}
    return {**answer, "where": _published(below, shown), "sure": _unsure(brief, shown)}


def _known(brief: Brief) -> Former | None:
    """The unit itself if it never merged, else the former province with most figures."""
    if not brief.former:
        total = brief.total
        if total.rank is None and total.score is None:
            return None
        fields = (total.score, total.rank, total.of, None, None, None, total.basis)
        return Former(brief.unit.code, brief.unit.name, None, *fields)
    known = [one for one in brief.former if one.rank is not None or one.score is not None]
    return max(known, key=lambda one: (one.rank is not None, one.score is not None), default=None)


def _published(below: Standings, shown: Former) -> dict:
    aspect = "score" if shown.rank is None else "rank"
    if shown.rank is None:
        figure, unit = number(shown.score, 2, frame.language()), _("điểm")
    else:
        figure = _("hạng %(rank)s") % {"rank": shown.rank}
        unit = _("trong %(of)s") % {"of": shown.of}
    note = _("%(name)s cũ, %(basis)s")
    values = {"name": shown.name, "basis": frame.basis(shown.basis)}
    href = addresses.why(below, shown.code, aspect=aspect)
    return {"figure": figure, "href": href, "unit": unit, "big": True, "note": note % values}


def _unsure(brief: Brief, shown: Former) -> dict:
    said = {"words": _("chưa biết sai số")}
    if shown.rank is not None:
        said |= {"strip": RankStrip(shown.rank, shown.of), "ident": f"h-{brief.index}"}
    return said


def _missing_words(brief: Brief, shown: Former | None) -> str:
    without = [one.name for one in brief.former if shown is None or one.code != shown.code]
    absent = [one for one in brief.former if one.name in without and one.rank is None]
    if absent and shown:
        values = {"names": ", ".join(one.name for one in absent)}
        return _("%(names)s chưa có số liệu, nên chưa gộp được tỉnh mới") % values
    return _("chưa có điểm thành phần để chỉ ra điểm nghẽn")


def _needed(brief: Brief) -> dict:
    """The document that would close the first gap of this year."""
    own = [one for one in brief.gaps if one["unit"] and one["year_from"] <= brief.year]
    if not own:
        return {"links": [{"label": _("Nguồn →"), "href": addresses.table("gap")}]}
    nearest = max(own, key=lambda one: one["year_from"])
    return {"words": _("Cần: %(document)s") % {"document": nearest["document"]}}
