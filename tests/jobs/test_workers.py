"""Real worker processes: killed, racing, stopped; on whichever database the run has."""

from __future__ import annotations

import signal

from tests.jobs import chores
from tests.jobs.conftest import until

from thuocdo import jobs
from thuocdo.jobs.models import Job, Letter, Worker


def test_a_killed_workers_job_is_taken_up_again_and_done_once(worker, lines, tmp_path):
    gate = tmp_path / "gate"
    number = jobs.enqueue(chores.long, path=lines.path, gate=str(gate))
    first = worker()
    until(lambda: lines() == ["began"] and jobs.find(number).done)
    first.send_signal(signal.SIGKILL)
    first.wait(30)
    assert (jobs.find(number).state, jobs.find(number).attempts) == ("running", 1)
    worker()
    until(lambda: lines() == ["began", "began"])
    gate.touch()
    until(lambda: "told done" in lines())
    job = jobs.find(number)
    assert (job.state, job.attempts, job.error, job.holder) == ("done", 2, "", "")
    assert lines() == ["began", "began", "ended", "told done"]
    assert Letter.objects.count() == 1


def test_a_living_workers_lease_is_kept_however_long_the_job(worker, lines, tmp_path):
    gate = tmp_path / "gate"
    number = jobs.enqueue(chores.long, path=lines.path, gate=str(gate))
    worker(lease=1)
    first = until(lambda: jobs.find(number).lease_until)
    worker(lease=1)
    # Renewed past its first end several times, under the eyes of a second worker.
    until(lambda: (jobs.find(number).lease_until - first).total_seconds() > 3)
    gate.touch()
    until(lambda: "told done" in lines())
    assert jobs.find(number).attempts == 1
    assert lines() == ["began", "ended", "told done"]


def test_a_job_that_kills_its_workers_fails_in_the_end(worker, lines, tmp_path):
    gate = tmp_path / "never"
    number = jobs.enqueue(chores.long, attempts=2, path=lines.path, gate=str(gate))
    for attempt in (1, 2):
        one = worker(lease=1)
        until(lambda attempt=attempt: lines().count("began") == attempt)
        one.send_signal(signal.SIGKILL)
        one.wait(30)
    worker(lease=1)
    until(lambda: "told failed" in lines())
    job = jobs.find(number)
    assert (job.state, job.attempts, job.error) == ("failed", 2, "JOB-005")
    assert lines() == ["began", "began", "told failed"]


def test_two_workers_and_fifty_jobs_none_doubled(worker, lines):
    worker(), worker()
    until(lambda: Worker.objects.count() == 2)
    wanted = {
        f"job{n}": jobs.enqueue(chores.mark, path=lines.path, name=f"job{n}") for n in range(50)
    }
    mine = Job.objects.filter(id__in=wanted.values())
    until(lambda: mine.filter(state="done").count() == 50)
    names, who = zip(*(line.split() for line in lines()), strict=True)
    assert sorted(names) == sorted(wanted)
    assert len(set(who)) == 2
    assert set(mine.values_list("attempts", flat=True)) == {1}
    # Both looked at the periodic table all the while: once for every slot.
    slots = list(Job.objects.exclude(key=None).values_list("task", "key"))
    assert len({task for task, _ in slots}) == 2 and len(slots) == len(set(slots))


def test_a_worker_asked_to_stop_puts_its_job_down_uncounted(worker, lines, tmp_path):
    gate = tmp_path / "gate"
    number = jobs.enqueue(chores.long, path=lines.path, gate=str(gate))
    one = worker()
    until(lambda: lines() == ["began"])
    one.send_signal(signal.SIGTERM)
    assert one.wait(30) == 0
    job = jobs.find(number)
    assert (job.state, job.attempts, job.error, job.lease_until) == ("queued", 0, "", None)
    assert not Worker.objects.exists()


def test_the_log_of_a_worker_carries_no_data(worker, lines, tmp_path):
    number = jobs.enqueue(chores.broken, attempts=1, path=lines.path)
    worker()
    until(lambda: jobs.find(number).state == "failed")
    said = (tmp_path / "worker.log").read_text(encoding="utf-8")
    assert "RuntimeError at" in said and "chores.py" in said
    assert "033123456789" not in said
