import datetime
import math
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from thuocdo.pages import numbers


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (44.6, 2, "44,60", "44.60"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-0.32, 2, "−0,32", "−0.32"),
        (-0.001, 2, "0,00", "0.00"),
        (Decimal("7.25"), 2, "7,25", "7.25"),
        (None, 2, "–", "–"),
        (math.nan, 2, "–", "–"),
        (-math.inf, 0, "–", "–"),
    ],
)
def test_number_in_both_languages(value, digits, vi, en):
    assert numbers.number(value, digits) == vi
    assert numbers.number(value, digits, "en") == en


def test_signed_shows_plus_and_true_minus_but_no_sign_for_what_rounds_to_zero():
    assert numbers.signed(0.32) == "+0,32"
    assert numbers.signed(-0.32) == "−0,32"
    assert numbers.signed(0.001) == "0,00"
    assert numbers.signed(math.nan) == "–"


def test_percent_takes_a_share_of_one_and_keeps_its_sign_on_the_line():
    assert numbers.percent(0.123).replace("\u00a0", " ") == "12,3 %"
    assert numbers.percent(0.123, 0, "en") == "12%"
    assert numbers.percent(None) == "–"


def test_dates():
    assert numbers.date(datetime.date(2026, 11, 22)) == "22/11/2026"
    assert numbers.date(datetime.date(2026, 3, 1), "en") == "1 March 2026"
    assert numbers.date(None) == "–"


def test_filters_follow_the_readers_language():
    page = Template("{% load thuocdo %}{{ x|number:1 }} {{ x|signed }} {{ n|integer }} {{ d|day }}")
    context = Context({"x": 4.25, "n": 12345, "d": datetime.date(2026, 11, 22)})
    assert page.render(context) == "4,2 +4,25 12.345 22/11/2026"
    with translation.override("en"):
        assert page.render(context) == "4.2 +4.25 12,345 22 November 2026"
