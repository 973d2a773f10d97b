"""The periodic table: which slot it is, and that a slot is worked once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.jobs import working
from thuocdo.jobs.models import Job
from thuocdo.jobs.pauses import pause
from thuocdo.jobs.slots import HERE, Daily, Every, slot
from thuocdo.jobs.upkeep import forget

MOMENTS = st.integers(1_700_000_000, 1_900_000_000).map(lambda n: datetime.fromtimestamp(n, UTC))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    "schedule,now,wanted",
    [
        (Every(15), "2026-11-25 08:14:59", "2026-11-25 08:00"),
        (Every(15), "2026-11-25 08:15:00", "2026-11-25 08:15"),
        (Every(1440), "2026-11-25 23:59:59", "2026-11-25 00:00"),
        (Every(7), "2026-11-25 00:06:59", "2026-11-25 00:00"),
        (Daily("02:30"), "2026-11-25 02:30:00", "2026-11-25 02:30"),
        (Daily("02:30"), "2026-11-25 02:29:59", "2026-11-24 02:30"),
        (Daily("00:00"), "2026-01-01 00:00:00", "2026-01-01 00:00"),
    ],
)
def test_the_slot_of_a_moment(schedule, now, wanted):
    assert slot(schedule, local(now)) == local(wanted)
    assert slot(schedule, local(now).astimezone(UTC)) == local(wanted)


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59), st.integers(1, 1440))
def test_a_slot_is_the_newest_of_all_that_have_begun(now, hour, minute, step):
    """Against the slow way: walk back minute by minute."""
    here = now.astimezone(HERE).replace(second=0, microsecond=0)
    walked = here
    while (walked.hour, walked.minute) != (hour, minute):
        walked -= timedelta(minutes=1)
    assert slot(Daily(f"{hour:02}:{minute:02}"), now) == walked
    walked = here
    while (walked.hour * 60 + walked.minute) % step:
        walked -= timedelta(minutes=1)
    assert slot(Every(step), now) == walked


@pytest.mark.parametrize("wrong", [0, -5, 1441])
def test_an_impossible_step_is_refused(wrong):
    with pytest.raises(ValueError):
        Every(wrong)


def test_pauses_grow_to_an_end():
    assert [pause(n) for n in (1, 2, 3, 4, 5, 99)] == [10, 30, 90, 270, 600, 600]


def test_a_slot_is_worked_once_with_several_workers(database, monkeypatch):
    from thuocdo.jobs import registry

    line = registry.Periodic(forget, Every(30))
    monkeypatch.setattr(registry, "PERIODIC", {forget.module_path: line})
    failed, start = [], threading.Barrier(4)

    def look(now: datetime) -> None:
        try:
            start.wait(30)
            working.schedule(now)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    for text, wanted in (("08:00", 1), ("08:29", 1), ("08:30", 2)):
        now = local(f"2026-11-25 {text}")
        threads = [threading.Thread(target=look, args=(now,)) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        assert failed == [] and Job.objects.count() == wanted, text


@pytest.mark.django_db
def test_old_jobs_are_forgotten(lines):
    from django.utils import timezone
    from tests.jobs import chores

    from thuocdo import jobs

    old = timezone.now() - timedelta(days=91)
    for state in ("done", "failed", "queued"):
        number = jobs.enqueue(chores.mark, path=lines.path, name=state)
        Job.objects.filter(id=number).update(state=state, ended=old, created=old)
    jobs.enqueue(chores.mark, path=lines.path, name="new")
    assert forget.call() == {"jobs": 2, "letters": 0}
    assert Job.objects.count() == 2
