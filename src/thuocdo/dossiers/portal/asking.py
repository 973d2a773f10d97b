"""What a call of ``thuocdo portal`` says, checked; and a fetch carried through to the store."""

from __future__ import annotations

import getpass
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from thuocdo.calendar import Period
from thuocdo.dossiers.portal import fetching, levers, periods
from thuocdo.dossiers.portal.disk import telling
from thuocdo.dossiers.portal.finding import OFFICIAL_TOTAL
from thuocdo.dossiers.portal.importing import Outcome, import_folder
from thuocdo.dossiers.portal.reading import read_answer
from thuocdo.dossiers.portal.storing import folder
from thuocdo.dossiers.portal.versions import VIETNAM
from thuocdo.errors import ThuocDoError

_ROOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{0,63}\Z")


@telling
def fetch_and_keep(
    asked: fetching.Asked,
    home: Path,
    to: Path | None,
    pace: fetching.Pace,
    progress: Callable[[str, dict], None],
    who: str,
    clock: fetching.Clock | None = None,
) -> Outcome:
    """Fetch into the folder of the run, then keep each answer with its own capture time.

    Without ``to`` the run has a folder of its own in the store, removed once all is kept.
    """
    ticking = clock or fetching.Clock()
    label = periods.label(asked.period)
    run = to or folder(home) / ".runs" / f"{asked.root}-{label}"
    files = fetching.fetch(asked, run, pace, ticking, progress)
    _warn_full_pages(files, asked, progress)
    now = datetime.fromtimestamp(ticking.now(), UTC)
    outcome = import_folder(run, home, who, now, period=label, mixed=True, exact=True)
    if to is None:
        shutil.rmtree(run, ignore_errors=True)
    return outcome


def _warn_full_pages(files: Sequence[Path], asked: fetching.Asked, progress) -> None:
    for path in files:
        if path.stem == OFFICIAL_TOTAL:
            continue
        count = len(read_answer(path.read_bytes(), path.stem, path.name).units) - 1
        if count == asked.page_size:
            progress("page_full", {"endpoint": path.stem, "count": count})


def span(year: int, month: int | None, quarter: int | None) -> Period:
    """The period asked for; month and quarter exclude each other."""
    if month is not None and quarter is not None:
        _wrong(
            f"{month}, {quarter}",
            "--month, --quarter",
            "Chọn tháng hoặc quý.",
            "Choose a month or a quarter.",
        )
    if month is not None:
        return periods.month(year, month)
    return periods.quarter(year, quarter) if quarter is not None else periods.whole_year(year)


def root_id(text: str) -> str:
    """A departmentId fit to be sent and to name a folder."""
    if not _ROOT.match(text):
        _wrong(
            text,
            "--root",
            "Là departmentId trên cổng: chữ, số và gạch nối.",
            "It is a departmentId of the portal: letters, digits, hyphens.",
        )
    return text


def period_label(text: str) -> str | None:
    """A period's label in its one spelling; ``None`` for an empty text."""
    if not text:
        return None
    found = periods.parse(text)
    if found is None:
        _wrong(
            text, "--period", "Dùng 2026-08, 2026-Q3 hoặc 2026.", "Use 2026-08, 2026-Q3 or 2026."
        )
    return periods.label(found)


def moment(text: str) -> datetime | None:
    """A time in ISO form; without a zone it is Vietnam's. ``None`` for an empty text."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        _wrong(
            text,
            "--captured",
            "Ví dụ 2026-09-26T18:14:39+00:00.",
            "For example 2026-09-26T18:14:39+00:00.",
        )
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def costs(given: Sequence[str]) -> dict[str, float] | None:
    """``["on_time=50000"]`` → cost by lever; ``None`` when nothing is given."""
    found = {}
    for one in given:
        code, _, value = one.partition("=")
        number = _number(value)
        if code not in levers.codes() or number is None or number < 0:
            names = ", ".join(levers.codes())
            _wrong(
                one,
                "--cost",
                f"Viết VIỆC=SỐ, số không âm; việc là một trong: {names}.",
                f"Write THING=NUMBER, not negative; a thing is one of: {names}.",
            )
        found[code] = number
    return found or None


def points(target: float | None) -> float | None:
    """A number of points; ``nan`` is none."""
    if target is not None and target != target:
        _wrong("nan", "--target", "Là một số điểm.", "It is a number of points.")
    return target


def login() -> str:
    """The name of whoever calls."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in this system's list
        return "?"


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found < float("inf") else None


def _wrong(value: str, name: str, hint_vi: str, hint_en: str) -> None:
    raise ThuocDoError.of("CALL-010", value=value, name=name, hint_vi=hint_vi, hint_en=hint_en)
