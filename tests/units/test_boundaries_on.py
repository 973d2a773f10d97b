from datetime import date

import pytest

from thuocdo import calendar, facts
from thuocdo.units import boundaries_on


@pytest.mark.parametrize(
    ("day", "boundaries"),
    [
        (date(2025, 6, 30), "63"),
        (date(2025, 7, 1), "34"),
        (calendar.year(2024).end, "63"),
        (calendar.year(2025).end, "34"),
    ],
)
def test_the_boundaries_that_hold_on_a_day(day, boundaries):
    assert boundaries_on(facts.read(), day) == boundaries


def test_a_year_holds_both_its_ends_and_nothing_else():
    year = calendar.year(2025)
    assert date(2025, 1, 1) in year and date(2025, 12, 31) in year
    assert date(2026, 1, 1) not in year
