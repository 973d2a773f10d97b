"""The table of the log; it only grows."""

from __future__ import annotations

from django.db import models


class Frozen(Exception):
    """Somebody tried to change or delete what has been written."""


class Entries(models.QuerySet):
    """Rows that can be added and read."""

    def update(self, **_):
        raise Frozen("rows of the audit log are never changed")

    def bulk_update(self, *_, **__):
        raise Frozen("rows of the audit log are never changed")

    def delete(self):
        raise Frozen("rows of the audit log are never deleted")


class Entry(models.Model):
    """One thing done. ``hash`` covers all other fields; ``previous`` is the hash before."""

    sequence = models.BigIntegerField(primary_key=True)
    time = models.CharField(max_length=32)
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = Entries.as_manager()

    class Meta:
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.actor} {self.action} {self.object}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Frozen("rows of the audit log are never changed")
        super().save(*args, force_insert=True, using=kwargs.get("using"))

    def delete(self, *_, **__):
        raise Frozen("rows of the audit log are never deleted")
