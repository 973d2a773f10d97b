"""*So với đợt*: what changed between two rounds, beyond noise or not."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from thuocdo.cockpit.frame import frame, language
from thuocdo.errors import ThuocDoError
from thuocdo.pages import Column, Table, numbers
from thuocdo.pages.together import with_more
from thuocdo.pages.twins import twin
from thuocdo.polls import addresses, held, words
from thuocdo.polls.held import Held
from thuocdo.polls.round_page import TEMPLATE, onward, others
from thuocdo.surveys.reports import Figure


def changes(request: HttpRequest, name: str, other: str, suffix: str = "") -> HttpResponse:
    """The later of two rounds against the earlier. Raises ``ThuocDoError`` PAGE-011."""
    if name == other:
        told = ", ".join(others(name)) or "–"
        raise ThuocDoError.of("PAGE-011", value=other, name="so-voi", known=told)
    before, after = sorted((held.round_of(one) for one in (other, name)), key=_when)
    spoken = language()
    found, overlap = held.changes_of(before, after)
    simulated = before.manifest.simulated or after.manifest.simulated
    known = after.overview.figures
    shares, means = (
        replace(_table(found, known, after.name, share, spoken), simulated=simulated)
        for share in (True, False)
    )
    tables = [means] if means.rows else []
    title = _("%(after)s so với %(before)s") % {"after": after.name, "before": before.name}
    context = frame(
        request,
        "polls",
        title,
        heading=title,
        trail=[
            {"label": _("Khảo sát"), "href": addresses.rounds()},
            {"label": before.name, "href": addresses.round_page(before.name)},
            {"label": after.name, "href": addresses.round_page(after.name)},
        ],
        lead=_lead(found),
        as_of=_as_of(before, after, overlap, spoken),
        groups=onward(name, others(name), addresses.changes(name, other)),
        tables=tables,
    )
    return twin(request, shares, TEMPLATE, context, suffix, with_more(shares, tables))


def _when(one: Held) -> tuple:
    """Earlier rounds first: by the first interview, else by when the file was written."""
    began = one.fieldwork
    return (began[0].isoformat() if began else held.captured(one.manifest), one.name)


def _table(
    found: pl.DataFrame, figures: dict[str, Figure], name: str, share: bool, language: str
) -> Table:
    rows = [
        _row(one, figures[one["item"]], name, language)
        for one in found.to_dicts()
        if figures[one["item"]].is_share == share
    ]
    kind, digits = ("percent", 1) if share else ("number", 2)
    points = _("điểm %") if share else ""
    columns = [
        Column("item", _("Câu"), sticky=True, href="href"),
        Column("change", _("Thay đổi"), "signed", digits=digits, measured_in=points),
        Column("verdict", _("Kết luận")),
        Column("span", _("Khoảng 95 %"), sortable=False),
        Column("before", _("Trước"), kind, digits=digits),
        Column("after", _("Sau"), kind, digits=digits),
        Column("label", _("Câu hỏi"), note="means"),
        Column("n_before", _("Phiếu trước"), "integer"),
        Column("n_after", _("Phiếu sau"), "integer"),
    ]
    title = _("Thay đổi của tỷ lệ, toàn tỉnh") if share else _("Thay đổi của trung bình, toàn tỉnh")
    ident = "bang" if share else "trung-binh"
    return Table(title, columns, rows, notes=_notes(found, language) if share else (), ident=ident)


def _row(one: dict, figure: Figure, name: str, language: str) -> dict:
    scale, share = (100, True) if figure.is_share else (1, False)
    ends = (one["low"], one["high"])
    span = None
    if None not in ends:
        digits = 1 if share else 2
        span = "…".join(numbers.signed(scale * end, digits, language) for end in ends)
    return {
        "item": one["item"],
        "href": addresses.item(name, one["item"]),
        "change": None if one["value"] is None else scale * one["value"],
        "verdict": words.change(one["beyond"]),
        "span": span,
        "before": one["before"],
        "after": one["after"],
        "label": words.label(figure.item, language),
        "means": words.means(figure),
        "n_before": one["n_before"],
        "n_after": one["n_after"],
    }


def _notes(found: pl.DataFrame, language: str) -> list[str]:
    wrong = numbers.integer(round(0.05 * found.height), language)
    return [
        _("Chỉ so những câu hai đợt hỏi như nhau: cùng tên, cùng thang, cùng phương án."),
        _(
            "«Tăng», «giảm» là khi khoảng 95 %% không chứa 0. Trong %(count)s câu, nếu không gì "
            "đổi thì vẫn có chừng %(wrong)s câu trông như đổi."
        )
        % {"count": found.height, "wrong": wrong},
    ]


def _lead(found: pl.DataFrame) -> str:
    if not found.height:
        return _("Hai đợt không có câu nào hỏi như nhau, nên không so được.")
    verdicts = found["beyond"].to_list()
    told = {
        "count": found.height,
        "up": verdicts.count(1),
        "down": verdicts.count(-1),
        "same": verdicts.count(0),
    }
    said = _(
        "Trong %(count)s câu hỏi chung, %(up)s câu tăng và %(down)s câu giảm vượt sai số; %(same)s "
        "câu đổi trong sai số."
    )
    return said % told


def _as_of(before: Held, after: Held, overlap: int, language: str) -> str:
    told = {
        "before": words.days(before.fieldwork, language) or before.name,
        "after": words.days(after.fieldwork, language) or after.name,
        "overlap": numbers.integer(overlap, language),
    }
    if not overlap:
        return _("Trước: %(before)s; sau: %(after)s. Hai mẫu không chung cụm nào.") % told
    return (
        _(
            "Trước: %(before)s; sau: %(after)s. %(overlap)s cụm được hỏi ở cả hai đợt; phần chung "
            "ấy đã tính vào sai số."
        )
        % told
    )
