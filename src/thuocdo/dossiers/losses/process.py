"""Where the time goes between the steps of a process (TienTrinh). Ibis, integers, any engine.

The list says when a step was done and when it began; from these, for every dossier in order of
time (steps done at one moment in order of their text):

- ``throughput``: from acceptance to the last step done;
- ``processing``: from a step's beginning to the moment it was done, told of that step;
- ``idle``: from the step before (the first: from acceptance) to a step's beginning;
- ``transition``: from a step done to the next one done, told of both.

A step is told by the number of its state or by its queue. What the fields of the message mean
is this system's reading of their names: the list of fields explains none of them.
"""

from __future__ import annotations

from datetime import date

import ibis
from ibis import _

from thuocdo.calendar import end_of, start_of
from thuocdo.dossiers.clock import counted
from thuocdo.dossiers.lake.process import BETWEEN, WITHIN
from thuocdo.dossiers.losses.steps import in_hours

KINDS = ("throughput", "processing", "idle", "transition")
TOLD_BY = ("status", "queue")
KEYS = ("procedure", "told_by", "kind", "before", "after")


def process_hours(dossiers, year: int, cut: int):
    """Lengths between steps of the dossiers accepted in ``year``, as an Ibis expression.

    One row per ``KEYS`` and whole hours, with the counts of ``steps.step_hours``. ``before`` and
    ``after``: states or queues, as ``told_by`` says (null for ``throughput``). Nothing that ends
    after ``cut`` is there.
    """
    span = (start_of(date(year, 1, 1)), min(end_of(date(year, 12, 31)), cut))
    steps = _steps(counted(dossiers.filter(dossiers.steps.notnull()), *span), cut)
    lengths = [_throughput(steps)]
    for by in TOLD_BY:
        lengths += [_processing(steps, by), _idle(steps, by), _transition(steps, by)]
    return in_hours(ibis.union(*lengths), year, KEYS)


def _steps(dossiers, cut: int):
    """One row a step done by ``cut``, with the step before it."""
    each = dossiers.select(
        "dossier", "procedure", "accepted", step=dossiers.steps.split(BETWEEN).unnest()
    )
    parts = each.step.split(WITHIN)
    told = each.select(
        "dossier",
        "procedure",
        "accepted",
        "step",
        time=_seconds(parts[0]),
        start=_seconds(parts[1]),
        status=parts[3].nullif(""),
        queue=parts[4].nullif(""),
    )
    done = told.filter(told.time.notnull(), told.time <= cut)
    order = ibis.window(group_by="dossier", order_by=[done.time, done.step])
    return done.mutate(
        place=ibis.row_number().over(order),
        last=done.time.lag().over(order),
        status_before=done.status.lag().over(order),
        queue_before=done.queue.lag().over(order),
    )


def _seconds(text):
    return text.nullif("").substr(1).cast("int64")


def _throughput(steps):
    whole = steps.group_by("dossier", "procedure").agg(
        begin=steps.accepted.min(), end=steps.time.max()
    )
    nothing = ibis.null("string")
    return _told(whole, "throughput", "", nothing, nothing, whole.begin, whole.end)


def _processing(steps, by: str):
    begun = steps.filter(steps.start.notnull())
    label = begun[by]
    return _told(begun, "processing", by, ibis.null("string"), label, begun.start, begun.time)


def _idle(steps, by: str):
    begun = steps.filter(steps.start.notnull())
    since = ibis.coalesce(begun.last, begun.accepted)
    return _told(begun, "idle", by, ibis.null("string"), begun[by], since, begun.start)


def _transition(steps, by: str):
    later = steps.filter(steps.place > 0)
    return _told(later, "transition", by, later[f"{by}_before"], later[by], later.last, later.time)


def _told(rows, kind: str, by: str, before, after, begin, end):
    return rows.select(
        "procedure",
        told_by=ibis.literal(by),
        kind=ibis.literal(kind),
        before=before,
        after=after,
        begin=begin,
        end=end,
    ).filter(_.begin.notnull(), _.end.notnull())
