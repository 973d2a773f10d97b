"""Take evidence in, cite it, find it, let it go; each told to the log in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thuocdo import audit, environment, jobs
from thuocdo.errors import ThuocDoError
from thuocdo.evidence import scanning, shelf, words
from thuocdo.evidence.models import KEPT, NONE, WAITING, Citation, Evidence, Text
from thuocdo.evidence.names import plain, shown

READ = ("pdf", "docx", "text")  # kinds whose text is taken out


def add(stream: BinaryIO, name: str, actor: str) -> Evidence:
    """Take ``stream`` in as evidence handed in by ``actor``, a plain identifier.

    The same content by the same actor again is the same row. Raises ``ThuocDoError`` of
    ``shelf.put`` and ``scanning.scan``; nothing is kept then. Call it outside long transactions:
    the file is on the disk before the row.
    """
    _refuse_unfit("actor", actor)
    command, limit = (
        environment.value("THUOCDO_SCAN_COMMAND"),
        environment.count("THUOCDO_EVIDENCE_LIMIT"),
    )
    stored = shelf.put(environment.home(), stream, limit, partial(scanning.scan, command))
    told = {
        "size": stored.size,
        "kind": stored.kind.code,
        "name": shown(name),
        "uploaded": timezone.now(),
        "scan": stored.judged,
    }
    with transaction.atomic():
        found, is_new = Evidence.objects.get_or_create(
            sha256=stored.sha256, uploaded_by=actor, defaults=told
        )
        if stored.judged == scanning.CLEAN:  # of the content, whoever handed it in before
            unscanned = Evidence.objects.filter(sha256=found.sha256, scan=scanning.UNSCANNED)
            unscanned.update(scan=scanning.CLEAN)
            found.scan = scanning.CLEAN
        want_text(found)
        if is_new:
            details = {"sha256": found.sha256, "kind": found.kind, "scan": found.scan}
            audit.record(actor, "evidence.add", f"evidence:{found.pk}", "", details)
    return found


def want_text(evidence: Evidence) -> None:
    """See that the text of the content is kept, or that a job will take it out."""
    from thuocdo.evidence.tasks import take_text

    state = WAITING if evidence.kind in READ else NONE
    _, is_new = Text.objects.get_or_create(sha256=evidence.sha256, defaults={"state": state})
    if is_new and state == WAITING:
        jobs.enqueue(take_text, sha256=evidence.sha256)


def find(number: int, may: Callable[[Evidence], bool]) -> Evidence:
    """The evidence ``number`` that the caller's ``may`` allows.

    Raises ``ThuocDoError`` EVIDENCE-015, the same where there is none and where it is not allowed:
    a forged number learns nothing.
    """
    found = Evidence.objects.filter(pk=number).first()
    if found is None or not may(found):
        raise ThuocDoError.of("EVIDENCE-015")
    return found


def search(question: str, among: QuerySet) -> QuerySet:
    """Evidence of ``among`` (rows the caller may see) whose text holds every word of ``question``,
    newest first; see ``words.asked``. Nothing is found by a question without words.
    """
    phrases = words.asked(question)
    if not phrases:
        return among.none()
    wanted = Q(state=KEPT)
    for one in phrases:
        wanted &= Q(marked__contains=one.marked) if one.marked else Q(bare__contains=one.bare)
    texts = Text.objects.filter(wanted).values("sha256")
    return among.filter(sha256__in=texts).order_by("-uploaded", "-pk")


def cite(
    evidence: Evidence,
    subject: str,
    actor: str,
    *,
    number: str = "",
    dated: date | None = None,
    issuer: str = "",
    section: str = "",
    page: str = "",
) -> Citation:
    """Cite ``evidence`` for ``subject``, a plain identifier; whether ``actor`` may is the caller's.

    Raises ``ThuocDoError`` EVIDENCE-017 for a text that is too long, naming the field.
    """
    _refuse_unfit("subject", subject)
    _refuse_unfit("actor", actor)
    texts = {"number": number, "issuer": issuer, "section": section, "page": page}
    with transaction.atomic():
        made = Citation.objects.create(
            evidence=evidence,
            subject=subject,
            dated=dated,
            written_by=actor,
            written=timezone.now(),
            **{name: _fitting(name, text) for name, text in texts.items()},
        )
        details = {"evidence": evidence.pk, "subject": subject}
        audit.record(actor, "evidence.cite", f"citation:{made.pk}", "", details)
    return made


FIELDS = {
    "number": ("Số, ký hiệu", "Number"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "section": ("Mục", "Section"),
    "page": ("Trang", "Page"),
}


def _fitting(name: str, text: str) -> str:
    longest = Citation._meta.get_field(name).max_length
    found = plain(text, longest + 1)
    if len(found) > longest:
        raise ThuocDoError.of("EVIDENCE-017", field=FIELDS[name], longest=longest)
    return found


def withdraw_citation(citation: Citation, actor: str) -> None:
    """Take a citation back; the evidence stays."""
    with transaction.atomic():
        details = {"evidence": citation.evidence_id, "subject": citation.subject}
        audit.record(actor, "evidence.uncite", f"citation:{citation.pk}", "", details)
        citation.delete()


def forget(evidence: Evidence, actor: str) -> None:
    """Delete the row; the sweep takes the file when no other row has its content.

    Raises ``ThuocDoError`` EVIDENCE-018 while something cites it.
    """
    with transaction.atomic():
        if count := evidence.citations.count():
            raise ThuocDoError.of("EVIDENCE-018", count=count)
        details = {"sha256": evidence.sha256}
        audit.record(actor, "evidence.forget", f"evidence:{evidence.pk}", "", details)
        evidence.delete()


def known() -> dict[str, int]:
    """Every content that a row names: SHA-256 → bytes."""
    return dict(Evidence.objects.values_list("sha256", "size"))


def _refuse_unfit(name: str, value: str) -> None:
    if not value or (why := audit.chain.unfit(name, value)):
        raise ValueError(why if value else f"{name} is empty")
