"""Counts per unit, month and procedure out of the lake, and the codes behind them. Ibis."""

from __future__ import annotations

from datetime import date

import ibis
import polars as pl
from ibis import _

from thuocdo.calendar import end_of, start_of, working_days
from thuocdo.dossiers.clock import Choice, counted, verdict, with_legal_due

TERMS = {"procedure": pl.String, "term": pl.Int64}
YEARS_AHEAD = 2


def judged_dossiers(dossiers, year: int, chosen: Choice, cut: int, terms: pl.DataFrame):
    """Dossiers accepted in ``year`` with ``month`` and ``verdict`` (1, 0 late, null left out)."""
    calendar = ibis.memtable(working_days(year, year + YEARS_AHEAD).drop("provisional"))
    span = (start_of(date(year, 1, 1)), min(end_of(date(year, 12, 31)), cut))
    judged = with_legal_due(counted(dossiers, *span), calendar, ibis.memtable(terms.cast(TERMS)))
    return judged.mutate(verdict=verdict(judged, chosen, cut))


FLAGS = ("digitised", "reused", "from_store", "connected")


def cells(judged):
    """``unit, month, procedure`` and counts, as far as the lake's columns say them plainly.

    ``received, simulated, judged, on_time``; ``fee_due`` (a fee above 0) and of these
    ``paid_online``; ``digitised, reused, from_store, connected``. A count is null where no
    dossier says anything of it.
    """
    flags = {name: judged[name].sum() for name in FLAGS}
    return judged.group_by("unit", "month", "procedure").agg(
        received=judged.count(),
        simulated=ibis.coalesce(judged.simulated, 0).sum(),
        judged=judged.verdict.count(),
        on_time=ibis.coalesce(judged.verdict, 0).sum(),
        fee_due=(judged.fee > 0).sum(),
        paid_online=((judged.fee > 0) & (ibis.coalesce(judged.paid_online, 0) > 0)).sum(),
        **flags,
    )


def late_codes(judged, **where: str | int | None):
    """Codes of the late dossiers that fit ``where`` (unit, procedure, month).

    ``None`` is any, "" are those that name none.
    """
    late = judged.filter(_.verdict == 0)
    for column, value in where.items():
        if value is not None:
            late = late.filter(late[column].isnull() if value == "" else late[column] == value)
    return late.select("dossier")
