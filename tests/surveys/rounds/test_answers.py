"""The reading of cells against a slow, obvious reference, one cell at a time."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.surveys.rounds import Choice, Item
from thuocdo.surveys.rounds.answers import read_item

SCALE = Item(
    "q",
    kind="scale",
    choices=(Choice(1, "Kém", "Poor"), Choice(2, "Vừa", "Fair"), Choice(3, "Tốt", "Good")),
    low=1.0,
    high=3.0,
    missing=(98,),
)
SEVERAL = Item("k", kind="multiple", choices=SCALE.choices, missing=(98,))
NUMBER = Item("n", kind="number", low=0.0, high=100.0, missing=(99,))
CELLS = (
    *(None, "1", "2", "3", "1.0", "2,0", "4", "-1", "98", "Kém", "KEM", "vừa", "Good", "x"),
    *("1 3", "1  2", "1 4", "Kém Tốt", "Good, Fair", "Kém;Tốt", "0", "100", "100.5", "3,5"),
    *("99", "1e1", "12345678", "0987654321", "=1", "một", "1 98", "-", "½"),
)
LABELS = {"kem": 1, "poor": 1, "vua": 2, "fair": 2, "tot": 3, "good": 3}
BARE = {"Kém": "kem", "KEM": "kem", "vừa": "vua", "Good": "good", "Tốt": "tot", "Fair": "fair"}


def word(text: str) -> int | None:
    """The code a word or a number means."""
    if text in ("1", "2", "3", "1.0"):
        return int(float(text))
    return LABELS.get(BARE.get(text, ""))


def scale(text: str | None):
    if text in (None, "98"):
        return None, None
    if word(text) is not None:
        return word(text), None
    if text == "2,0":
        return 2, None
    whole = text.lstrip("-").isascii() and text.lstrip("-").isdigit()
    plain = whole and not (len(text) > 1 and text[0] == "0")
    return None, "SURVEY-142" if plain else "SURVEY-140"


def several(text: str | None):
    if text in (None, "98"):
        return (None, None, None), None
    parts = text.replace(",", " ").replace(";", " ").split()
    codes = [word(one) for one in parts]
    if not codes or None in codes:
        return (None, None, None), "SURVEY-140"
    return tuple(int(code in codes) for code in (1, 2, 3)), None


def number(text: str | None):
    if text in (None, "99"):
        return None, None
    if text == "0987654321":
        return None, "SURVEY-143"
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None, "SURVEY-141"
    return (value, None) if 0 <= value <= 100 else (None, "SURVEY-142")


@given(st.lists(st.sampled_from(CELLS), max_size=30))
def test_as_a_person_would_read_them(given_cells):
    cells = pl.Series(given_cells, dtype=pl.String)
    for item, reference in ((SCALE, scale), (SEVERAL, several), (NUMBER, number)):
        read = read_item(item, cells)
        told = list(zip(*(read.columns[name] for name in item.columns), strict=True))
        expected = [reference(text) for text in given_cells]
        values = [one if isinstance(one, tuple) else (one,) for one, _ in expected]
        assert told == values, item.name
        assert read.wrong.to_list() == [fault for _, fault in expected], item.name
        missing = str(item.missing[0])
        assert read.missing == given_cells.count(missing)


def test_codes_that_are_words_stay_words():
    item = Item("g", kind="single", choices=(Choice("nam", "Nam"), Choice(1, "Khác")))
    read = read_item(item, pl.Series(["Nam", "1", "khac", "nu"]))
    assert read.columns["g"].to_list() == ["nam", "1", "1", None]
    assert read.wrong.to_list() == [None, None, None, "SURVEY-140"]


def test_days():
    item = Item("d", kind="date")
    read = read_item(
        item, pl.Series(["2026-05-10", "10/5/2026", "2026-05-10T08:00:00", "31/2/2026"])
    )
    assert [str(one) for one in read.columns["d"].drop_nulls()] == ["2026-05-10"] * 3
    assert read.wrong.to_list() == [None, None, None, "SURVEY-140"]


def test_a_label_two_choices_share_means_neither():
    item = Item("s", kind="single", choices=(Choice(1, "Có"), Choice(2, "co")))
    read = read_item(item, pl.Series(["Có", "co", "CÓ"]))
    assert read.columns["s"].to_list() == [1, 2, None]
    twice = Item("s", kind="single", choices=(Choice(1, "Khác"), Choice(2, "Khác")))
    assert read_item(twice, pl.Series(["Khác", "2"])).columns["s"].to_list() == [None, 2]
