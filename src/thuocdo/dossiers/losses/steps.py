"""Where the time goes inside a procedure: steps between the moments the lake has. Ibis, integers.

A step runs from one moment to the next; its length is counted in whole hours and in seconds, and
of these the seconds inside office hours on working days (``office.toml``), by joining the
calendar at both ends: W(end) - W(begin), W being the office seconds from the calendar's first day
up to a moment. The rest is idle: nights, weekends, holidays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, time
from functools import cache
from importlib.resources import files

import ibis
from ibis import _

from thuocdo.calendar import DAY, OFFSET, end_of, start_of, working_days
from thuocdo.dossiers.clock import counted

HOUR = 3600
# step → (begins, ends), moments of the lake; a step of two pairs counts each
STEPS = {
    "reception": (("submitted", "accepted"),),
    "to_request": (("accepted", "asked_1"),),
    "waiting": (("asked_1", "answered_1"), ("asked_2", "answered_2")),
    "after_answer": (("answered", "finished"),),
    "straight": (("accepted_straight", "finished"),),
    "handing_over": (("finished", "returned"),),
    "whole": (("accepted", "finished"),),
}


@cache
def office() -> dict:
    """``spans`` of seconds since midnight, ``status`` and ``source``."""
    text = files("thuocdo.dossiers.losses").joinpath("office.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    spans = tuple(tuple(_seconds(one) for one in span) for span in held["spans"])
    return {**held, "spans": spans}


def step_hours(dossiers, year: int, cut: int):
    """Lengths of steps of the dossiers accepted in ``year``, as an Ibis expression.

    One row per procedure, step and length in whole hours (rounded down): ``count``, sums of
    ``seconds`` and of those ``at_work``. ``hours`` is null for steps that end before they begin:
    these are counted only. Nothing that ends after ``cut`` is there.
    """
    span = (start_of(date(year, 1, 1)), min(end_of(date(year, 12, 31)), cut))
    within = _with_derived(counted(dossiers, *span))
    lengths = [_pair(within, step, *pair, cut) for step, pairs in STEPS.items() for pair in pairs]
    return in_hours(ibis.union(*lengths), year, ("procedure", "step"))


def in_hours(lengths, year: int, keys: Sequence[str]):
    """Rows of ``lengths`` (``keys``, ``begin``, ``end``) counted by ``keys`` and whole hours."""
    days = working_days(year - 3, year + 3).drop("provisional", "month")
    known = ibis.memtable(days)
    placed = _at_work(_at_work(lengths, known, "begin"), known, "end")
    seconds = placed.end - placed.begin
    fine = seconds >= 0
    told = placed.select(
        *keys,
        hours=fine.ifelse(seconds // HOUR, ibis.null("int64")),
        seconds=fine.ifelse(seconds, ibis.literal(0, "int64")),
        at_work=fine.ifelse(placed.work_end - placed.work_begin, ibis.literal(0, "int64")),
    )
    return told.group_by(*keys, "hours").agg(
        count=_.count(), seconds=_.seconds.sum(), at_work=_.at_work.sum()
    )


def throughput(dossiers, year: int, cut: int):
    """How many were accepted, finished and returned in each month of ``year``.

    An Ibis expression: ``month, event, count``; an event counts in the month it happened in.
    """
    start, end = start_of(date(year, 1, 1)), min(end_of(date(year, 12, 31)), cut)
    days = ibis.memtable(working_days(year, year).select("day", "month"))
    events = [
        dossiers.filter(dossiers[name].between(start, end)).select(
            event=ibis.literal(name), day=(dossiers[name] + OFFSET) // DAY
        )
        for name in ("accepted", "finished", "returned")
    ]
    joined = ibis.union(*events).join(days, "day")
    return joined.group_by("month", "event").agg(count=_.count())


def _with_derived(dossiers):
    straight = dossiers.asked_1.isnull() & dossiers.asked_2.isnull()
    return dossiers.mutate(
        answered=ibis.coalesce(dossiers.answered_2, dossiers.answered_1),
        accepted_straight=straight.ifelse(dossiers.accepted, ibis.null("int64")),
    )


def _pair(dossiers, step: str, begin: str, end: str, cut: int):
    told = dossiers.select(
        "procedure", step=ibis.literal(step), begin=dossiers[begin], end=dossiers[end]
    )
    return told.filter(_.begin.notnull(), _.end.notnull(), _.end <= cut)


def _at_work(lengths, days, name: str):
    """``work_<name>``: office seconds up to the moment; null outside the calendar."""
    spans = office()["spans"]
    whole = sum(close - opens for opens, close in spans)
    moment = lengths[name] + OFFSET
    placed = lengths.mutate(**{f"day_{name}": moment // DAY, f"second_{name}": moment % DAY})
    named = days.select(
        **{f"day_{name}": "day", f"ordinal_{name}": "ordinal", f"working_{name}": "working"}
    )
    placed = placed.left_join(named, f"day_{name}").drop(f"day_{name}_right")
    second, working = placed[f"second_{name}"], placed[f"working_{name}"]
    today = sum(
        (ibis.greatest(ibis.least(second, close), opens) - opens for opens, close in spans),
        ibis.literal(0, "int64"),
    )
    before = (placed[f"ordinal_{name}"] - working) * whole
    return placed.mutate(**{f"work_{name}": before + working * today})


def _seconds(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * HOUR + at.minute * 60
