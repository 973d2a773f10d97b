"""The tables of the room: evidence handed in, what is cited of it, the text of each content."""

from __future__ import annotations

from django.db import models

from thuocdo.evidence.names import LONGEST

WAITING, KEPT, EMPTY, FAILED, NONE = STATES = ("waiting", "kept", "empty", "failed", "none")


class Evidence(models.Model):
    """A file handed in by somebody. The same content handed in by two people is two rows, so
    that the rights to one say nothing of the other; the disk has it once.

    ``kind`` is a code of ``content.KINDS``; ``name`` words to show, "" when none were left;
    ``uploaded_by`` a plain identifier, as in the log; ``scan`` is ``clean`` or ``unscanned``.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=LONGEST)
    uploaded_by = models.CharField(max_length=40)
    uploaded = models.DateTimeField()
    scan = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "uploaded_by"], name="evidence_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.sha256[:8]}"


class Citation(models.Model):
    """Where in a document a claim is proved. ``subject`` is a plain identifier of the claim
    ("score:12"); what it means is known to the room that cites. What is unknown is "" or null.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    subject = models.CharField(max_length=80, db_index=True)
    number = models.CharField(max_length=80, blank=True)
    dated = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=40, blank=True)
    written_by = models.CharField(max_length=40)
    written = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} ← {self.evidence_id}"


class Text(models.Model):
    """The text of a content, for search. ``state``: ``waiting`` (the job will come), ``kept``,
    ``empty`` (pictures of pages), ``failed`` (``error`` is a code), ``none`` (no kind of text).

    ``bare`` and ``marked`` are the words without and with their marks (``words``); ``cut``:
    the document says more than is kept.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=8, default=WAITING)
    error = models.CharField(max_length=20, blank=True)
    pages = models.PositiveIntegerField(null=True)
    cut = models.BooleanField(default=False)
    bare = models.TextField(blank=True)
    marked = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.state}"
