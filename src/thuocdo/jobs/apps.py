"""The Django app of the room ``jobs``."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs, workers, outbox."""

    name = "thuocdo.jobs"
    label = "jobs"
