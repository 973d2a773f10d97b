"""Words are found with or without their marks, wherever the mark stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.evidence.words import LONGEST, MOST, asked, folded
from thuocdo.wording import bare

TEXT = "Quyết định số 2640/QĐ-UBND ngày 05/3/2026 về hoà giải, đường làng; «cải cách»."


def holds(text: str, question: str) -> bool:
    """Whether ``search`` would find ``text``."""
    plain, marked = folded(text)
    phrases = asked(question)
    return bool(phrases) and all(
        one.marked in marked if one.marked else one.bare in plain for one in phrases
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("quyet dinh", True),
        ("QUYẾT ĐỊNH", True),
        (unicodedata.normalize("NFD", "quyết định"), True),
        ("dinh quyet", True),
        ("quyêt", False),
        ('"dinh quyet"', False),
        ('"quyet dinh so 2640"', True),
        ("“quyết định”", True),
        ("hòa", True),
        ("hoà", True),
        ("hoa", True),
        ("họa", False),
        ("duong", True),
        ("đuong", False),
        ("đường", True),
        ("2640/QĐ-UBND", True),
        ("quyet 9999", False),
        ("uye", False),
        ("%", False),
        ("_", False),
        ("' OR 1=1 --", False),
        ("", False),
        ('""', False),
    ],
)
def test_what_is_found(question, expected):
    assert holds(TEXT, question) is expected


LETTERS = st.text(alphabet="aăâbcdđeêghoôơuưyAĐƯ \n.,-/0123456789\u0300\u0301\u0303\u0309\u0323")


@given(LETTERS)
def test_without_marks_it_is_the_spelling_of_the_house(text):
    assert folded(text)[0].split() == bare(text).split()


@given(LETTERS)
def test_every_text_is_found_by_each_of_its_words_with_and_without_marks(text):
    for word in unicodedata.normalize("NFC", text).split():
        if bare(word) and len(word) <= LONGEST:
            assert holds(text, word) and holds(text, bare(word))


@given(st.text(max_size=500))
def test_no_text_brings_what_a_database_refuses(text):
    for found in folded(text):
        assert "\0" not in found and found.encode().decode() == found
    assert len(asked(text)) <= MOST
