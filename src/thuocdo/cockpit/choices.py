"""Rows of links to choose the index, the year, the boundaries and the item."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from thuocdo.cockpit import addresses, figures, frame
from thuocdo.indices import INDICES, TOTAL, Standings, years

Address = Callable[[str, int, str], str]


def choices(at: Standings, address: Address, *, indices: bool = True) -> list[dict]:
    """Groups of links: index, year, boundaries. ``address`` makes one from the three."""
    known = years(figures.now(), at.index, at.boundaries)
    groups = []
    if indices:
        groups.append((_("Chỉ số"), [_index(at, one, address) for one in INDICES]))
    groups.append(
        (
            _("Năm"),
            [
                (str(one), address(at.index, one, at.boundaries), one == at.year)
                for one in reversed(known)
            ],
        )
    )
    both = (("34", _("34 tỉnh từ 1/7/2025")), ("63", _("63 tỉnh trước đó")))
    groups.append(
        (
            _("Ranh giới"),
            [(label, address(at.index, at.year, one), one == at.boundaries) for one, label in both],
        )
    )
    return [_group(label, links) for label, links in groups]


def items(at: Standings, chosen: str, address: Callable[[str], str]) -> list[dict]:
    """Groups of links to choose a dimension, and a sub-dimension of the one chosen."""
    if at.rules is None or at.index != "papi":
        return []
    language = frame.language()
    top = [(_("Điểm chung"), address(TOTAL), chosen == TOTAL)]
    for one in at.rules.children():
        current = chosen == one.code or chosen.startswith(f"{one.code}.")
        top.append((f"{one.code} {one.label(language)}", address(one.code), current))
    groups = [_group(_("Nội dung"), top)]
    if chosen != TOTAL:
        below = at.rules.children(chosen.split(".")[0])
        links = [
            (f"{one.code} {one.label(language)}", address(one.code), one.code == chosen)
            for one in below
        ]
        groups.append(_group(_("Nội dung thành phần"), links))
    return groups


def _index(at: Standings, index: str, address: Address) -> tuple[str, str, bool]:
    year = figures.latest(index, at.year)
    return addresses.INDEX_NAMES[index], address(index, year, at.boundaries), index == at.index


def _group(label: str, links: list[tuple[str, str, bool]]) -> dict:
    found = [{"label": name, "href": href, "current": now} for name, href, now in links]
    return {"label": label, "links": found}
