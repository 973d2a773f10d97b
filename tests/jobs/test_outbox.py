"""The outbox: with the fact or not at all; delivered, and not forgotten when delivery fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from thuocdo.errors import ThuocDoError
from thuocdo.jobs import outbox, registry
from thuocdo.jobs.models import Job, Letter


@pytest.fixture
def heard(monkeypatch):
    """What a handler of the kind "thử" was given; ``heard.fault`` is raised after it wrote."""

    class Heard(list):
        fault = None

    told = Heard()

    def handler(key: str, content: dict) -> None:
        told.append((key, content))
        now = timezone.now()
        Job.objects.create(task=key, allowed=1, due=now, created=now)
        if told.fault:
            raise told.fault

    monkeypatch.setitem(registry.HANDLERS, "thử", handler)
    return told


pytestmark = pytest.mark.django_db


def test_a_rolled_back_fact_leaves_no_letter(heard):
    with pytest.raises(KeyError), transaction.atomic():
        assert outbox.write("thử", "a", {})
        raise KeyError
    assert not Letter.objects.exists()
    assert outbox.deliver(timezone.now()) == 0 and heard == []


def test_delivered_once_and_a_key_is_not_doubled(heard):
    assert outbox.write("thử", "a", {"n": 1})
    assert not outbox.write("thử", "a", {"n": 2})
    assert outbox.deliver(timezone.now()) == 1
    assert outbox.deliver(timezone.now()) == 0
    assert heard == [("a", {"n": 1})]


@pytest.mark.parametrize(
    "fault,code", [(RuntimeError("secret"), "JOB-006"), (ThuocDoError.of("DOOR-003"), "DOOR-003")]
)
def test_a_failed_delivery_writes_nothing_and_is_tried_again_later(heard, fault, code):
    outbox.write("thử", "a", {})
    heard.fault, now = fault, timezone.now()
    assert outbox.deliver(now) == 0
    letter = Letter.objects.get()
    assert (letter.delivered, letter.error, Job.objects.count()) == (None, code, 0)
    heard.fault = None
    assert outbox.deliver(now + timedelta(seconds=9)) == 0
    assert outbox.deliver(now + timedelta(seconds=11)) == 1
    assert len(heard) == 2 and Job.objects.count() == 1


def test_whoever_is_overtaken_writes_nothing(heard):
    outbox.write("thử", "a", {})
    letter = Letter.objects.get()

    def slow(key, content):
        Letter.objects.update(attempts=2)
        now = timezone.now()
        Job.objects.create(task=key, allowed=1, due=now, created=now)

    registry.HANDLERS["thử"] = slow
    assert not outbox._delivered(letter, timezone.now())
    assert not Job.objects.exists()


def test_letters_without_a_handler_wait(heard):
    outbox.write("chưa ai nhận", "b", {})
    assert outbox.deliver(timezone.now()) == 0
    assert Letter.objects.get().attempts == 0
