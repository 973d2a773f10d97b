"""Measures only the portal counts, out of its answers kept: by unit and month, quarter or year.

Every row is what one answer says of one period; months are never added up to a quarter, which
the portal counts anew. Where an answer names a unit without counts the row stays with nulls, and
a period nobody captured is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from thuocdo.dossiers.measures.catalogue import MeasureRule
from thuocdo.dossiers.measures.figures import Figure
from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.matching import matched
from thuocdo.dossiers.portal.storing import captures, read_kept
from thuocdo.dossiers.portal.versions import Capture
from thuocdo.errors import ThuocDoError

TIMES = {"month": 12, "quarter": 4, "year": 1}  # how many of a kind a year has
GROUPED = ("unit", *TIMES)


@dataclass(frozen=True)
class PortalFigures:
    """``rows`` with counts null where the portal gives none; ``total``: the province in the
    year, where no month or quarter was asked for. ``captured``: the newest capture, ISO.
    ``absent``: labels of the periods without a capture.
    """

    rows: tuple[Figure, ...]
    total: Figure | None
    captured: str
    absent: tuple[str, ...]


def portal_figures(
    home: Path, rule: MeasureRule, year: int, by: tuple[str, ...], own: str, units
) -> PortalFigures:
    """``rule`` of ``year`` by ``by`` from the captures in ``home``.

    ``own``: the portal's code of our province, whose captures go before others'; ``units``: ours,
    to give agencies our codes. Raises ``ThuocDoError`` DOSSIER-031 (nothing captured), 131
    (another grouping), PORTAL-016 (a capture was edited).
    """
    times = [one for one in by if one in TIMES]
    if set(by) - set(GROUPED) or len(times) > 1:
        raise ThuocDoError.of("DOSSIER-131", value=",".join(by), measure=rule.code)
    kind = times[0] if times else "year"
    endpoint, metric = rule.portal.split(":")
    held, absent = [], []
    for number in range(1, TIMES[kind] + 1):
        label = _label(year, kind, number)
        capture = _newest(home, label, endpoint, own)
        if capture is None:
            absent.append(label)
        else:
            held.append((number, capture))
    if not held:
        named = {"month": ("các tháng năm", "months of"), "quarter": ("các quý năm", "quarters of")}
        vi, en = named.get(kind, ("năm", "the year"))
        why = (f"chưa lưu điểm {vi} {year} của Cổng", f"no capture of the portal for {en} {year}")
        raise ThuocDoError.of("DOSSIER-031", value=rule.code, why=why)
    rows, total = [], None
    for number, capture in held:
        found = _lines(home, capture, metric, units if capture.root == own else ())
        keys = {} if not times else {kind: year if kind == "year" else number}
        total = found[None] if not times else None
        for unit, counts in found.items():
            if ("unit" in by) == (unit is not None) and by:
                named = {"unit": unit} if "unit" in by else {}
                rows.append(_figure({one: {**named, **keys}[one] for one in by}, counts))
    last = max(capture.captured for _, capture in held)
    whole = _figure({}, total) if total is not None else None
    return PortalFigures(tuple(rows), whole, last, tuple(absent))


def _label(year: int, kind: str, number: int) -> str:
    made = {"month": periods.month, "quarter": periods.quarter}
    period = made[kind](year, number) if kind in made else periods.whole_year(year)
    return periods.label(period)


def _newest(home: Path, label: str, endpoint: str, own: str) -> Capture | None:
    found = [one for one in captures(home) if (one.period, one.endpoint) == (label, endpoint)]
    ours = [one for one in found if one.root == own]
    return max(ours or found, key=lambda one: (one.captured, one.imported), default=None)


def _lines(home: Path, capture: Capture, metric: str, units) -> dict:
    """Unit (our code, else the portal's name; ``None`` for the one asked for) → its counts."""
    answer = read_kept(home, capture)
    names = {one.id: one.name for one in answer.units if not one.root}
    codes = matched(names, units)
    found: dict = {None: None}
    for one in answer.units:
        told = one.metric(metric)
        known = told is not None and None not in (told.numerator, told.denominator)
        unit = None if one.root else codes.get(one.id, one.name)
        found[unit] = (int(told.numerator), int(told.denominator)) if known else None
    return found


def _figure(keys: dict, counts: tuple[int, int] | None) -> Figure:
    numerator, denominator = counts or (None, None)
    return Figure(keys, 0, 0, numerator, denominator)
