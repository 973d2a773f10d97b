"""What the lake says, gathered once per version of it and then kept in this process."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from zoneinfo import ZoneInfo

from thuocdo import environment
from thuocdo.calendar import ZONE
from thuocdo.dossiers.integrity import asking as integrity
from thuocdo.dossiers.lake import Lake, Manifest
from thuocdo.dossiers.losses import asking, gathered
from thuocdo.dossiers.losses.gathered import Standing, YearCounts
from thuocdo.dossiers.measures.registers import newest
from thuocdo.errors import ThuocDoError

log = logging.getLogger(__name__)
# One gathers, the others wait and find it done.
_one_at_a_time = RLock()
FALSE_ALARMS = 0.05  # share of the questions that may be about nothing
NO_DOSSIERS = ("DOSSIER-012", "DOSSIER-016", "DOSSIER-041")


def today() -> date:
    """The day in Việt Nam."""
    return datetime.now(ZoneInfo(ZONE)).date()


def manifest() -> Manifest | None:
    """The lake as it stands; ``None`` while it is empty."""
    found = Lake(environment.home()).manifest()
    return found if found.parts else None


def versions() -> tuple[int, int]:
    """The versions of the lake and of the register of procedures as they stand; 0 for none."""
    home = environment.home()
    return Lake(home).manifest().version, newest(home)


def years() -> list[int]:
    """The years dossiers of the lake are of, newest first: parts are named by year and month."""
    held = manifest()
    return sorted({2000 + int(one.part[:2]) for one in held.parts}, reverse=True) if held else []


def year_counts(year: int) -> YearCounts | None:
    """Counts of ``year``; ``None`` without a dossier."""
    return _held(_year, year)


def league(year: int, month: int | None) -> asking.FairAnswer | None:
    """Units compared for the same mix of procedures; ``None`` without a dossier."""
    return _held(_league, year, month)


def steps(year: int, procedure: str) -> asking.StepAnswer | None:
    """Where the time of ``procedure`` goes; ``None`` without a dossier."""
    return _held(_steps, year, procedure)


def standing() -> Standing | None:
    """Open dossiers as of today, or as of the lake's last update when that is long past."""
    held = manifest()
    return _held(_standing, gathered.moment_of(held.updated, today())) if held else None


def suspicions(year: int) -> integrity.Answer | None:
    """Patterns put as questions; ``None`` without a dossier of ``year``."""
    return _held(_suspicions, year)


def warm() -> None:
    """Gather what readers ask for first, so that nobody waits for it."""
    try:
        for year in years()[:1]:
            year_counts(year)
            league(year, None)
            suspicions(year)
        standing()
    except Exception:
        log.exception("gathering from the lake failed; pages will do it when asked")


def _held(gather, *asked):
    found = manifest()
    if found is None:
        return None
    with _one_at_a_time:
        try:
            return gather(environment.home(), *versions(), *asked)
        except ThuocDoError as error:
            if error.code in NO_DOSSIERS:
                return None
            raise


@lru_cache(maxsize=6)
def _year(home: Path, version: int, register: int, year: int) -> YearCounts:
    return gathered.year_counts(asking.Asked(year, version=version, register=register))


@lru_cache(maxsize=40)
def _league(
    home: Path, version: int, register: int, year: int, month: int | None
) -> asking.FairAnswer:
    held = _year(home, version, register, year)
    asked = asking.Asked(year, month, version=version, register=register)
    return asking.compared(asked, held.base, held.cells)


@lru_cache(maxsize=6)
def _suspicions(home: Path, version: int, register: int, year: int) -> integrity.Answer:
    asked = integrity.Asked(year, "", None, FALSE_ALARMS, version, register=register)
    return integrity.looked(asked)


@lru_cache(maxsize=100)
def _steps(home: Path, version: int, register: int, year: int, procedure: str) -> asking.StepAnswer:
    told = {"procedure": procedure, "version": version, "register": register}
    return asking.step_times(asking.Asked(year, **told))


@lru_cache(maxsize=2)
def _standing(home: Path, version: int, register: int, now: int) -> Standing:
    return gathered.standing(asking.Asked(version=version, register=register), now)
