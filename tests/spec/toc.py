"""The chapters of the manual in their order."""

from __future__ import annotations

from importlib import import_module

from tests.spec.book import Chapter

ORDER = (
    "sums",
    "ranking",
    "merging",
    "partial_merging",
    "carried_errors",
    "merged_errors",
    "rank_sets",
    "top_and_chance",
    "changes",
    "breaks",
    "typical_gains",
    "names",
    "published_ranks",
    "rescaling",
    "portal_zero",
    "portal_transparency",
    "portal_progress",
    "portal_online",
    "portal_payment",
    "portal_digitised",
    "portal_satisfaction",
    "portal_cheapest",
    "clock_end",
    "clock_due_moment",
    "clock_supplement",
    "clock_waiting",
    "clock_second_request",
    "clock_reappointment",
    "clock_missing_due",
    "clock_refused",
    "clock_withdrawn",
    "clock_stopped",
    "clock_payment",
    "clock_open",
    "newest_wins",
    "measure_hours",
    "points_of_rates",
    "losses_share",
    "losses_capped",
    "fair_standardised",
    "fair_funnel",
    "fair_former_gap",
    "integrity_expected",
    "simulated_draw",
    "survey_index",
    "surveys_design",
    "surveys_singletons",
    "surveys_shares",
    "surveys_calibration",
    "surveys_changes",
    "areas_fay_herriot",
    "areas_showing",
    "areas_suppression",
    "sample_allocation",
    "sample_pps",
    "sample_replacement",
    "surveys_design",
    "surveys_singletons",
    "surveys_shares",
    "surveys_calibration",
    "surveys_changes",
    "survey_answers",
)


def chapters() -> list[tuple[str, Chapter]]:
    """(module, chapter) in order."""
    return [(name, import_module(f"tests.spec.chapters.{name}").CHAPTER) for name in ORDER]
