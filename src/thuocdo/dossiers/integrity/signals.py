"""What each detector sees in a dossier, as Ibis expressions: one pass, integers. Pure.

A dossier is a *case* of a detector when the pattern could be there, and *seen* when it is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import ibis
import polars as pl

from thuocdo.calendar import end_of, start_of, working_days
from thuocdo.dossiers.clock import counted, with_legal_due
from thuocdo.dossiers.clock.verdicts import REFUSED, STOPPED, WITHDRAWN
from thuocdo.dossiers.integrity.detectors import of_lake, thresholds
from thuocdo.dossiers.measures.counting import ENDS, REGISTER, YEARS_AHEAD

GIVEN_UP = (REFUSED, WITHDRAWN, STOPPED)


def signals(dossiers, year: int, cut: int, register: pl.DataFrame):
    """Dossiers accepted in ``year`` by ``cut``: ``dossier, unit, procedure`` and for each
    detector ``case_CODE`` and ``seen_CODE``, 0 or 1.

    ``register`` as ``measures.register.read_register`` gives it.
    """
    calendar = ibis.memtable(working_days(year, year + YEARS_AHEAD).drop("provisional"))
    first, last = start_of(date(year, 1, 1)), end_of(date(year, 12, 31))
    within = counted(_again(dossiers), first, min(last, cut))
    known = ibis.memtable(register.cast(REGISTER).select("procedure", "term"))
    rows = with_legal_due(within, calendar, known)
    told = {}
    for code, (case, seen) in _patterns(rows).items():
        case = ibis.coalesce(case, False)
        told[f"case_{code}"] = case.cast("int8")
        told[f"seen_{code}"] = (case & ibis.coalesce(seen, False)).cast("int8")
    return rows.select("dossier", "unit", "procedure", **told)


def tallied(rows):
    """Sums of ``signals`` by ``unit`` and ``procedure``."""
    names = [f"{kind}_{code}" for code in of_lake() for kind in ("case", "seen")]
    sums = {name: rows[name].cast("int64").sum() for name in names}
    return rows.group_by("unit", "procedure").agg(**sums)


def seen_in(rows, units: Collection[str]):
    """``dossier, unit`` and ``seen_CODE`` of the dossiers of ``units`` that some detector saw."""
    seen = [f"seen_{code}" for code in of_lake()]
    found = rows.filter(rows.unit.isin(list(units)), ibis.or_(*(rows[one] == 1 for one in seen)))
    return found.select("dossier", "unit", *seen)


def _patterns(rows) -> dict[str, tuple]:
    at = thresholds()
    finished, due = rows.finished, rows.due
    done = finished.notnull() & due.notnull() & rows.status.isin(ENDS)
    spare, asked_before = due - finished, due - rows.asked_1
    answered = finished - rows.answered_1
    given_up = rows.status.isin(GIVEN_UP)
    plain = due.notnull() & rows.due_before.isnull()
    return {
        # Among those finished on their last day: how many in its last minutes.
        "bulk_close": (
            done & spare.between(0, at["last_day"]) & ibis.coalesce(due <= rows.legal_due, True),
            spare <= at["just_before"],
        ),
        # A procedure done at once may rightly be due the next day when it comes in late.
        "moved_due": (plain & (rows.term >= 1), due > rows.legal_due),
        "stop_clock": (
            done,
            (asked_before <= at["stop_within"]) & answered.between(0, at["stop_answer"]),
        ),
        "closed_at_once": (
            finished.notnull() & rows.status.isin(ENDS),
            (finished - rows.accepted) <= at["at_once"],
        ),
        "cancelled_refiled": (rows.applicant.notnull(), given_up & (rows.again == 1)),
        "reopened": (rows.accepted.notnull(), finished.notnull() & ~rows.status.isin(ENDS)),
    }


def _again(dossiers):
    """``again``: 1 when the same person files the same with the same unit soon after giving up.

    Only those given up are joined, so the table is not joined with itself as a whole.
    """
    within = thresholds()["refile_within"]
    keys = ("unit", "procedure", "applicant")
    ended = ibis.coalesce(dossiers.finished, dossiers.refused, dossiers.updated)
    left = dossiers.filter(dossiers.status.isin(GIVEN_UP), dossiers.applicant.notnull())
    left = left.select(*keys, gone="dossier", gone_at=ended)
    later = dossiers.filter(dossiers.applicant.notnull(), dossiers.accepted.notnull())
    later = later.select(*keys, coming="dossier", coming_at="accepted")
    pairs = left.join(later, keys).filter(
        ibis._.coming != ibis._.gone, (ibis._.coming_at - ibis._.gone_at).between(0, within)
    )
    found = pairs.select(refiled="gone").distinct().mutate(again=ibis.literal(1, "int8"))
    joined = dossiers.left_join(found, dossiers.dossier == found.refiled)
    return joined.mutate(again=ibis.coalesce(joined.again, 0)).drop("refiled")
