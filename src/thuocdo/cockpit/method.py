"""*Cách tính*: how scores, merged figures, errors and rank sets come about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from thuocdo.cockpit import figures, frame, series
from thuocdo.indices import rule_sets


def method(request: HttpRequest) -> HttpResponse:
    """The rules in words, the versions of each index, the breaks."""
    facts = figures.now()
    versions = [one for index in ("papi", "par-index", "sipas") for one in rule_sets(facts, index)]
    context = frame.frame(
        request, "", _("Cách tính"), versions=versions, breaks=series.break_table(facts)
    )
    return render(request, "cockpit/method.html", context)
