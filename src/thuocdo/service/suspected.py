"""Questions to units of a year: what dossiers of the lake show and what the portal's answers do."""

from __future__ import annotations

from thuocdo.dossiers.integrity.agencies import agency_counts
from thuocdo.dossiers.integrity.asking import Answer, with_agencies
from thuocdo.dossiers.portal import periods
from thuocdo.service import captures, lake_figures
from thuocdo.service.portal_page import units_of


def suspicions(year: int) -> Answer | None:
    """All of ``year``; ``None`` without a dossier of it in the lake."""
    found = lake_figures.suspicions(year)
    held = captures.of_period()
    told = periods.parse(held.period) if held else None
    if found is None or told is None or told.start.year != year or not held.is_own:
        return found
    return with_agencies(found, agency_counts(held.bundle, units_of(held)))
