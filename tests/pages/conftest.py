"""Enough Django to render the room's own templates, with or without the site's settings."""

import os

import django
import pytest
from django.conf import settings

if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
    settings.configure(
        SECRET_KEY="test",
        INSTALLED_APPS=["django.contrib.staticfiles", "thuocdo.pages"],
        LANGUAGE_CODE="vi",
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                },
            }
        ],
    )
    django.setup()


@pytest.fixture(autouse=True)
def plain_pages():
    """Vietnamese pages, static files without a manifest, whatever the site chose."""
    from django.test import override_settings
    from django.utils import translation

    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages), translation.override("vi"):
        yield
