"""Finding a unit by whatever name an official writes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.units import Unit, aliases, find, plain, provinces


def unit(code: str, name: str, kind: str = "tỉnh") -> Unit:
    return Unit(code, name, "province", kind, "VN")


THREE = [unit("33", "Hưng Yên"), unit("17", "Hoà Bình"), unit("01", "Hà Nội", "thành phố")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thuỵ Anh", "Thụy Anh"),
        ("Hoà Bình", "Hòa Bình"),
        ("Hưng Yên", "hung yen"),
        ("Đắk Lắk", "dak lak"),
        ("tỉnh Hưng Yên", "Hưng Yên"),
        ("Thành phố Hà Nội", "TP. Hà Nội"),
        ("T.P Huế", "Huế"),
        ("Xã Tân Hưng", "Tân Hưng"),
        ("Thừa Thiên-Huế", "Thừa Thiên - Huế"),
    ],
)
def test_spellings_that_mean_the_same(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hà Nam", "Hà Nội"), ("Sơn La", "La"), ("Tỉnh", "Xã"), ("Sở", "Xã")]
)
def test_spellings_that_do_not(one, other):
    assert plain(one) != plain(other)


@given(st.text(alphabet="aăâeêioôơuưyđ ÁÀẢÃẠẾỒỰ-.", max_size=20))
def test_plain_is_ascii_and_stays(text):
    assert plain(text).isascii()
    assert plain(plain(text)) == plain(text)
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("name", ["33", " 33 ", "Hưng Yên", "HUNG YEN", "tỉnh hưng yên"])
def test_by_code_and_by_name(name):
    assert find(name, THREE).code == "33"


def test_either_tone_spelling_and_a_lost_zero():
    assert find("Hòa Bình", THREE).code == find("hoà bình", THREE).code == "17"
    assert find("1", THREE).code == "01"


def test_aliases():
    assert find("Thủ đô", THREE, {"Thủ đô": "01"}).code == "01"
    assert find("thu do", THREE, {"Thủ đô": "01"}).code == "01"
    with pytest.raises(ThuocDoError, match="UNIT-001"):
        find("Thủ đô", THREE)


def test_a_name_of_two_units():
    two = [unit("1", "Tân Hưng"), unit("2", "Tấn Hưng")]
    with pytest.raises(ThuocDoError, match=r"UNIT-002 .*Tân Hưng \(1\), Tấn Hưng \(2\)"):
        find("Tan Hung", two)
    assert find("2", two).code == "2"


def test_a_misspelled_name_is_answered_with_the_nearest():
    with pytest.raises(ThuocDoError, match="UNIT-001 .*Có phải: Hưng Yên?"):
        find("Hưng Yn", THREE)
    with pytest.raises(ThuocDoError, match="UNIT-001 .*thuocdo units list"):
        find("xyz", THREE)


@pytest.mark.parametrize("boundaries", ["63", "34"])
def test_every_province_is_found_by_each_of_its_names(facts, boundaries):
    units, others = provinces(facts, boundaries), aliases(facts, boundaries)
    for one in units:
        for name in (one.code, one.name, one.name_en, plain(one.name), f"{one.kind} {one.name}"):
            assert find(name, units, others) == one
    for alias, code in others.items():
        assert find(alias, units, others).code == code
