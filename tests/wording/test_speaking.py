"""Numbers, dates and sentences as the reader sees them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.wording import Sentence, aligned, bare, date, number, percent, signed


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (44.603644, 2, "44,60", "44.60"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-0.324, 2, "−0,32", "−0.32"),
        (-0.001, 2, "0,00", "0.00"),
        (0.0, 1, "0,0", "0.0"),
        (None, 2, "–", "–"),
    ],
)
def test_number(value, digits, vi, en):
    assert number(value, digits) == vi
    assert number(value, digits, "en") == en


@pytest.mark.parametrize(
    ("value", "vi"), [(0.5, "+0,50"), (-0.5, "−0,50"), (0.001, "0,00"), (None, "–")]
)
def test_signed(value, vi):
    assert signed(value) == vi


@pytest.mark.parametrize(
    ("share", "digits", "vi", "en"), [(0.123, 1, "12,3 %", "12.3%"), (None, 0, "–", "–")]
)
def test_percent(share, digits, vi, en):
    assert (percent(share, digits), percent(share, digits, "en")) == (vi, en)


def test_date():
    day = datetime.date(2026, 11, 2)
    assert (date(day), date(day, "en")) == ("02/11/2026", "2 November 2026")
    assert date(None) == "–"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_both_languages_show_the_same_digits(value, digits):
    swapped = number(value, digits, "en").translate(str.maketrans(",.", ".,"))
    assert number(value, digits) == swapped
    assert float(number(value, digits, "en").replace(",", "").replace("−", "-")) == float(
        f"{value:.{digits}f}"
    )


def test_a_sentence_formats_by_its_places():
    said = Sentence("insight", "change_real", {"before": "2023", "change": 0.176})
    assert said.text("vi") == "So với 2023: +0,18 điểm, vượt sai số."
    assert said.text("en") == "Since 2023: +0.18 points, beyond noise."


def test_a_missing_value_is_a_dash_and_a_pair_speaks_its_language():
    said = Sentence("indices", "merged_from", {"parts": ("một", "one")})
    assert "một" in said.text("vi") and "one" in said.text("en")
    gone = Sentence("insight", "change_unknown", {"before": "2023", "change": None})
    assert "–" in gone.text("vi")


@pytest.mark.parametrize(
    ("one", "other"), [("Thuỵ", "Thụy"), ("Hoà", "Hòa"), ("Đắk Lắk", "dak  lak"), ("Huế.", "HUE")]
)
def test_bare_letters_agree(one, other):
    assert bare(one) == bare(other)


def test_aligned_columns():
    text = aligned(("Tỉnh", "Điểm"), [("Hưng Yên", "44,60"), ("Huế", "9,1")], right=(1,))
    assert text.split("\n") == ["Tỉnh       Điểm", "Hưng Yên  44,60", "Huế         9,1"]
