"""Letters without marks; rows in aligned columns."""

from __future__ import annotations

import unicodedata

import pytest

from thuocdo.wording import aligned, bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ hạng (2024)", "thu hang 2024"),
        ("Đắk Lắk", "dak lak"),
        ("Tỉnh/Thành phố", "tinh thanh pho"),
        ("  PAR   INDEX ", "par index"),
        ("–", ""),
    ],
)
def test_bare(text, expected):
    assert bare(text) == expected
    assert bare(unicodedata.normalize("NFD", text)) == expected


def test_columns_are_as_wide_as_their_widest_cell():
    text = aligned(["Tên", "Điểm"], [["Hưng Yên", "7,5"], ["Huế", "44,60"]], right=[1])
    assert text == "Tên        Điểm\nHưng Yên    7,5\nHuế       44,60"


def test_letters_of_several_code_points_and_line_breaks_keep_the_columns():
    name = unicodedata.normalize("NFD", "Huế")
    assert aligned(["a", "b"], [[name, "x\ny"], ["Yên", "z"]]) == "a    b\nHuế  x y\nYên  z"
