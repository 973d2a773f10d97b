"""The outbox: what is to be told, written with the fact, delivered at least once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from thuocdo.errors import ThuocDoError
from thuocdo.jobs.pauses import pause
from thuocdo.jobs.registry import HANDLERS

HELD, LONGEST = 300, 3600  # seconds: for one delivery, and the longest pause between two
log = logging.getLogger(__name__)


class Overtaken(Exception):
    """Another worker took the letter up: what this one wrote is rolled back."""


def write(kind: str, key: str, content: dict) -> bool:
    """Put a letter in the outbox, in the transaction of the caller; False when ``key`` is there.

    ``content`` is JSON: identifiers and numbers, no personal data.
    """
    from django.utils import timezone

    from thuocdo.jobs.models import Letter

    now = timezone.now()
    told = {"kind": kind, "content": content, "due": now, "created": now}
    return Letter.objects.get_or_create(key=key, defaults=told)[1]


def deliver(now: datetime) -> int:
    """Deliver what is due; how many letters arrived. One that fails is tried again, for ever."""
    from thuocdo.jobs.models import Letter

    due = Letter.objects.filter(delivered=None, due__lte=now, kind__in=list(HANDLERS))
    return sum(_delivered(letter, now) for letter in due.order_by("id")[:100])


def _delivered(letter, now: datetime) -> bool:
    from thuocdo.jobs.models import Letter

    attempt = letter.attempts + 1
    mine = Letter.objects.filter(id=letter.id, delivered=None, attempts=letter.attempts)
    if not mine.update(attempts=attempt, due=now + timedelta(seconds=HELD)):
        return False
    ours = Letter.objects.filter(id=letter.id, delivered=None, attempts=attempt)
    try:
        _hand_over(letter, ours, now)
    except Overtaken:
        return False
    except Exception as error:
        code = error.code if isinstance(error, ThuocDoError) else "JOB-006"
        log.warning("letter %s %s: %s %s", letter.id, letter.kind, code, type(error).__name__)
        ours.update(due=now + timedelta(seconds=pause(attempt, LONGEST)), error=code)
        return False
    return True


def _hand_over(letter, ours, now: datetime) -> None:
    from django.db import transaction

    with transaction.atomic():
        HANDLERS[letter.kind](letter.key, letter.content)
        if not ours.update(delivered=now, error=""):
            raise Overtaken
