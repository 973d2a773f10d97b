"""Addresses of the pages, so that every figure can link to its trace."""

from __future__ import annotations

from django.urls import reverse

from thuocdo.indices import TOTAL, Standings

INDEX_NAMES = {"papi": "PAPI", "par-index": "PAR INDEX", "sipas": "SIPAS"}


def why(at: Standings, unit: str, item: str = TOTAL, aspect: str = "score") -> str:
    """*Vì sao số này?* for ``aspect`` of ``unit``'s ``item``."""
    return reverse("why", args=(at.index, at.year, at.boundaries, unit, item, aspect))


def unit_page(index: str, year: int, boundaries: str, unit: str) -> str:
    return reverse("unit", args=(index, year, boundaries, unit))


def ranking(index: str, year: int, boundaries: str, item: str = TOTAL) -> str:
    address = reverse("ranking", args=(index, year, boundaries))
    return address if item == TOTAL else f"{address}?muc={item}"


def compare(index: str, year: int, boundaries: str, units: list[str]) -> str:
    query = "&".join(f"don-vi={one}" for one in units)
    return reverse("compare", args=(index, year, boundaries)) + (f"?{query}" if query else "")


def sheet(index: str, year: int, boundaries: str, unit: str) -> str:
    """The brief on one A4 page."""
    return reverse("sheet", args=(index, year, boundaries, unit))


def table(kind: str) -> str:
    """A fact table on *Nguồn*."""
    return reverse("source-table", args=(kind,))
