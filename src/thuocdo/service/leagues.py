"""Leagues of communes and departments: rates with intervals, ranks with sets, funnels. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.dossiers.comparing import FormerGap, Funnel, funnel, wilson
from thuocdo.pages import Column, RankStrip, Table, Tile, TileMap, numbers, rank_axis, tile_map
from thuocdo.pages.tiles import NONE, RELATIONS

SIDES = {1: "above", 0: "same", -1: "below"}


@dataclass(frozen=True)
class League:
    """Units of one kind: ``rates`` as ``comparing.with_ranks`` gives them, the ``spots`` of the
    funnel around what each one's mix makes one expect, ``beyond``: unit → 1, 0, -1."""

    kind: str
    rates: pl.DataFrame
    around: Funnel
    beyond: Mapping[str, int]

    def count(self, side: int) -> int:
        """How many units lie on ``side`` of the funnel."""
        return sum(one == side for one in self.beyond.values())


def league_of(rates: pl.DataFrame, kind: str) -> League:
    """The units of ``kind`` with a judged dossier, highest rate of the same mix first."""
    own = rates.filter(pl.col("kind") == kind).sort(
        "rate", "unit", descending=[True, False], nulls_last=True
    )
    right = (own["judged"] - own["late"]).to_list()
    expected = (1 - own["expected"] / own["judged"]).to_list()
    around = funnel(own["unit"].to_list(), right, own["judged"].to_list(), targets=expected)
    beyond = {one.unit: (one.verdict > 0) - (one.verdict < 0) for one in around.spots}
    return League(kind, own, around, beyond)


def table(
    found: League,
    title: str,
    names: Mapping[str, str],
    hrefs: Mapping[str, str],
    whys: Mapping[str, str],
    own: str,
    language: str,
) -> Table:
    """Every unit: crude rate with its interval, rate for the same mix, rank with its set.

    ``names``, ``hrefs`` (its page), ``whys`` (its late dossiers) by unit code; ``own`` is marked.
    """
    ranked = found.rates["of"].drop_nulls()
    of = int(ranked[0]) if ranked.len() else 0
    return Table(
        title,
        [
            Column("name", _("Đơn vị"), "link", href="href", sticky=True),
            Column("crude", _("Đúng hạn"), "percent", digits=1),
            Column("crude_span", _("Khoảng tin cậy"), "text", sortable=False, measured_in="%"),
            Column("judged", _("Được tính"), "integer", measured_in=_("hồ sơ")),
            Column("late", _("Quá hạn"), "integer", measured_in=_("hồ sơ"), href="why"),
            Column("rate", _("Nếu cùng cơ cấu thủ tục"), "percent", digits=1),
            Column("rate_span", _("Khoảng tin cậy"), "text", sortable=False, measured_in="%"),
            Column("strip", _("Hạng và khoảng hạng"), "strip", axis=rank_axis(of, None)),
            Column("set", _("Khoảng hạng"), "text", sortable=False),
            Column("verdict", _("So với điều chờ đợi"), "text"),
        ],
        [_row(one, found, names, (hrefs, whys), own, language) for one in found.rates.to_dicts()],
        notes=notes(),
        us="own",
        filterable=True,
        meta={"kind": found.kind},
    )


def _row(one: dict, found: League, names, links, own: str, language: str) -> dict:
    unit, has_rank = one["unit"], one["rank"] is not None
    bounds = wilson(one["judged"] - one["late"], one["judged"])
    place = (one["rank"], one["of"], one["rank_low"], one["rank_high"])
    return {
        "name": names.get(unit, unit),
        "href": links[0].get(unit, ""),
        "why": links[1].get(unit, ""),
        "own": unit == own,
        "judged": one["judged"],
        "late": one["late"],
        "crude": one["crude"],
        "crude_span": span(*bounds, language),
        "rate": one["rate"],
        "rate_span": span(one["low"], one["high"], language),
        "strip": RankStrip(*place, target=None) if has_rank else None,
        "set": f"{one['rank_low']}…{one['rank_high']}" if has_rank else None,
        "verdict": verdict(found.beyond.get(unit)),
    }


def span(low: float | None, high: float | None, language: str) -> str | None:
    """An interval of shares in percent: 91,2…97,5."""
    if low is None or high is None:
        return None
    return "…".join(numbers.number(100 * one, 1, language) for one in (low, high))


def verdict(side: int | None) -> str:
    """A place in the funnel, in words."""
    told = {1: _("▲ cao hơn hẳn"), 0: _("≈ trong sai số"), -1: _("▼ thấp hơn hẳn")}
    return told.get(side, _("chưa có hồ sơ"))


def notes() -> list[str]:
    """How to read the league."""
    return [
        _(
            "«Nếu cùng cơ cấu thủ tục»: tỷ lệ của đơn vị khi mỗi thủ tục được so với tỷ lệ quá hạn "
            "chung của chính thủ tục ấy trong tỉnh, nên nơi nhận nhiều việc khó không bị thiệt."
        ),
        _(
            "Hạng tính trên tỷ lệ cùng cơ cấu; khoảng hạng gồm mọi thứ hạng mà sai số chưa bác bỏ "
            "được. Hai khoảng chồng nhau thì chưa nói được ai hơn ai."
        ),
        _(
            "«So với điều chờ đợi» là vị trí trong biểu đồ phễu 95 %, đã nới rộng theo mức các đơn "
            "vị thường khác nhau."
        ),
    ]


def summary(found: League, language: str) -> str:
    """The finding with its doubt, in a sentence."""
    told = {
        "count": len(found.beyond),
        "above": found.count(1),
        "below": found.count(-1),
        "same": found.count(0),
        "rate": numbers.percent(_overall(found.rates), 1, language),
    }
    return (
        _(
            "Đúng hạn %(rate)s. Trong %(count)s đơn vị, %(below)s nơi thấp hơn hẳn và "
            "%(above)s nơi cao hơn hẳn điều mà thủ tục họ nhận cho phép chờ đợi; "
            "%(same)s nơi còn lại chưa phân biệt được với mức chung."
        )
        % told
    )


def _overall(rates: pl.DataFrame) -> float | None:
    judged = rates["judged"].sum()
    return 1 - rates["late"].sum() / judged if judged else None


def former(gap: FormerGap | None, names: Mapping[str, str], language: str) -> str:
    """The two former provinces against each other, in a sentence; empty without both."""
    if gap is None:
        return ""

    def points(value) -> str:
        return numbers.signed(None if value is None else 100 * float(value), 1, language)

    told = {
        "first": names[gap.first],
        "second": names[gap.second],
        "gap": points(gap.gap),
        "mix": points(gap.mix),
        "performance": points(gap.performance),
        "low": points(gap.low),
        "high": points(gap.high),
    }
    return (
        _(
            "%(first)s cũ so với %(second)s cũ: %(gap)s điểm phần trăm, trong đó %(mix)s do cơ cấu "
            "thủ tục, %(performance)s do cách làm (khoảng 95 %%: %(low)s…%(high)s)."
        )
        % told
    )


def tiles(found: League, layout, hrefs: Mapping[str, str], own: str, language: str) -> TileMap:
    """The communes as tiles, by their side of the funnel. ``layout``: see ``laid_out``."""
    rates = {one["unit"]: one["crude"] for one in found.rates.to_dicts()}
    made = {
        code: Tile(
            SIDES[found.beyond[code]] if code in found.beyond else NONE,
            numbers.number(100 * rates[code], 1, language) if code in rates else "",
            href=hrefs.get(code, ""),
        )
        for code, *_rest in layout
    }
    return tile_map(made, us=own, groups=RELATIONS, layout=layout, zones=())
