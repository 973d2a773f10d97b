"""What ``thuocdo doctor`` says of the worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from thuocdo import jobs
from thuocdo.jobs.models import Job, Worker
from thuocdo.jobs.upkeep import forget
from thuocdo.site.health import _worker

pytestmark = pytest.mark.django_db


def test_no_worker_and_nothing_to_do_is_fine():
    found = _worker()
    assert found.fine and "không có tiến trình" in found.text


def test_a_worker_seen_within_the_lease_is_alive():
    now = timezone.now()
    one = Worker.objects.create(name="w", started=now, seen=now - timedelta(seconds=20))
    found = _worker()
    assert found.fine and "thấy cách đây 20 giây" in found.text
    one.seen = now - timedelta(seconds=61)
    one.save()
    assert "không có tiến trình" in _worker().text


@pytest.mark.parametrize("state", ["queued", "running"])
def test_work_that_waits_for_nobody_is_a_fault(state):
    jobs.enqueue(forget)
    old = timezone.now() - timedelta(seconds=61)
    assert _worker().fine
    Job.objects.update(state=state, due=old, lease_until=old)
    found = _worker()
    assert not found.fine and "1 việc chờ" in found.text


def test_a_lease_that_is_no_number_is_told(monkeypatch):
    monkeypatch.setenv("THUOCDO_JOB_LEASE", "một phút")
    found = _worker()
    assert not found.fine and found.text.count("JOB-009") == 1
