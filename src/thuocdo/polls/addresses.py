"""Addresses of the pages of this room."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

NODE = "muc"  # query key: a factor, a group, the whole index


def rounds() -> str:
    """*Khảo sát*: every round."""
    return reverse("survey-rounds")


def round_page(name: str) -> str:
    return reverse("survey-round", args=(name,))


def item(name: str, item: str) -> str:
    """One item by commune."""
    return reverse("survey-item", args=(name, item))


def factors(name: str, node: str = "") -> str:
    """Factors and policy groups."""
    found = reverse("survey-factors", args=(name,))
    return f"{found}?{urlencode({NODE: node})}" if node else found


def changes(name: str, other: str) -> str:
    """What changed between two rounds."""
    return reverse("survey-changes", args=(name, other))
