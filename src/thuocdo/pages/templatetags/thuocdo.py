"""Filters and tags of every template: numbers in the reader's language, tables, drawings."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from thuocdo.pages import numbers
from thuocdo.pages.shown import Shown, show
from thuocdo.pages.table import Table

register = template.Library()


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def number(value, digits=2):
    """``{{ score|number }}`` 44,60; ``{{ score|number:1 }}`` 44,6."""
    return numbers.number(value, int(digits), _language())


@register.filter
def integer(value):
    """``{{ count|integer }}`` 1.234.567."""
    return numbers.integer(value, _language())


@register.filter
def signed(value, digits=2):
    """``{{ gap|signed }}`` −0,32."""
    return numbers.signed(value, int(digits), _language())


@register.filter
def percent(share, digits=1):
    """``{{ share|percent }}``: a share of 1, 0.123 → 12,3 %."""
    return numbers.percent(share, int(digits), _language())


@register.filter
def day(value):
    """``{{ published|day }}`` 22/11/2026."""
    return numbers.date(value, _language())


@register.simple_tag(takes_context=True)
def shown(context, table: Table) -> Shown:
    """``{% shown table as seen %}``: the table as text, its head links keeping the query.

    Sorted and filtered as the address asks, so that every table of a page works without a
    script; what ``twin`` has done already is not changed by doing it again.
    """
    request = context.get("request")
    query = {key: request.GET[key] for key in request.GET} if request else {}
    asked = table if table.order or table.sought else table.asked(query)
    return show(asked, query, _language())
