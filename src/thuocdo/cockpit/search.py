"""*Tìm*: provinces, communes, dimensions and tables by name, with or without accents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame
from thuocdo.facts import SCHEMAS
from thuocdo.indices import rule_set_of
from thuocdo.pages import Column, Table
from thuocdo.pages.twins import twin
from thuocdo.units import aliases, communes, plain, provinces

MOST = 30


def search(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """Everything whose name holds the words asked for; straight there when it is one thing."""
    asked = request.GET.get("q", "").strip()[:100]
    found = hits(asked) if asked else []
    if len(found) == 1 and not suffix:
        return HttpResponseRedirect(found[0]["href"])
    table = Table(
        _("Tìm"),
        [Column("label", _("Tên"), "link", href="href"), Column("kind", _("Loại"), "text")],
        found,
        meta={"asked": asked},
    )
    context = frame.frame(request, "", _("Tìm"), asked=asked, hits=found, search_value=asked)
    return twin(request, table, "cockpit/search.html", context, suffix)


def hits(asked: str) -> list[dict]:
    """What matches ``asked``: label, kind and address, the nearest kinds first."""
    words = plain(asked).split()

    def matches(*names: str) -> bool:
        hay = " ".join(plain(name) for name in names)
        return bool(words) and all(word in hay for word in words)

    found = [*_provinces(matches), *_items(matches), *_communes(matches), *_tables(matches)]
    return found[:MOST]


def _provinces(matches) -> list[dict]:
    facts, year = figures.now(), figures.latest()
    found = []
    for boundaries, kind in (("34", _("tỉnh, từ 1/7/2025")), ("63", _("tỉnh trước 1/7/2025"))):
        others: dict[str, list[str]] = {}
        for alias, code in aliases(facts, boundaries).items():
            others.setdefault(code, []).append(alias)
        for one in provinces(facts, boundaries):
            if matches(one.name, *others.get(one.code, ())):
                href = addresses.unit_page("papi", year, boundaries, one.code)
                found.append({"label": one.name, "kind": kind, "href": href})
    return found


def _items(matches) -> list[dict]:
    facts, year = figures.now(), figures.latest()
    rules = rule_set_of(facts, "papi", year)
    return [
        {
            "label": f"{one.code} {one.label(frame.language())}",
            "kind": _("nội dung PAPI"),
            "href": addresses.ranking("papi", year, "34", one.code),
        }
        for one in rules.criteria
        if matches(one.name, one.name_en)
    ]


def _communes(matches) -> list[dict]:
    rows = dict(figures.now().table("commune").select("code", "row").iter_rows())
    return [
        {
            "label": f"{one.kind} {one.name}",
            "kind": _("xã, phường của Hưng Yên"),
            "href": f"{addresses.table('commune')}?dong={rows[one.code]}",
        }
        for one in communes(figures.now())
        if matches(one.name)
    ]


def _tables(matches) -> list[dict]:
    english = frame.language() == "en"
    return [
        {
            "label": one.title_en if english else one.title_vi,
            "kind": _("bảng số liệu"),
            "href": reverse("source-table", args=(one.kind,)),
        }
        for one in SCHEMAS.values()
        if matches(one.title_vi, one.title_en, one.kind)
    ]
