"""Ask the portal: one request at a time, at a polite pace, with bounded retries.

Each answer is written to the folder of the run as soon as it is whole, so a run that was
stopped goes on where it was. The program tells who it is; a portal that lets in browsers only
is not deceived: the error says how to save the answers from a browser instead.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from thuocdo import __version__
from thuocdo.calendar import Period
from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.finding import endpoints
from thuocdo.dossiers.portal.reading import envelope
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.storing import replace_file

PAGE_SIZE = 200
STALE = 6 * 3600  # seconds after which an answer of a stopped run is asked for again
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_REFUSED = {401, 403}
_DATED = "handling-satisfaction"


@dataclass(frozen=True)
class Pace:
    """How to ask. Seconds; ``attempts`` counts the first one."""

    between: float = 1.0
    timeout: float = 60.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 30.0


@dataclass(frozen=True)
class Clock:
    """Time and chance, replaced in tests."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    jitter: Callable[[], float] = field(default=random.SystemRandom().random)


@dataclass(frozen=True)
class Asked:
    """What to ask for: the unit at the top, the period and the size of a page."""

    address: str
    root: str
    period: Period
    page_size: int = PAGE_SIZE


def payload(asked: Asked, endpoint: str) -> dict:
    """The body of the request to ``endpoint``."""
    period = asked.period
    if endpoint == _DATED:
        span = {"fromDate": period.start.isoformat(), "toDate": period.end.isoformat()}
    else:
        span = {"timeType": period.kind, "year": period.start.year}
        if period.kind == "month":
            span["month"] = period.start.month
        if period.kind == "quarter":
            span["quarter"] = periods.number_of_quarter(period)
    paging = {"currentPage": 1, "pageSize": asked.page_size}
    return {**span, "rootDepartmentId": asked.root, **paging}


def wait_before(attempt: int, pace: Pace, chance: float, told: float | None = None) -> float:
    """Seconds to wait before ``attempt`` (2, 3, …): doubling, half of it by chance, bounded.

    ``told``: what the server asked for; obeyed up to the longest wait.
    """
    grown = min(pace.longest_wait, pace.first_wait * 2 ** (attempt - 2))
    jittered = grown * (0.5 + 0.5 * chance)
    return min(pace.longest_wait, max(jittered, told or 0.0))


def fetch(
    asked: Asked,
    to: Path,
    pace: Pace,
    clock: Clock,
    progress: Callable[[str, dict], None],
) -> list[Path]:
    """Bring every end point's answer into the folder ``to``; give the files.

    Raises ``ThuocDoError`` PORTAL-009…011; what was already brought stays for the next run.
    """
    wanted = endpoints()
    files, last = [], None
    client = httpx.Client(
        timeout=pace.timeout,
        headers={"User-Agent": f"thuocdo/{__version__}", "Accept": "application/json"},
    )
    with client:
        for place, endpoint in enumerate(wanted, start=1):
            path = to / f"{endpoint}.json"
            files.append(path)
            told = {"place": place, "of": len(wanted), "endpoint": endpoint}
            if _fresh(path, endpoint, clock):
                progress("fetch_there", told)
                continue
            asking = _Asking(client, asked, endpoint, pace, clock, progress)
            content, last = asking.answer(last)
            replace_file(path, content)
            moment = clock.now()
            os.utime(path, (moment, moment))  # the time of capture
            progress("fetch_done", told | {"size": len(content) / 1000})
    return files


@dataclass(frozen=True)
class _Asking:
    client: httpx.Client
    asked: Asked
    endpoint: str
    pace: Pace
    clock: Clock
    progress: Callable[[str, dict], None]

    def answer(self, last: float | None) -> tuple[bytes, float]:
        """The answer's bytes and when the last request began."""
        problem = None
        for attempt in range(1, self.pace.attempts + 1):
            if problem is not None:
                self._wait_again(attempt, problem)
            last = self._politely(last)
            content, problem = self._once()
            if content is not None:
                return content, last
        raise ThuocDoError(problem)

    def _politely(self, last: float | None) -> float:
        now = self.clock.monotonic()
        if last is not None and now - last < self.pace.between:
            self.clock.sleep(self.pace.between - (now - last))
        return self.clock.monotonic()

    def _wait_again(self, attempt: int, problem: Problem) -> None:
        told = problem.values.get("wait")
        wait = wait_before(attempt, self.pace, self.clock.jitter(), told)
        values = {"endpoint": self.endpoint, "wait": wait, "attempt": attempt}
        self.progress("fetch_again", values | {"attempts": self.pace.attempts})
        self.clock.sleep(wait)

    def _once(self) -> tuple[bytes | None, Problem | None]:
        """An answer, or a passing problem; a lasting one is raised."""
        url = f"{self.asked.address.rstrip('/')}/{self.endpoint}"
        try:
            got = self.client.post(url, json=payload(self.asked, self.endpoint))
        except httpx.InvalidURL as error:
            raise ThuocDoError(self._unreached(str(error), None)) from error
        except httpx.HTTPError as error:
            return None, self._unreached(type(error).__name__, None)
        if got.status_code in _PASSING:
            return None, self._unreached(f"HTTP {got.status_code}", _told_wait(got))
        if got.status_code in _REFUSED or _is_page(got.content):
            values = {"status": got.status_code, "endpoint": self.endpoint}
            raise ThuocDoError(Problem("PORTAL-009", values=values))
        if not got.is_success:
            values = {"status": got.status_code, "endpoint": self.endpoint}
            raise ThuocDoError(Problem("PORTAL-011", values=values))
        return self._whole(got.content)

    def _whole(self, content: bytes) -> tuple[bytes | None, Problem | None]:
        try:
            envelope(content, self.endpoint, self.endpoint)
        except ThuocDoError as error:
            if error.code == "PORTAL-001":  # cut on its way: ask again
                return None, error.problems[0]
            raise
        return content, None

    def _unreached(self, why: str, wait: float | None) -> Problem:
        values = {"address": self.asked.address, "endpoint": self.endpoint, "why": why}
        return Problem("PORTAL-010", values=values | {"wait": wait})


def _fresh(path: Path, endpoint: str, clock: Clock) -> bool:
    """Whether this run already has the answer, whole and not too old."""
    if not path.exists() or clock.now() - path.stat().st_mtime > STALE:
        return False
    try:
        envelope(path.read_bytes(), endpoint, path.name)
    except ThuocDoError:
        return False
    return True


def _told_wait(got: httpx.Response) -> float | None:
    text = got.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None


def _is_page(content: bytes) -> bool:
    return content.lstrip()[:1] == b"<"


def captured_at(path: Path) -> datetime:
    """When the answer in ``path`` was received."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
