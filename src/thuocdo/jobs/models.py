"""The tables of the room: jobs, workers that are alive, and letters waiting to be delivered."""

from __future__ import annotations

from django.db import models

QUEUED, RUNNING, DONE, FAILED = STATES = ("queued", "running", "done", "failed")


class Job(models.Model):
    """One piece of work. ``holder`` is new at every taking up: whoever writes must name it.

    ``done`` of ``of`` counts steps, null where not known; ``sentence`` is room, key and values
    of a wording, so that both languages can say it. ``error`` is a code, never a message.
    """

    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True)
    state = models.CharField(max_length=8, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    allowed = models.PositiveSmallIntegerField()
    due = models.DateTimeField()
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(null=True)
    of = models.PositiveBigIntegerField(null=True)
    sentence = models.JSONField(null=True)
    result = models.JSONField(null=True)
    error = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField()
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "key"], name="jobs_one_per_key")]
        indexes = [
            models.Index(fields=["state", "due", "id"], name="jobs_next"),
            models.Index(fields=["state", "lease_until"], name="jobs_lost"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.task} {self.state}"


class Worker(models.Model):
    """A worker process and when it was last seen alive."""

    name = models.CharField(max_length=80, primary_key=True)
    started = models.DateTimeField()
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """Something to be told, written with the fact it tells of; ``key`` keeps it from doubling."""

    kind = models.CharField(max_length=240)
    key = models.CharField(max_length=240, unique=True)
    content = models.JSONField(default=dict)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    error = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField()
    delivered = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["delivered", "due"], name="jobs_letters")]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"
