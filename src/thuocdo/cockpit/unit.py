"""*Đơn vị*: a province's dimensions, its parts over the years, its former provinces."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from thuocdo.cockpit import addresses, choices, figures, frame, series, tables
from thuocdo.indices.recomputing import years
from thuocdo.insight.contract import brief_json
from thuocdo.pages.twins import twin


def unit(
    request: HttpRequest, index: str, year: int, boundaries: str, unit: str, suffix: str = ""
) -> HttpResponse:
    """One unit on one index: position, dimensions and parts, time line, heat map."""
    facts = figures.now()
    brief = figures.brief(index, year, boundaries, unit)
    at = figures.standings(index, year, boundaries)
    name = f"{brief.unit.name}, {addresses.INDEX_NAMES[index]} {year}"
    context = frame.frame(
        request,
        "unit",
        name,
        brief=brief,
        heading=brief.unit.name,
        index_name=addresses.INDEX_NAMES[index],
        said=frame.say(brief.sentences),
        strip=tables.rank_strip(brief.total),
        groups=choices.choices(
            at, lambda *place: addresses.unit_page(*place, _at(brief, place[2]))
        ),
        gaps=tables.gaps(brief.gaps) if brief.gaps else None,
        sheet_href=addresses.sheet(index, year, boundaries, unit),
        compare_href=addresses.compare(index, year, boundaries, [unit]),
        recomputed_href=_recomputed(index, year, boundaries, unit),
        others=_others(at, unit),
    )
    if index == "papi":
        table = tables.dimensions(facts, at, brief, parts=True)
        context |= {
            "line": series.time_line(facts, boundaries, unit, until=year),
            "heat": series.heat_table(facts, boundaries, unit, until=year),
            "breaks": series.break_table(facts),
        }
    else:
        table = series.published_table(facts, index, boundaries, unit)
    if brief.former:
        below = figures.standings(index, year, "63")
        context["former"] = tables.former(facts, below, brief)

    def payload() -> dict:
        return brief_json(facts, brief, frame.language())

    return twin(request, table, "cockpit/unit.html", context, suffix, payload)


def _at(brief, boundaries: str) -> str:
    """The unit's code on other boundaries: its successor, or the part of the same code."""
    own = brief.unit
    if boundaries == brief.boundaries:
        return own.code
    codes = own.successors or own.predecessors
    return own.code if own.code in codes else codes[0]


def _recomputed(index: str, year: int, boundaries: str, unit: str) -> str:
    """The page of scores recomputed, in the years whose indicators are published."""
    if index != "papi" or boundaries != "63" or year not in years(figures.now()):
        return ""
    return reverse("recomputed", args=(year, unit))


def _others(at, unit: str) -> list[dict]:
    """Every other unit, for the list to step to."""
    return [
        {
            "label": one.name,
            "href": addresses.unit_page(at.index, at.year, at.boundaries, one.code),
            "current": one.code == unit,
        }
        for one in at.units
    ]
