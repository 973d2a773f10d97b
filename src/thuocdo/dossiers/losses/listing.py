"""The dossiers behind a count: those judged late, by their codes. Ibis."""

from __future__ import annotations

from datetime import date

import ibis
import polars as pl
from ibis import _

from thuocdo.calendar import end_of, start_of, working_days
from thuocdo.dossiers.clock import Choice, counted, verdict, with_legal_due
from thuocdo.dossiers.measures.counting import REGISTER, YEARS_AHEAD


def judged_dossiers(dossiers, year: int, chosen: Choice, cut: int, register: pl.DataFrame):
    """Dossiers accepted in ``year`` with ``month`` and ``verdict`` (1, 0 late, null left out)."""
    calendar = ibis.memtable(working_days(year, year + YEARS_AHEAD).drop("provisional"))
    span = (start_of(date(year, 1, 1)), min(end_of(date(year, 12, 31)), cut))
    known = ibis.memtable(register.cast(REGISTER).select("procedure", "term"))
    judged = with_legal_due(counted(dossiers, *span), calendar, known)
    return judged.mutate(verdict=verdict(judged, chosen, cut))


def late_codes(judged, **where: str | int | None):
    """Codes of the late dossiers that fit ``where`` (unit, procedure, month).

    ``None`` is any, "" are those that name none.
    """
    late = judged.filter(_.verdict == 0)
    for column, value in where.items():
        if value is not None:
            late = late.filter(late[column].isnull() if value == "" else late[column] == value)
    return late.select("dossier")
