"""What pages keep of a version of the lake, each gathered once: a year's counts, open dossiers.

Everything a page then shows is filtered and summed from these small frames, so that no request
reads the lake again. The frames hold integers and codes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from thuocdo.calendar import OFFSET, end_of, start_of
from thuocdo.dossiers.losses import due
from thuocdo.dossiers.losses.asking import Asked, Base, Session
from thuocdo.dossiers.losses.lake_metrics import UNKNOWN
from thuocdo.dossiers.measures.cells import cells
from thuocdo.dossiers.measures.on_time import GROUPS, Report, report

AHEAD = 10  # working days ahead that open dossiers are listed for
FRESH = 7  # days after its last update for which a lake still speaks of today


@dataclass(frozen=True)
class YearCounts:
    """Dossiers accepted in ``year``: ``cells`` (unit, month, procedure and counts) and on time
    with its band; ``reports``: one a key of ``GROUPS``."""

    year: int
    base: Base
    cells: pl.DataFrame
    reports: Mapping[str, Report]


@dataclass(frozen=True)
class Standing:
    """Open dossiers as of the moment ``now``.

    ``queues``: counts a unit, officer and procedure (columns of ``due.queues``, due within
    ``AHEAD``); ``rows``: those late or due within ``AHEAD`` working days, most urgent first;
    ``judged``: unit → (on time, judged) of the year of ``now``.
    """

    now: int
    base: Base
    queues: pl.DataFrame
    rows: pl.DataFrame
    judged: Mapping[str, tuple[int, int]]

    @property
    def day(self) -> date:
        """The day in Việt Nam it speaks of."""
        return _day(self.now)

    @property
    def updated(self) -> int:
        """The lake's last update: what happened later is not known here."""
        return self.base.manifest.updated


def year_counts(asked: Asked) -> YearCounts:
    """The counts of ``asked.year``. Raises ``ThuocDoError`` DOSSIER-009, 012, 014, 016 to 018."""
    at = Session(asked)
    held = at.cells(asked.year)
    counts = at.tallies(asked.year).counts.collect()
    rest = (at.base.chosen, asked.year, at.base.cut)
    return YearCounts(asked.year, at.base, held, {by: report(counts, *rest, by) for by in GROUPS})


def standing(asked: Asked, now: int) -> Standing:
    """Open dossiers of ``asked.version`` as of ``now``. Raises ``ThuocDoError`` as above."""
    at = Session(asked)
    opened = due.open_dossiers(at.table, at.base.chosen, now, AHEAD, at.register)
    year = _day(now).year
    counted = cells(at.tallies(year), at.base.chosen, at.register)
    unit = pl.col("unit").fill_null(UNKNOWN)
    sums = counted.group_by(unit).agg(pl.col("on_time", "judged").sum())
    rows = at.rows(opened)
    urgent = rows.filter(pl.col("state").is_in(("late", "due")))
    return Standing(
        now,
        at.base,
        _queues(rows, year),
        urgent.sort("deadline", "dossier", nulls_last=True),
        {code: (right, cases) for code, right, cases in sums.sort("unit").iter_rows()},
    )


def _queues(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """As ``due.queues`` counts, of rows that are here already."""
    start, end = (start_of(date(one, 1, 1)) for one in (year, year + 1))
    states = [(pl.col("state") == one).sum().cast(pl.Int64).alias(one) for one in due.STATES]
    inside = pl.col("accepted").is_between(start, end, closed="left")
    counting = ((pl.col("state") == "due") & inside).sum().cast(pl.Int64).alias("counting")
    return rows.group_by(due.QUEUE).agg(*states, counting).sort(due.QUEUE)


def moment_of(updated: int, today: date) -> int:
    """As of when open dossiers are told: the end of ``today`` while the lake is fresh.

    A lake not updated for more than ``FRESH`` days knows nothing of today: then it is its own
    last update, and so it is for one updated after ``today``.
    """
    age = (today - _day(updated)).days
    return end_of(today) if 0 <= age <= FRESH else updated


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment + OFFSET, UTC).date()
