"""The Django app of the room ``pages``."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Templates, static files and template filters; no models."""

    name = "thuocdo.pages"
    label = "pages"
