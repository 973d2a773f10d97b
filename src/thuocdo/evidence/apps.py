"""The Django app of the room ``evidence``."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence, citations, texts."""

    name = "thuocdo.evidence"
    label = "evidence"
