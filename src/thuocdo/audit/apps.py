"""The Django app of the room ``audit``."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """One table, append-only."""

    name = "thuocdo.audit"
    label = "audit"
