"""Write an answer to a question and its row in the log together; find the last ones."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from thuocdo import audit
from thuocdo.service.models import Reply


def written(unit: str, year: int, detector: str, text: str, actor: str, version: int) -> Reply:
    """Add an answer; earlier ones stay. The log learns that there is one, not what it says."""
    with transaction.atomic():
        told = {"unit": unit, "year": year, "detector": detector, "text": text}
        reply = Reply.objects.create(**told, actor=actor, version=version, written=timezone.now())
        object_ = f"question:{year}:{detector}"
        audit.record(actor, "question.answered", object_, unit, {"reply": reply.pk})
    return reply


def last(year: int, unit: str | None = None) -> dict[tuple[str, str], Reply]:
    """(unit, detector) → the last answer on ``year``."""
    rows = Reply.objects.filter(year=year).order_by("pk")
    rows = rows if unit is None else rows.filter(unit=unit)
    return {(one.unit, one.detector): one for one in rows}
