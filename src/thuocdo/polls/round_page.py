"""A round: where we are, how sure, why, what next; items, design, response, weights."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.pages import numbers
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.polls import addresses, held, round_tables, words
from thuocdo.polls.held import Held
from thuocdo.surveys.reports import Factors

TEMPLATE = "polls/page.html"
LOWEST = 3  # items named on the first screen


def round_page(request: HttpRequest, name: str, suffix: str = "") -> HttpResponse:
    """The round ``name``. Raises ``ThuocDoError`` PAGE-011."""
    found, spoken = held.round_of(name), language()
    known, simulated = found.overview, found.manifest.simulated

    def href(item: str) -> str:
        return addresses.item(name, item)

    shares, means = (round_tables.items(known, share, href, spoken) for share in (True, False))
    tables = [
        *([means] if means.rows else []),
        round_tables.design(known, spoken),
        round_tables.response(known, spoken),
        round_tables.weighting(known, spoken),
    ]
    table, *tables = (replace(one, simulated=simulated) for one in (shares, *tables))
    factors = held.factors_of(found)
    context = frame(
        request,
        "polls",
        name,
        heading=name,
        trail=[{"label": _("Khảo sát"), "href": addresses.rounds()}],
        when=words.days(found.fieldwork, spoken),
        lead=_lead(found, factors, spoken),
        as_of=as_of(found, spoken),
        answers=[_answer(found, factors, spoken)],
        groups=onward(name, others(name)),
        tables=tables,
    )
    return twin(request, table, TEMPLATE, context, suffix, with_more(table, tables))


def as_of(found: Held, spoken: str) -> str:
    """Which version of which round."""
    one = found.manifest
    return words.as_of(one.title, one.version, held.captured(one), spoken)


def others(name: str) -> list[str]:
    """The other rounds."""
    return [one.round for one in held.known() if one.round != name]


def onward(name: str, rest: list[str], current: str = "") -> list[dict]:
    """Links to the other pages of a round; ``current`` is the address we are at."""
    here = [
        (_("cả đợt"), addresses.round_page(name)),
        (_("nhân tố"), addresses.factors(name)),
    ]
    groups = [(_("Đợt này"), here)]
    if rest:
        groups.append((_("So với đợt"), [(one, addresses.changes(name, one)) for one in rest]))
    current = current or addresses.round_page(name)
    return [
        {
            "label": label,
            "links": [
                {"label": text, "href": href, "current": href == current} for text, href in links
            ],
        }
        for label, links in groups
    ]


def _top(factors: Factors) -> dict:
    return next(one for one in factors.whole.to_dicts() if one["node"] == factors.top)


def _lead(found: Held, factors: Factors | None, spoken: str) -> str:
    told = {"n": numbers.integer(found.overview.n, spoken)}
    if factors is None:
        return (
            _("%(n)s người trả lời. Đợt này không có câu của chỉ số hài lòng, nên không có chỉ số.")
            % told
        )
    top = _top(factors)
    if top["value"] is not None:
        told["value"] = numbers.percent(top["value"], 1, spoken)
        told["span"] = words.span(top["low"], top["high"], True, spoken) or numbers.MISSING
        return (
            _("Chỉ số hài lòng %(value)s, khoảng 95 %%: %(span)s %%; %(n)s người trả lời.") % told
        )
    if top["lowest"] is None:
        return (
            _("%(n)s người trả lời: có câu quá ít phiếu hoặc chưa biết sai số, nên chưa có chỉ số.")
            % told
        )
    told["band"] = _band(top["lowest"], top["highest"], spoken)
    told["sure"] = _band(top["sure_low"], top["sure_high"], spoken)
    return (
        _(
            "Chỉ số hài lòng nằm đâu đó từ %(band)s, tùy trọng số chưa biết; tính cả sai "
            "số chọn mẫu thì từ %(sure)s. %(n)s người trả lời."
        )
        % told
    )


def _band(low: float | None, high: float | None, spoken: str) -> str:
    if low is None or high is None:
        return numbers.MISSING
    ends = {
        "low": numbers.number(100 * low, 1, spoken),
        "high": numbers.percent(high, 1, spoken),
    }
    return _("%(low)s đến %(high)s") % ends


def _answer(found: Held, factors: Factors | None, spoken: str) -> dict:
    name = found.name
    return {
        "name": found.manifest.title or name,
        "where": _where(found, factors, spoken),
        "sure": _sure(found, factors, spoken),
        "why": _why(found, spoken),
        "next": {"links": _next(found, factors, spoken)},
    }


def _where(found: Held, factors: Factors | None, spoken: str) -> dict:
    if factors is None:
        count = numbers.integer(len(found.overview.figures), spoken)
        return {"words": _("%(count)s câu có số, không có chỉ số chung") % {"count": count}}
    top = _top(factors)
    if top["lowest"] is None:
        return {"words": _("chỉ số hài lòng: chưa đủ chắc để nói")}
    if top["value"] is not None:
        return {
            "figure": numbers.number(100 * top["value"], 1, spoken),
            "unit": "%",
            "basis": _("ước lượng"),
            "words": _("chỉ số hài lòng kiểu SIPAS"),
        }
    return {
        "figure": words.span(top["lowest"], top["highest"], True, spoken) or numbers.MISSING,
        "unit": "%",
        "basis": _("ước lượng"),
        "words": _("chỉ số hài lòng kiểu SIPAS"),
        "note": _("một khoảng, vì chưa biết trọng số các phần"),
    }


def _sure(found: Held, factors: Factors | None, spoken: str) -> dict:
    one, told = found.overview.design, []
    top = _top(factors) if factors else {}
    ends = ("low", "high") if top.get("value") is not None else ("sure_low", "sure_high")
    band = _band(top.get(ends[0]), top.get(ends[1]), spoken)
    if band != numbers.MISSING:
        told.append(_("Tính cả sai số chọn mẫu: %(band)s.") % {"band": band})
    sizes = {
        "n": numbers.integer(found.overview.n, spoken),
        "psus": numbers.integer(one.psus, spoken),
        "strata": numbers.integer(one.strata, spoken),
    }
    told.append(_("%(n)s phiếu, %(psus)s cụm, %(strata)s tầng.") % sizes)
    note = ""
    if one.deff:
        note = _("Hệ số thiết kế trung vị %(deff)s.") % {
            "deff": numbers.number(one.deff[1], 2, spoken)
        }
    return {"words": " ".join(told), "note": note}


def _lowest(found: Held) -> list[dict]:
    """The lowest shares of satisfied answers; of other shares low is not bad."""
    figures = found.overview.figures
    rows = [
        one
        for one in found.overview.items.to_dicts()
        if figures[one["item"]].means == "satisfied" and one["value"] is not None
    ]
    return sorted(rows, key=lambda one: one["value"])[:LOWEST]


def _why(found: Held, spoken: str) -> dict:
    rows = _lowest(found)
    if not rows:
        return {"words": _("Không có câu hỏi về mức hài lòng.")}
    figures = found.overview.figures
    links = []
    for one in rows:
        figure = figures[one["item"]]
        span = words.span(one["low"], one["high"], True, spoken)
        told = {
            "label": words.short(figure.item, spoken),
            "value": numbers.percent(one["value"], 1, spoken),
            "span": f" ({span})" if span else "",
        }
        links.append(
            {
                "label": _("%(label)s: %(value)s%(span)s") % told,
                "href": addresses.item(found.name, one["item"]),
            }
        )
    return {"words": _("Thấp nhất:"), "links": links}


def _next(found: Held, factors: Factors | None, spoken: str) -> list[dict]:
    made = []
    rows = _lowest(found)
    if rows:
        made.append(
            (_("Xã nào thấp ở câu thấp nhất →"), addresses.item(found.name, rows[0]["item"]))
        )
    if factors:
        made.append((_("Nhân tố, nhóm chính sách →"), addresses.factors(found.name)))
    made += [
        (_("So với %(other)s →") % {"other": one}, addresses.changes(found.name, one))
        for one in others(found.name)[:1]
    ]
    return [{"label": label, "href": href} for label, href in made]
