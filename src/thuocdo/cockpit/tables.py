"""Tables several pages show: the dimensions of a unit, the former provinces, the gaps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, frame
from thuocdo.facts import Facts
from thuocdo.indices import Standings
from thuocdo.insight import Brief, Place
from thuocdo.pages import Column, RankStrip, ScoreStrip, Source, Table


def rank_strip(place: Place) -> RankStrip | None:
    """The place's rank with its set; ``None`` without a rank."""
    if place.rank is None:
        return None
    return RankStrip(place.rank, place.of, place.rank_low, place.rank_high)


def name_of(place: Place) -> str:
    label = place.names[0 if frame.language() == "vi" else 1]
    return label if place.item == "total" else f"{place.item} {label}"


def span(low: int | None, high: int | None) -> str | None:
    """A rank set in words: 2…20."""
    return None if low is None else f"{low}…{high}"


def dimensions(facts: Facts, at: Standings, brief: Brief, parts: bool = False) -> Table:
    """Dimensions (and, with ``parts``, sub-dimensions) against the target place and the best."""
    wanted = ("dimension", "subdimension") if parts else ("dimension",)
    worst = brief.bottlenecks[:1]
    places = [one for one in brief.places if one.level in wanted]
    rows = [_dimension(at, brief, one, one in worst) for one in places]
    total = brief.total
    to_target = _("Tới hạng %(target)s") % {"target": brief.target}
    return Table(
        _("Từng nội dung: khoảng cách tới hạng %(target)s và tới tỉnh tốt nhất")
        % {"target": brief.target},
        [
            Column("name", _("Nội dung"), "link", href="name_href", note="remark", sticky=True),
            Column("score", _("Điểm"), "number", href="score_href"),
            Column("strip", _("Thấp nhất … cao nhất"), "strip", sortable=False),
            Column("rank", _("Hạng"), "integer", href="rank_href", measured_in=_of(total.of)),
            Column("set", _("Khoảng hạng"), "text", href="set_href", sortable=False),
            Column("to_target", to_target, "signed", href="target_href", measured_in=_("điểm")),
            Column(
                "to_best", _("Tới tỉnh nhất"), "signed", href="best_href", measured_in=_("điểm")
            ),
            Column("gains", _("Bằng mấy năm tăng"), "number", digits=1, href="gains_href"),
        ],
        rows,
        notes=[_yardstick(), *frame.say(brief.notes)],
        sources=frame.cited(facts, brief.sources),
        meta={"index": brief.index, "year": brief.year, "unit": brief.unit.code},
    )


def _yardstick() -> str:
    return _(
        "«Bằng mấy năm tăng»: khoảng cách chia cho mức tăng một năm thường thấy (trung vị) "
        "của các tỉnh có tăng, cùng nội dung, cùng phiên bản bộ chỉ số."
    )


def _of(count: int | None) -> str:
    return "" if count is None else _("trong %(of)s") % {"of": count}


def _dimension(at: Standings, brief: Brief, one: Place, worst: bool) -> dict:
    scores = at.item(one.item)["score"].drop_nulls()
    unit = brief.unit.code
    drawn = None
    if one.score is not None and one.best is not None:
        target = one.target.score if one.target else None
        drawn = ScoreStrip(one.score, target, one.best.score, scores.min(), scores.max())
    return {
        "name": name_of(one),
        "name_href": addresses.ranking(at.index, at.year, at.boundaries, one.item),
        "remark": _("◄ điểm nghẽn chính") if worst else "",
        "score": one.score,
        "score_href": addresses.why(at, unit, one.item),
        "strip": drawn,
        "rank": one.rank,
        "rank_href": addresses.why(at, unit, one.item, "rank"),
        "set": span(one.rank_low, one.rank_high)
        or (_("chưa biết sai số") if one.rank is not None else None),
        "set_href": addresses.why(at, unit, one.item, "set") if one.rank_low else "",
        "to_target": one.target.gap if one.target else None,
        "to_best": one.best.gap if one.best else None,
        "gains": one.years,
        "target_href": addresses.why(at, unit, one.item, "to-target") if one.target else "",
        "best_href": addresses.why(at, unit, one.item, "to-best") if one.best else "",
        "gains_href": addresses.why(at, unit, one.item, "gain") if one.years else "",
    }


def former(facts: Facts, below: Standings, brief: Brief) -> Table | None:
    """The former provinces side by side on the total and each dimension."""
    if not brief.former:
        return None
    columns = [Column("name", _("Nội dung"), "text", sticky=True)]
    for one in brief.former:
        columns.append(Column(f"u{one.code}", one.name, "number", href=f"u{one.code}_href"))
        columns.append(Column(f"r{one.code}", _("hạng"), "text", sortable=False))
    if len(brief.former) == 2:
        columns.append(Column("gap", _("Chênh"), "signed", measured_in=_("điểm")))
        columns.append(Column("verdict", _("So với sai số"), "text"))
    apart = {one.item: one for one in brief.differences}
    rows = []
    for place in brief.places:
        if place.level == "subdimension":
            continue
        row: dict = {"name": name_of(place)}
        for one in brief.former:
            values = below.of(one.code, place.item)
            row[f"u{one.code}"] = values["score"]
            row[f"u{one.code}_href"] = addresses.why(below, one.code, place.item)
            row[f"r{one.code}"] = _rank_words(values)
        if place.item in apart:
            row["gap"] = apart[place.item].gap
            row["verdict"] = verdict(apart[place.item].beyond_noise)
        rows.append(row)
    return Table(
        _("Các tỉnh cũ, đặt cạnh nhau"),
        columns,
        rows,
        sources=frame.cited(facts, below.sources),
        ident="tinh-cu",
    )


def _rank_words(values: dict) -> str | None:
    if values["rank"] is None:
        return None
    bounds = span(values["rank_low"], values["rank_high"])
    rank = f"{values['rank']}/{values['of']}"
    return f"{rank} ({bounds})" if bounds else f"{rank}"


def verdict(beyond_noise: bool | None) -> str:
    """A difference against its noise, in words."""
    words = {True: _("vượt sai số"), False: _("≈ trong sai số"), None: _("chưa biết sai số")}
    return words[beyond_noise]


def gaps(found: tuple[dict, ...], ident: str = "con-thieu") -> Table:
    """What is missing, with the document that would close each gap."""
    english = frame.language() == "en"
    rows = [
        {
            "index": addresses.INDEX_NAMES[one["index"]],
            "missing": one["missing_en"] if english else one["missing"],
            "document": one["document"],
            "holder": one["holder"],
        }
        for one in found
    ]
    return Table(
        _("Còn thiếu gì, văn bản nào lấp được"),
        [
            Column("index", _("Chỉ số"), "text"),
            Column("missing", _("Còn thiếu"), "text"),
            Column("document", _("Văn bản cần có"), "text"),
            Column("holder", _("Nơi giữ"), "text"),
        ],
        rows,
        sources=[Source(_("bảng gap"), addresses.table("gap"))],
        ident=ident,
    )
