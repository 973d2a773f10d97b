"""Dossiers still open: late already, due within N working days, waiting for papers.

As Ibis expressions of integers over the lake; working days come from joining the calendar.
The deadline is the due moment of the clock's rules plus the time waited for papers so far. While
a dossier waits (where the rules stop the clock then) it has no deadline that can be missed.
"""

from __future__ import annotations

from datetime import date

import ibis
import polars as pl
from ibis import _

from thuocdo.calendar import DAY, OFFSET, start_of, working_days
from thuocdo.dossiers.clock import Choice, due_moment, ended, outcome, with_legal_due
from thuocdo.dossiers.clock.verdicts import LATE, PAYING, UNDUE, WAITING

TERMS = {"procedure": pl.String, "term": pl.Int64}
ENDED = (3, 7, 8, 9, 10)  # refused, withdrawn, stopped, done, returned
QUEUE = ("unit", "officer", "procedure")
STATES = ("late", "due", "waiting", "later", "no_term")


def open_dossiers(dossiers, chosen: Choice, now: int, days: int, terms: pl.DataFrame):
    """Every open dossier as of the moment ``now``, one row each, as an Ibis expression.

    Columns: ``dossier, unit, officer, procedure, accepted, deadline`` (seconds since 1970, null
    without a term), ``left`` (working days after today up to the deadline's day; 0 is today) and
    ``state``: late, due (``left`` at most ``days``), waiting, later, no_term. ``terms``:
    ``procedure, term`` in working days.
    """
    year = date.fromordinal(date(1970, 1, 1).toordinal() + (now + OFFSET) // DAY).year
    calendar = working_days(year - 2, year + 2).drop("provisional")
    table = ibis.memtable(calendar)
    standing = dossiers.filter(_.accepted.notnull(), _.accepted <= now, ~_.status.isin(ENDED))
    if chosen["payment"] == "left_out":
        standing = standing.filter(_.status != PAYING)
    judged = with_legal_due(standing, table, ibis.memtable(terms.select(*TERMS).cast(TERMS)))
    judged = judged.mutate(due_at=due_moment(judged, chosen), end_at=ended(judged, chosen, now))
    judged = judged.mutate(found=outcome(judged, chosen, now, judged.end_at))
    judged = judged.mutate(deadline=_.due_at + (now - _.end_at))
    judged = judged.mutate(deadline_day=(_.deadline + OFFSET) // DAY)
    named = table.select(deadline_day="day", deadline_ordinal="ordinal")
    judged = judged.left_join(named, "deadline_day")
    left = (judged.deadline_ordinal - _today(calendar, now)).cast("int64")
    state = _state(judged, chosen, left, days)
    names = ("dossier", "unit", "officer", "procedure", "accepted", "deadline")
    return judged.select(*names, left=left, state=state)


def _today(calendar: pl.DataFrame, now: int) -> int:
    return calendar.filter(pl.col("day") == (now + OFFSET) // DAY)["ordinal"].item()


def _state(judged, chosen: Choice, left, days: int):
    stopped = (judged.status == WAITING) & ibis.literal(chosen["waiting"] == "ends_at_request")
    return ibis.cases(
        (judged.found == LATE, "late"),
        (stopped, "waiting"),
        (judged.found == UNDUE, "no_term"),
        (left.fill_null(days + 1) <= days, "due"),
        else_="later",
    )


def queues(standing, year: int):
    """Counts by unit, officer and procedure, as an Ibis expression.

    Columns: ``unit, officer, procedure``, one count a state and ``counting``: those due that were
    accepted in ``year``, whose points are at stake in it.
    """
    start, end = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
    inside = (standing.accepted >= start) & (standing.accepted < end)
    counts = {state: (standing.state == state).sum() for state in STATES}
    counting = ((standing.state == "due") & inside).sum()
    return standing.group_by(*QUEUE).agg(**counts, counting=counting)


def most_urgent(standing, states: tuple[str, ...], limit: int):
    """The ``limit`` dossiers of ``states`` whose deadline comes first, as an Ibis expression."""
    wanted = standing.filter(_.state.isin(states))
    order = (ibis.coalesce(wanted.deadline, 2**62), "dossier")
    return wanted.order_by(*order).limit(limit)
