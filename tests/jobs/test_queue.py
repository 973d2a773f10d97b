"""The table of jobs: putting in, taking up, leases, attempts, the end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.jobs import chores

from thuocdo import audit, jobs
from thuocdo.errors import ThuocDoError
from thuocdo.jobs import queue
from thuocdo.jobs.models import Job
from thuocdo.jobs.running import Hand, run


def hand(lease: float = 60) -> Hand:
    job = queue.take("w", timezone.now(), lease)
    return job and Hand(job, threading.Event())


def ran(number: int) -> Job:
    run(hand())
    return jobs.find(number)


@pytest.mark.django_db
class TestQueue:
    def test_arguments_are_plain_json_and_fit_the_task(self, lines):
        for wrong in (
            {"path": lines.path},
            {"path": lines.path, "name": ("a",)},
            {"path": lines.path, "name": timezone.now()},
            {"path": lines.path, "name": float("nan")},
            {"path": lines.path, "name": "a", "more": 1},
        ):
            with pytest.raises(ThuocDoError, match="JOB-001"):
                jobs.enqueue(chores.mark, **wrong)
        assert not Job.objects.exists()

    def test_a_key_keeps_a_job_from_doubling(self, lines):
        told = {"path": lines.path, "name": "a"}
        first = jobs.enqueue(chores.mark, key="k", **told)
        assert jobs.enqueue(chores.mark, key="k", **told) == first
        assert jobs.enqueue(chores.mark, key="other", **told) != first
        assert jobs.enqueue(chores.mark, **told) != jobs.enqueue(chores.mark, **told)
        assert jobs.enqueue(chores.broken, key="k", path=lines.path) != first

    def test_queued_with_the_fact_or_not_at_all(self, lines):
        with pytest.raises(KeyError), transaction.atomic():
            jobs.enqueue(chores.mark, path=lines.path, name="a")
            raise KeyError
        assert not Job.objects.exists()

    def test_done_with_its_result(self, lines):
        job = ran(jobs.enqueue(chores.mark, path=lines.path, name="a"))
        assert (job.state, job.result, job.attempts) == ("done", {"name": "a"}, 1)
        assert hand() is None

    def test_retries_are_bounded_with_a_longer_pause_each_time(self, lines):
        number, pauses = jobs.enqueue(chores.broken, path=lines.path), []
        while (job := ran(number)).state == "queued":
            pauses.append((job.due - timezone.now()).total_seconds())
            assert hand() is None
            Job.objects.update(due=timezone.now())
        assert (job.state, job.attempts, job.error) == ("failed", 3, "JOB-006")
        assert [round(one, -1) for one in pauses] == [10, 30]
        assert lines() == ["tried"] * 3

    def test_wrong_data_are_not_tried_again(self, lines):
        job = ran(jobs.enqueue(chores.refusing, path=lines.path))
        assert (job.state, job.attempts, job.error) == ("failed", 1, "DOSSIER-004")

    def test_a_fault_that_may_pass_is(self, lines):
        job = ran(jobs.enqueue(chores.hoping, path=lines.path))
        assert (job.state, job.error) == ("queued", "DOSSIER-007")

    def test_a_result_that_is_no_json_is_a_fault(self):
        job = ran(jobs.enqueue(chores.unspeakable, attempts=1))
        assert (job.state, job.error, job.result) == ("failed", "JOB-006", None)

    def test_a_task_this_version_does_not_know(self, lines):
        number = jobs.enqueue(chores.mark, path=lines.path, name="a")
        for path in ("tests.jobs.chores.gone", "os.getcwd"):
            Job.objects.update(task=path, state="queued")
            assert ran(number).error == "JOB-002"

    def test_whoever_lost_the_lease_changes_nothing(self, lines, tmp_path):
        number = jobs.enqueue(chores.long, path=lines.path, gate=str(tmp_path / "never"))
        slow = hand(lease=-1)
        assert queue.reap(timezone.now()) == 1
        quick = hand()
        assert (quick.job.id, quick.job.attempts) == (number, 2)
        now = timezone.now()
        assert not queue.complete(slow.job, {}, now)
        assert not queue.fail(slow.job, "JOB-006", now)
        assert not queue.give_back(slow.job, now)
        assert not queue.keep(number, slow.job.holder, now)
        run(slow)  # its first word of progress ends it
        assert lines() == ["began"]
        job = jobs.find(number)
        assert (job.state, job.holder, job.done) == ("running", quick.job.holder, None)
        assert queue.reap(now) == 0

    def test_a_lease_renewed_in_time_is_not_reaped(self, lines):
        jobs.enqueue(chores.mark, path=lines.path, name="a")
        one = hand(lease=-1)
        assert queue.keep(one.job.id, one.job.holder, timezone.now() + timedelta(minutes=1))
        assert queue.reap(timezone.now()) == 0

    def test_nor_is_one_renewed_while_the_reaper_looked(self, lines):
        jobs.enqueue(chores.mark, path=lines.path, name="a")
        one = hand(lease=-1)
        queue.keep(one.job.id, one.job.holder, timezone.now() + timedelta(minutes=1))
        assert not queue._reaped(one.job, timezone.now())  # as it was read before the renewal
        assert jobs.find(one.job.id).holder == one.job.holder

    def test_a_failed_job_is_retried_by_hand_and_told(self, lines):
        before, _ = audit.head()
        number = jobs.enqueue(chores.refusing, path=lines.path)
        with pytest.raises(ThuocDoError, match="JOB-004"):
            jobs.retry("cli", number)
        ran(number)
        job = jobs.retry("cli", number)
        assert (job.state, job.attempts, job.error) == ("queued", 0, "")
        assert audit.verify() == [] and audit.head()[0] == before + 1
        with pytest.raises(ThuocDoError, match="JOB-003"):
            jobs.retry("cli", number + 1)

    def test_django_tasks_speaks_to_the_same_table(self, lines):
        told = chores.mark.enqueue(path=lines.path, name="a")
        assert not told.is_finished
        ran(int(told.id))
        told.refresh()
        assert told.return_value == {"name": "a"} and told.attempts == 1

    def test_progress_outside_a_job_is_nothing(self):
        jobs.progress(1, 2)


def test_takers_at_once_never_hold_the_same_job(database, lines):
    for n in range(20):
        jobs.enqueue(chores.mark, path=lines.path, name=str(n))
    taken, failed = [], []

    def take(name: str) -> None:
        try:
            while job := queue.take(name, timezone.now(), 60):
                taken.append(job.id)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(f"w{n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert failed == []
    assert len(taken) == len(set(taken)) == 20
