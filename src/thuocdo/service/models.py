"""What units answer to the questions put to them. Rows are added, never changed."""

from __future__ import annotations

from django.db import models

LONGEST = 2000  # characters of an answer


class Reply(models.Model):
    """An answer of ``unit`` to the question ``detector`` on ``year``; the last one counts.

    ``version`` is the lake's when it was written, ``actor`` a plain identifier as in the log.
    """

    unit = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    detector = models.CharField(max_length=40)
    text = models.CharField(max_length=LONGEST)
    actor = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    written = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "year", "detector"], name="service_reply_place")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.detector}"
