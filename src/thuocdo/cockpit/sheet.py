"""The brief on one A4 page, to print or forward."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from thuocdo.cockpit import addresses, figures, frame, tables
from thuocdo.insight.contract import brief_json
from thuocdo.pages.twins import twin


def sheet(
    request: HttpRequest, index: str, year: int, boundaries: str, unit: str, suffix: str = ""
) -> HttpResponse:
    """The same brief as the unit page, cut to what fits one sheet of paper."""
    facts = figures.now()
    brief = figures.brief(index, year, boundaries, unit)
    at = figures.standings(index, year, boundaries)
    table = tables.dimensions(facts, at, brief)
    name = f"{brief.unit.name}, {addresses.INDEX_NAMES[index]} {year}"
    context = frame.frame(
        request,
        "unit",
        name,
        brief=brief,
        heading=name,
        said=frame.say(brief.sentences),
        strip=tables.rank_strip(brief.total),
        parts=brief.costly_parts[:5],
        part_rows=_parts(brief),
        gaps=_gaps(brief),
        notes=frame.say(brief.notes),
        unit_href=addresses.unit_page(index, year, boundaries, unit),
    )

    def payload() -> dict:
        return brief_json(facts, brief, frame.language())

    return twin(request, table, "cockpit/sheet.html", context, suffix, payload)


def _gaps(brief) -> list[dict]:
    """The gaps of this very unit, as many as a sheet has room for."""
    words = "missing" if frame.language() == "vi" else "missing_en"
    own = [one for one in brief.gaps if one["unit"]]
    return [{"missing": one[words], "document": one["document"]} for one in own[:3]]


def _parts(brief) -> list[dict]:
    return [
        {"name": tables.name_of(one), "gap": one.target.gap, "rank": one.rank, "of": one.of}
        for one in brief.costly_parts[:5]
    ]
