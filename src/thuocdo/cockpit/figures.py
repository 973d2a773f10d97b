"""Fetch what the pages show, for the facts as they stand now."""

from __future__ import annotations

import logging
from threading import RLock

from thuocdo import environment
from thuocdo import facts as fact_tables
from thuocdo.facts import Facts
from thuocdo.indices import Standings, compute, scored, years
from thuocdo.insight import Brief, brief_of
from thuocdo.units import province

log = logging.getLogger(__name__)
# One computes, the others wait and find it done: two readers of a cold page must not both work.
_one_at_a_time = RLock()


def now() -> Facts:
    """The facts as they stand."""
    return fact_tables.read()


def latest(index: str = "papi", until: int | None = None) -> int:
    """The newest year with figures, not after ``until``; the oldest if all come later."""
    known = years(now(), index)
    return max((one for one in known if until is None or one <= until), default=known[0])


def own_province() -> str:
    """Code of the province the first page speaks of."""
    return environment.value("THUOCDO_PROVINCE")


def standings(index: str, year: int, boundaries: str) -> Standings:
    with _one_at_a_time:
        return compute(now(), index, year, boundaries)


def scores(index: str, year: int, boundaries: str) -> Standings:
    """As ``standings`` without rank sets: for scores over the years."""
    with _one_at_a_time:
        return scored(now(), index, year, boundaries)


def brief(index: str, year: int, boundaries: str, unit: str) -> Brief:
    """The brief of ``unit``; raises ``ThuocDoError`` UNIT-001 for an unknown code."""
    facts = now()
    province(facts, boundaries, unit)
    with _one_at_a_time:
        return brief_of(facts, index, year, boundaries, unit)


def warm() -> None:
    """Compute what readers ask for first, so that nobody waits for it."""
    try:
        year = latest()
        for boundaries in ("34", "63"):
            standings("papi", year, boundaries)
        brief("papi", year, "34", own_province())
        for one in reversed(years(now(), "papi")):
            scores("papi", one, "34")
    except Exception:
        log.exception("warming failed; pages will compute what they need")
