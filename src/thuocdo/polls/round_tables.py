"""Tables of a round as a whole: items, design, response, weights. Pure."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from thuocdo.pages import Column, Table, numbers
from thuocdo.polls import words
from thuocdo.surveys.reports import Overview


def items(found: Overview, share: bool, href: Callable[[str], str], language: str) -> Table:
    """Items whose figure is a share, or a mean; value, interval, non-response, design effect."""
    rows = [
        _item(one, found, href, language)
        for one in found.items.to_dicts()
        if found.figures[one["item"]].is_share == share
    ]
    kind = "percent" if share else "number"
    columns = [
        Column("item", _("Câu"), sticky=True, href="href"),
        Column("value", _("Toàn tỉnh"), kind, digits=1 if share else 2),
        Column("span", _("Khoảng 95 %"), sortable=False),
        Column("label", _("Câu hỏi"), note="means"),
        Column("n", _("Trả lời"), "integer"),
        Column("empty", _("Bỏ trống"), "percent", digits=1),
        Column("deff", _("Hệ số thiết kế"), "number"),
    ]
    title = _("Từng câu, tỷ lệ của toàn tỉnh") if share else _("Từng câu, trung bình của toàn tỉnh")
    return Table(title, columns, rows, notes=_notes() if share else (), ident=_ident(share))


def _ident(share: bool) -> str:
    return "bang" if share else "trung-binh"


def _item(one: dict, found: Overview, href, language: str) -> dict:
    figure = found.figures[one["item"]]
    return {
        "item": one["item"],
        "href": href(one["item"]),
        "value": one["value"],
        "span": words.span(one["low"], one["high"], figure.is_share, language),
        "label": words.label(figure.item, language),
        "means": words.means(figure),
        "n": one["n"],
        "empty": 1 - one["n"] / one["asked"] if one["asked"] else None,
        "deff": one["deff"],
    }


def _notes() -> list[str]:
    return [
        _(
            "Khoảng 95 % tính theo thiết kế mẫu: tầng, cụm, quyền số, cỡ tổng thể. Hệ số thiết kế "
            "2 nghĩa là mẫu này chỉ chắc bằng một nửa số phiếu chọn ngẫu nhiên đơn giản."
        ),
        _("«Bỏ trống» gồm cả câu không áp dụng cho người được hỏi, nếu phiếu có rẽ nhánh."),
    ]


def design(found: Overview, language: str) -> Table:
    """How the sample was drawn, in numbers."""
    one, count = found.design, numbers.integer
    middle = numbers.number(one.per_psu[1], 0, language)
    least, greatest = (count(n, language) for n in (one.per_psu[0], one.per_psu[2]))
    rows = [
        (_("Tầng"), count(one.strata, language), _single(one.single, language)),
        (_("Cụm (PSU)"), count(one.psus, language), ""),
        (_("Xã, phường có phiếu"), count(one.communes, language) if one.communes else None, ""),
        (
            _("Phiếu mỗi cụm"),
            _("%(middle)s, từ %(least)s đến %(greatest)s")
            % {"middle": middle, "least": least, "greatest": greatest},
            _("trung vị, ít nhất, nhiều nhất"),
        ),
        (_("Bậc tự do"), count(one.df, language), _("cụm trừ tầng")),
        (
            _("Cỡ tổng thể mỗi tầng"),
            _("có") if one.sizes_known else _("không có"),
            _("có thì sai số được giảm phần đã hỏi tới"),
        ),
        (
            _("Hệ số thiết kế các câu"),
            _effects(one.deff, language),
            _("nhỏ nhất, trung vị, lớn nhất"),
        ),
    ]
    return _facts(_("Thiết kế mẫu"), "thiet-ke", rows)


def _single(count: int, language: str) -> str:
    if not count:
        return ""
    told = {"count": numbers.integer(count, language)}
    return _("%(count)s tầng chỉ có một cụm: sai số ở đó tính quanh trung bình mọi cụm") % told


def _effects(deff: tuple | None, language: str) -> str | None:
    return " · ".join(numbers.number(one, 2, language) for one in deff) if deff else None


def response(found: Overview, language: str) -> Table:
    """Who answered, as far as the round tells."""
    empty = [1 - one["n"] / one["asked"] for one in found.items.to_dicts()]
    span = None
    if empty:
        span = _("%(low)s đến %(high)s") % {
            "low": numbers.percent(min(empty), 1, language),
            "high": numbers.percent(max(empty), 1, language),
        }
    rows = [
        (_("Người trả lời"), numbers.integer(found.n, language), ""),
        (
            _("Tỷ lệ trả lời"),
            _("chưa biết"),
            _("danh sách mọi người được chọn không nằm trong đợt đã nạp"),
        ),
        (_("Bỏ trống, tùy câu"), span, ""),
        (
            _("Câu không có trang riêng"),
            numbers.integer(len(found.unread), language),
            ", ".join(found.unread),
        ),
    ]
    return _facts(_("Trả lời"), "tra-loi", rows)


def weighting(found: Overview, language: str) -> Table:
    """What can be said of the weights."""
    one = found.weights
    if one is None:
        rows = [(_("Quyền số"), _("không có"), _("mọi phiếu được tính như nhau trong cụm"))]
        return _facts(_("Quyền số"), "quyen-so", rows)
    rows = [
        (
            _("Nhỏ nhất · trung vị · lớn nhất"),
            " · ".join(
                numbers.number(n, 1, language) for n in (one.least, one.middle, one.greatest)
            ),
            _("lớn nhất gấp %(times)s lần nhỏ nhất")
            % {"times": numbers.number(one.greatest / one.least, 1, language)},
        ),
        (
            _("Tổng"),
            numbers.integer(round(one.total), language),
            _("số người mà các phiếu đại diện"),
        ),
        (
            _("Hệ số thiết kế của riêng quyền số"),
            numbers.number(one.kish, 2, language),
            _("công thức Kish: 1 là mọi phiếu nặng như nhau"),
        ),
        (_("Điều chỉnh"), *words.weights(one.status)),
        (
            _("Lề trước và sau hiệu chỉnh"),
            _("chưa có"),
            _("đợt này không kèm tổng của dân số để so"),
        ),
    ]
    return _facts(_("Quyền số"), "quyen-so", rows)


def _facts(title: str, ident: str, rows: list[tuple]) -> Table:
    columns = [
        Column("what", title, sticky=True, sortable=False),
        Column("value", _("Là"), sortable=False),
        Column("remark", _("Ghi chú"), sortable=False),
    ]
    told = [{"what": what, "value": value, "remark": remark} for what, value, remark in rows]
    return Table(title, columns, told, ident=ident)
