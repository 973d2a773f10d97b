"""Tables and the tile map of one item by commune. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from thuocdo.pages import Column, RankStrip, Table, Tile, TileMap, numbers, rank_axis, tile_map
from thuocdo.pages.tiles import NONE, RELATIONS
from thuocdo.polls import words
from thuocdo.surveys.areas import Thresholds
from thuocdo.surveys.reports import ItemReport

SIDES = {1: "above", 0: "same", -1: "below"}


def by_commune(found: ItemReport, names: Mapping[str, str], own: str, language: str) -> Table:
    """Every commune: value, interval, place beside the province, rank set, own and model."""
    share = found.figure.is_share
    kind, digits = ("percent", 1) if share else ("number", 2)
    rows = [_row(one, share, names, own, language) for one in found.rows.to_dicts()]
    rows.sort(key=lambda one: (one["value"] is None, -(one["value"] or 0)))
    of = next((one["of"] for one in found.rows.to_dicts() if one["of"]), 0)
    columns = [
        Column("name", _("Xã, phường"), sticky=True),
        Column("value", _("Giá trị"), kind, digits=digits),
        Column("span", _("Khoảng 95 %"), sortable=False),
        Column("side", _("So với cả tỉnh")),
        Column("strip", _("Hạng"), "strip", axis=rank_axis(of, None) if of else ()),
        Column("set", _("Khoảng hạng"), sortable=False),
        Column("show", _("Đang hiện"), note="why"),
        Column("model", _("Theo mô hình"), kind, digits=digits, note="model_span"),
        Column("n", _("Phiếu"), "integer"),
        Column("psus", _("Cụm"), "integer"),
        Column("deff", _("Hệ số thiết kế"), "number"),
    ]
    return Table(
        _("Từng xã, phường"), columns, rows, notes=_notes(found, language), us="own_unit",
        filterable=True,
    )  # fmt: skip


def _row(one: dict, share: bool, names, own: str, language: str) -> dict:
    place = (one["rank"], one["of"], one["rank_low"], one["rank_high"])
    has_rank = one["rank"] is not None
    return {
        "name": names.get(one["commune"], one["commune"]),
        "own_unit": one["commune"] == own,
        "value": one["value"],
        "span": words.span(one["low"], one["high"], share, language),
        "side": words.side(one["side"]),
        "strip": RankStrip(*place, target=None) if has_rank else None,
        "set": f"{one['rank_low']}…{one['rank_high']}" if has_rank else None,
        "of": one["of"],
        "show": words.shown(one["show"]),
        "why": words.why(one["why"]),
        "model": one["model"],
        "model_span": words.span(one["model_low"], one["model_high"], share, language),
        "n": one["printed"],
        "psus": one["n_psu"],
        "deff": one["deff"],
    }


def _notes(found: ItemReport, language: str) -> list[str]:
    shown = sum(one is not None for one in found.rows["side"])
    return [
        _rule(language),
        _model(found, language),
        _(
            "Khoảng của số riêng tính trên số cụm của chính xã ấy: ít cụm thì khoảng rộng. "
            "Khoảng hạng gồm mọi thứ hạng mà sai số chưa bác bỏ được."
        ),
        _(
            "«Cao hơn», «thấp hơn» là chắc chắn ở mức 95 %% cho từng xã: nếu không xã nào khác mức "
            "chung thì trong %(shown)s xã vẫn có chừng %(wrong)s xã bị xếp nhầm. «Chưa rõ»: sai số "
            "còn lớn hơn khoảng cách tới mức chung."
        )
        % {"shown": shown, "wrong": numbers.integer(round(0.05 * shown), language)},
        _("Số phiếu nhỏ được che, cùng với số khác mà phép trừ sẽ làm lộ ra."),
    ]


def _rule(language: str) -> str:
    limits = Thresholds()
    told = {
        "least": numbers.integer(limits.min_answers.value, language),
        "psus": numbers.integer(limits.min_psus.value, language),
        "own": numbers.percent(limits.own_cv.value, 1, language),
        "model": numbers.percent(limits.model_cv.value, 1, language),
    }
    return (
        _(
            "Số riêng của xã được hiện khi có từ %(least)s phiếu ở từ %(psus)s cụm và sai số chuẩn "
            "không quá %(own)s của nó; không thì hiện số của mô hình khi sai số chuẩn không quá "
            "%(model)s; không nữa thì không hiện."
        )
        % told
    )


def _model(found: ItemReport, language: str) -> str:
    one = found.model
    if one.fault:
        return _("Không có số của mô hình: %(code)s.") % {"code": one.fault}
    told = {"areas": one.areas, "sigma2": numbers.number(one.sigma2, 4, language)}
    if found.figure.is_share:
        made = _(
            "Mô hình: Fay–Herriot, REML, trên thang arcsin, %(areas)s xã, phương sai giữa các xã "
            "%(sigma2)s."
        )
    else:
        made = _("Mô hình: Fay–Herriot, REML, %(areas)s xã, phương sai giữa các xã %(sigma2)s.")
    rest = _(
        "Đợt này không kèm biến giải thích của xã, nên xã không có phiếu thì không có số mô hình."
    )
    return f"{made % told} {'' if one.covariates else rest}".strip()


def answers(found: ItemReport, language: str) -> Table | None:
    """How the answers are spread; ``None`` for an item without codes."""
    if not found.answers.height:
        return None
    item = found.figure.item
    said = {
        one.code: (one.label_en or one.label_vi) if language == "en" else one.label_vi
        for one in item.choices
    }
    rows = [
        {
            "answer": said.get(one["code"]) or str(one["code"]),
            "share": one["value"],
            "span": words.span(one["low"], one["high"], True, language),
            "n": one["printed"],
        }
        for one in found.answers.to_dicts()
    ]
    columns = [
        Column("answer", _("Trả lời"), sticky=True, sortable=False),
        Column("share", _("Tỷ lệ"), "percent", digits=1),
        Column("span", _("Khoảng 95 %"), sortable=False),
        Column("n", _("Phiếu"), "integer"),
    ]
    return Table(_("Trả lời phân bố ra sao, toàn tỉnh"), columns, rows, ident="phan-bo")


def tiles(found: ItemReport, layout, own: str, language: str) -> TileMap:
    """The communes as tiles, by their place beside the province."""
    scale, digits = (100, 1) if found.figure.is_share else (1, 2)
    known = {code for code, *_rest in layout}
    made = {
        one["commune"]: Tile(
            SIDES.get(one["side"], NONE),
            "" if one["value"] is None else numbers.number(scale * one["value"], digits, language),
        )
        for one in found.rows.to_dicts()
        if one["commune"] in known
    }
    return tile_map(made, us=own, groups=RELATIONS, layout=layout, zones=())
