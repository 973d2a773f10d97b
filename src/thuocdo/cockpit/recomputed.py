"""PAPI recomputed from its published indicators, beside the published scores (2018, 2019)."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame
from thuocdo.facts import Facts
from thuocdo.indices import RuleSet, rule_set_of
from thuocdo.indices.recomputing import indicators, recomputed, years
from thuocdo.pages import Column, Source, Table
from thuocdo.pages.twins import twin
from thuocdo.units import find_province


def page(request: HttpRequest, year: int, unit: str, suffix: str = "") -> HttpResponse:
    """One province's sub-dimensions: published, recomputed, their difference, what cannot be."""
    facts = figures.now()
    if year not in years(facts):
        raise Http404
    province = find_province(facts, "63", unit)
    rows = recomputed(facts, year).filter(pl.col("unit") == province.code)
    done = rows.filter(pl.col("status") == "reproduced").height
    words = {"done": done, "all": rows.height}
    context = frame.frame(
        request,
        "unit",
        _("PAPI %(year)s tính lại: %(name)s") % {"year": year, "name": province.name},
        heading=province.name,
        year=year,
        back=addresses.unit_page("papi", year, "63", province.code),
        lead=_(
            "%(done)s trong %(all)s nội dung thành phần tính lại được từ chỉ số đơn lẻ đã công bố."
        )
        % words,
        parts=indicator_table(indicators(facts, year, province.code)),
        others=[
            {"label": str(one), "href": reverse("recomputed", args=(one, province.code))}
            for one in years(facts)
            if one != year
        ],
    )
    table = score_table(facts, rule_set_of(facts, "papi", year), rows, year)
    return twin(request, table, "cockpit/recomputed.html", context, suffix)


def score_table(facts: Facts, rules: RuleSet, rows: pl.DataFrame, year: int) -> Table:
    """Sub-dimensions in order of code."""
    own = facts.table("papi_rescaling").filter(pl.col("year") == year)
    known = {one["code"]: one for one in own.iter_rows(named=True)}
    return Table(
        _("Từng nội dung thành phần"),
        [
            Column("name", _("Nội dung thành phần"), "text", sticky=True, note="note"),
            Column("official", _("Công bố"), "number", digits=4),
            Column("recomputed", _("Tính lại"), "number", digits=4),
            Column("difference", _("Lệch"), "signed", digits=7),
            Column("state", _("Tính lại thế nào"), "text"),
        ],
        [_row(one, rules, known[one["code"]]) for one in rows.iter_rows(named=True)],
        notes=[
            _(
                "Quy tắc: mỗi chỉ số đơn lẻ đưa về 0–1 theo hai đầu thang lý thuyết, lấy bình quân "
                "không trọng số, rồi trải lên thang của nội dung thành phần. Quy tắc do hệ thống "
                "tìm lại trên 63 tỉnh, không phải công bố; điểm công bố vẫn là điểm. «Chưa»: không "
                "quy tắc tuyến tính nào của các chỉ số công bố khớp với điểm."
            )
        ],
        sources=[Source(_("bảng papi_rescaling"), addresses.table("papi_rescaling"))],
    )


def _row(one: dict, rules: RuleSet, rule: dict) -> dict:
    criterion = rules.criterion(one["code"])
    label = criterion.label(frame.language()) if criterion else ""
    return {
        "name": f"{one['code']} {label}",
        "note": rule["note"] if rule["fit"] == "exact" else "",
        "official": one["official"],
        "recomputed": one["recomputed"],
        "difference": one["difference"],
        "state": _state(one, rule),
    }


def _state(one: dict, rule: dict) -> str:
    if one["status"] == "reproduced":
        return _("khớp")
    if one["status"] == "differs":
        return _("lệch")
    if rule["fit"] == "exact":
        return _("thiếu số của tỉnh này")
    if rule["largest_difference"] is None:
        return _("chưa: ít tỉnh có đủ chỉ số")
    words = {"count": rule["indicators"]}
    return _("chưa: %(count)s chỉ số công bố không cho ra điểm") % words


def indicator_table(rows: pl.DataFrame) -> Table:
    """The published indicators that went in, with the ends of their scales."""
    return Table(
        _("Chỉ số đơn lẻ đã dùng"),
        [
            Column("name", _("Chỉ số đơn lẻ"), "text", sticky=True, note="note"),
            Column("value", _("Công bố"), "number", digits=4),
            Column("span", _("Thang"), "text", sortable=False),
            Column("code", _("Nội dung thành phần"), "text"),
        ],
        [
            {
                "name": one["name"],
                "note": one["note"] or "",
                "value": one["value"],
                "span": f"{one['minimum']:g}–{one['maximum']:g}",
                "code": one["code"],
            }
            for one in rows.iter_rows(named=True)
        ],
        ident="chi-so-don-le",
        sources=[Source(_("bảng papi_indicator_value"), addresses.table("papi_indicator_value"))],
    )
