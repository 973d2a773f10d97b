"""The clock over a table of dossiers, as Ibis expressions: integers only, any engine. Pure.

A dossier's verdict is 1 (on time or still within time), 0 (late) or null (left out). Nothing is
called per row: working time comes from joining the calendar table (``day, ordinal``) and legal
terms from joining ``terms`` (``procedure, term`` in working days).
"""

from __future__ import annotations

import ibis
from ibis import _

from thuocdo.calendar import DAY, OFFSET
from thuocdo.dossiers.clock.rules import Choice

REFUSED, WAITING, PAYING, WITHDRAWN, STOPPED = 3, 5, 6, 7, 8
LATE, ON_TIME, UNDUE = 0, 1, 2
DUE_RULES = ("reappointment", "due_moment")
COUNTING_RULES = ("no_term", "payment")
RULE_OF_STATUS = {REFUSED: "refused", WITHDRAWN: "withdrawn", STOPPED: "stopped"}


def counted(dossiers, start: int, end: int):
    """The dossiers accepted from moment ``start`` to ``end``; before acceptance nothing runs."""
    return dossiers.filter(_.accepted.notnull(), _.accepted >= start, _.accepted <= end)


def with_legal_due(dossiers, calendar, terms):
    """``legal_due``: the last second of the last day of the term, null where it is unknown; and
    ``month``, the month of acceptance.

    What else ``terms`` says of a procedure comes along. The term counts working days after the
    day of acceptance; a term of 0 is that day itself, or the next working day when nobody works
    on it.
    """
    days = calendar.select(
        accepted_day="day", month="month", accepted_ordinal="ordinal", accepted_working="working"
    )
    ends = (
        calendar.filter(_.working == 1)
        .group_by("ordinal")
        .agg(legal_day=_.day.min())
        .select(legal_ordinal="ordinal", legal_day="legal_day")
    )
    known = terms.rename(term_procedure="procedure")
    joined = dossiers.mutate(accepted_day=_day(_.accepted))
    joined = joined.left_join(days, "accepted_day")
    joined = joined.left_join(known, joined.procedure == known.term_procedure)
    resting = (_.term == 0) & (_.accepted_working == 0)
    joined = joined.mutate(
        legal_ordinal=_.accepted_ordinal + _.term + resting.cast("int64"),
    )
    joined = joined.left_join(ends, "legal_ordinal")
    return joined.mutate(legal_due=_.legal_day * DAY - OFFSET + DAY - 1)


def verdict(dossiers, chosen: Choice, cut: int):
    """The verdict of each row under ``chosen``, judged as of the moment ``cut``.

    ``dossiers`` has the lake's columns and ``legal_due``.
    """
    found = outcome(dossiers, chosen, cut, ended(dossiers, chosen, cut))
    return decided(found, dossiers.status == PAYING, chosen)


def decided(found, paying, chosen: Choice):
    """The verdict that ``found`` (see ``outcome``) is under the rules of what counts.

    ``paying``: whether the dossier waits for a payment.
    """
    undue = {"on_time": 1, "late": 0}.get(chosen["no_term"])
    without = ibis.null("int64") if undue is None else ibis.literal(undue, "int64")
    return ibis.cases(
        (paying if chosen["payment"] == "left_out" else ibis.literal(False), ibis.null("int64")),
        (found == UNDUE, without),
        else_=found,
    )


def outcome(dossiers, chosen: Choice, cut: int, end):
    """``ON_TIME``, ``LATE``, ``UNDUE`` (no due moment is known) or null (left out).

    ``end`` is ``ended`` of the same rules, given so that it is worked out once for several
    ``DUE_RULES``. The rules ``no_term`` and ``payment`` are not applied here: they only say what
    counts, and are applied to sums (see ``measures``).
    """
    found = ibis.coalesce((end <= _due(dossiers, chosen)).cast("int8"), _small(UNDUE))
    if chosen["second_request"] == "late":
        found = (dossiers.asked_2 <= cut).ifelse(_small(LATE), found)
    out = [status for status, name in RULE_OF_STATUS.items() if chosen[name] == "left_out"]
    return dossiers.status.isin(out).ifelse(ibis.null("int8"), found) if out else found


def _small(value: int):
    return ibis.literal(value, "int8")


def ended(dossiers, chosen: Choice, cut: int):
    """The end of the work, no later than ``cut``, less the time waited for papers."""
    end = stopped(dossiers, chosen, cut)
    return end - waited(dossiers, chosen, end)


def stopped(dossiers, chosen: Choice, cut: int):
    """The end of the work, no later than ``cut``; time waited for papers is still in it."""
    return ibis.least(_ended(dossiers, chosen), cut)


def _day(moment):
    return (moment + OFFSET) // DAY


def _due(dossiers, chosen: Choice):
    """The moment it is due: the appointment (first or last one), else the legal term."""
    written = dossiers.due
    if chosen["reappointment"] == "first":
        written = ibis.coalesce(dossiers.due_before, dossiers.due)
    if chosen["due_moment"] == "end_of_day":
        written = written - (written + OFFSET) % DAY + DAY - 1
    return ibis.coalesce(written, dossiers.legal_due)


def _ended(dossiers, chosen: Choice):
    """The end in order of preference; open dossiers have none, so the cut stands for it."""
    status = dossiers.status
    far = ibis.literal(2**62, "int64")
    finished = ibis.coalesce(dossiers.finished, dossiers.returned)
    asked = ibis.greatest(
        ibis.coalesce(dossiers.asked_1, -far), ibis.coalesce(dossiers.asked_2, -far)
    )
    asked = (asked == -far).ifelse(far, asked)
    waiting = asked if chosen["waiting"] == "ends_at_request" else far
    return ibis.cases(
        (status == REFUSED, ibis.coalesce(dossiers.refused, finished, dossiers.updated)),
        (status.isin([WITHDRAWN, STOPPED, 9, 10]), ibis.coalesce(finished, dossiers.updated)),
        (status == WAITING, waiting),
        else_=far,
    )


def waited(dossiers, chosen: Choice, end):
    """Seconds spent waiting for papers, up to ``end`` (see ``stopped``).

    A request without an answer is waiting only while the status says so: of a finished dossier
    nobody knows how long it waited, so nothing is subtracted.
    """
    none = ibis.literal(0, "int64")
    if chosen["supplement"] == "ignored":
        return none
    total = none
    for asked, answered in (
        (dossiers.asked_1, dossiers.answered_1),
        (dossiers.asked_2, dossiers.answered_2),
    ):
        open_end = (dossiers.status == WAITING).ifelse(end, asked)
        seconds = ibis.least(ibis.coalesce(answered, open_end), end) - asked
        total = total + ibis.greatest(ibis.coalesce(seconds, 0), 0)
    return total


def due_moment(dossiers, chosen: Choice):
    """The moment a dossier is due, before any time waited for papers is added; null if unknown."""
    return _due(dossiers, chosen)
