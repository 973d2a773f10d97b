"""What a password must be."""

from __future__ import annotations

import unicodedata

import pytest

from thuocdo.accounts.passwords import fault, normal


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("ngắn quá", "short"),
        ("x" * 11, "short"),
        ("a1b2c3d4" * 26, "long"),
        ("so lan.nguyen 2026", "like_name"),
        ("SO LAN.NGUYEN 2026", "like_name"),
        ("aaaaaaaaaaaa", "one_sign"),
        ("1q2w3e4r5t6y", "common"),
    ],
)
def test_what_will_not_do(password, key):
    found = fault(password, "lan.nguyen")
    assert found is not None and found.key == key
    assert found.text("vi") != found.text("en")


@pytest.mark.parametrize("password", ["Đường làng mưa bay", "x7#kQ2!vbn0p", "0987 612 345 abcde"])
def test_what_will_do(password):
    assert fault(password, "lan.nguyen") is None


def test_letters_composed_or_not_are_the_same_password():
    text = "Đường làng mưa bay"
    composed, taken_apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert composed != taken_apart
    assert normal(composed) == normal(taken_apart)
