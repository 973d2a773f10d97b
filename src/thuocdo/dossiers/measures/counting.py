"""Counts of the lake: one pass, small integers, any grouping. Ibis expressions, any engine.

A row is judged once (``judged``): its keys, its outcome under every clock that the rules nobody
has confirmed allow, what it says of fees, results and digitisation, and how long it took.
``counts`` adds those up; ``hours`` counts how many dossiers took how many hours. Both are sums:
what is added to the lake is added to them.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import ibis
import polars as pl

from thuocdo.calendar import end_of, start_of, working_days
from thuocdo.dossiers.clock import (
    Choice,
    admissible,
    counted,
    outcome,
    rules,
    with_legal_due,
)
from thuocdo.dossiers.clock.verdicts import (
    COUNTING_RULES,
    DUE_RULES,
    LATE,
    ON_TIME,
    PAYING,
    REFUSED,
    STOPPED,
    UNDUE,
    WITHDRAWN,
    stopped,
    waited,
)

KEYS = ("unit", "month", "procedure", "field", "channel", "applicant_type")
REGISTER = {
    "procedure": pl.String,
    "term": pl.Int64,
    "has_fee": pl.Int64,
    "has_paper": pl.Int64,
    "whole": pl.Int64,
}
FINISHED, RETURNED = 9, 10
ENDS = (REFUSED, WITHDRAWN, STOPPED, FINISHED, RETURNED)
ONLINE = 2
YEARS_AHEAD = 2  # of the calendar: terms run past the end of the year
HOUR = 3600


def judged(dossiers, year: int, chosen: Choice, cut: int, register: pl.DataFrame, also=()):
    """Rows accepted in ``year`` by ``cut``, judged as of ``cut``.

    ``register``: the columns of ``REGISTER``, one row a procedure; what it does not know is
    null. Columns: ``KEYS``, ``paying``, ``simulated``, ``o_K`` for the K-th of ``clocks``, the
    flags of ``FLAGS`` (1 where so, else 0 or null) and ``hours`` (started hours of a finished
    dossier less waiting for papers, null for others). ``also``: columns of ``dossiers`` to carry
    along.
    """
    calendar, terms = (ibis.memtable(one) for one in (calendar_of(year), register.cast(REGISTER)))
    moment = ibis.literal(cut, "int64")
    return judged_over(dossiers, calendar, terms, (year, chosen, moment), also)


@cache
def calendar_of(year: int) -> pl.DataFrame:
    """The days that dossiers accepted in ``year`` may come to."""
    return working_days(year, year + YEARS_AHEAD).drop("provisional")


def judged_over(dossiers, calendar, terms, how: tuple, also=()):
    """``judged`` with every table an Ibis table; ``how``: the year, the choice of rules and the
    moment to judge at, an int64 of any kind, so also a column of ``dossiers``.
    """
    year, chosen, cut = how
    within = counted(dossiers, start_of(date(year, 1, 1)), end_of(date(year, 12, 31)))
    rows = with_legal_due(within.filter(within.accepted <= cut), calendar, terms)
    made = clocks(chosen)
    ends = {_end_rules(one): one for one in made}
    names = {rules_: f"end_{place}" for place, rules_ in enumerate(ends)}
    # Step by step: what several columns need is worked out once and not written out in each.
    rows = rows.mutate(
        **{names[one]: stopped(rows, ends[one], cut) for one in ends},
        over=rows.status.isin(ENDS) & ibis.coalesce(_end_moment(rows) <= cut, True),
    )
    rows = rows.mutate(
        **{name: rows[name] - waited(rows, ends[one], rows[name]) for one, name in names.items()},
        closed=rows.over & rows.status.isin([FINISHED, RETURNED]),
    )
    outcomes = {
        f"o_{k}": outcome(rows, one, cut, rows[names[_end_rules(one)]])
        for k, one in enumerate(made)
    }
    return rows.select(
        *KEYS,
        *also,
        paying=(rows.status == PAYING).cast("int8"),
        simulated=rows.simulated,
        **outcomes,
        **_flags(rows),
        hours=_hours(rows, rows[names[_end_rules(chosen)]], cut),
    )


def counts(rows, keys=KEYS):
    """Sums of ``judged`` rows by ``keys`` and ``paying``: ``received, simulated``, for each
    clock ``on_K, late_K, undue_K``, and every flag.
    """
    outcomes = [name for name in rows.columns if name.startswith("o_")]
    flags = {name: rows[name].cast("int64").sum() for name in ("simulated", *FLAGS)}
    # First by the outcomes too, which are few: then each is looked at once a group, not a row.
    fine = rows.group_by(*keys, "paying", *outcomes).agg(received=rows.count(), **flags)
    sums = {name: ibis.coalesce(fine[name].sum(), 0) for name in ("received", *flags)}
    for name in outcomes:
        for kind, value in (("late", LATE), ("on", ON_TIME), ("undue", UNDUE)):
            held = (fine[name] == value).ifelse(fine.received, 0).sum()
            sums[name.replace("o", kind, 1)] = held
    return fine.group_by(*keys, "paying").agg(**sums)


def hours(rows, keys=KEYS):
    """How many finished dossiers took how many started ``hours``, by ``keys``."""
    done = rows.filter(rows.hours.notnull())
    return done.group_by(*keys, "hours").agg(count=done.count())


def clocks(chosen: Choice) -> list[Choice]:
    """The admissible choices that differ in more than what is counted; ``chosen`` first."""
    found = {clock_rules(one): one for one in (chosen, *admissible(chosen))}
    return list(found.values())


def clock_rules(one: Choice) -> tuple[str, ...]:
    """What of a choice moves the clock; the rest only says what counts."""
    return tuple(one[name] for name in rules() if name not in COUNTING_RULES)


def _end_rules(one: Choice) -> tuple[str, ...]:
    left = (*COUNTING_RULES, *DUE_RULES)
    return tuple(one[name] for name in rules() if name not in left)


FLAGS = {
    "open": "neither finished, returned, refused, withdrawn nor stopped by the cut",
    "closed": "finished or returned by the cut",
    "online": "filed online",
    "whole": "of a procedure that can be done online from end to end",
    "whole_online": "of these, filed online",
    "fee_due": "with a fee to pay: by its own fee, else by the register",
    "paid_online": "of these, paid online",
    "result_due": "closed, of a procedure that ends in a paper",
    "result_electronic": "of these, with an electronic result",
    "digitised": "with digitised parts (HoSoCoThanhPhanSoHoa)",
    "parts_digitised": "of these, with a document marked digitised (DuocSoHoa)",
    "reused": "with a document reused (DuocTaiSuDung)",
    "from_store": "with a document from the national store (DuocLayTuKhoDMQG)",
    "vneid": "of an applicant verified by VNeID",
    "connected": "that asked a connected database",
}


def _flags(rows) -> dict:
    online = rows.channel == ONLINE
    fee = ibis.coalesce(rows.fee > 0, rows.has_fee == 1)
    result = rows.closed & (rows.has_paper == 1)
    whole = rows.whole == 1
    digitised = rows.digitised == 1
    found = {
        "open": ~rows.over,
        "closed": rows.closed,
        "online": online,
        "whole": whole,
        "whole_online": whole & online,
        "fee_due": fee,
        "paid_online": fee & rows.paid_online.isin([1, 2]),
        "result_due": result,
        "result_electronic": result & (rows.result_electronic == 1),
        "digitised": digitised,
        "parts_digitised": digitised & (rows.parts_digitised == 1),
        **{name: rows[name] == 1 for name in ("reused", "from_store", "vneid", "connected")},
    }
    return {name: test.cast("int8") for name, test in found.items()}


def _end_moment(rows):
    return ibis.coalesce(rows.finished, rows.returned, rows.refused, rows.updated)


def _hours(rows, end, cut: int):
    """Whole hours begun between acceptance and the end; ``end`` has the waiting taken off."""
    done = rows.status.isin([FINISHED, RETURNED]) & (_end_moment(rows) <= cut)
    seconds = ibis.greatest(end - rows.accepted, 0)
    return done.ifelse((seconds + HOUR - 1) // HOUR, ibis.null("int64"))


def settled(rows, cut: int):
    """Whether no later cut can change how a row is judged: it has ended, with all it went
    through, by ``cut``.
    """
    moments = (
        rows.accepted,
        rows.finished,
        rows.returned,
        rows.refused,
        rows.asked_2,
        rows.updated,
    )
    past = (ibis.coalesce(one <= cut, True) for one in moments)
    return ibis.and_(rows.status.isin(ENDS), *past)
