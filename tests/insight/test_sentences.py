"""What is said: the same findings, with the same values, in both languages."""

from __future__ import annotations

import pytest

from thuocdo.insight import brief_of

UNITS = ("01", "08", "22", "25", "33", "46", "79", "82")


@pytest.mark.parametrize("year", [2011, 2016, 2018, 2019, 2021, 2023, 2024])
@pytest.mark.parametrize("boundaries", ["34", "63"])
def test_every_brief_speaks_both_languages(facts, year, boundaries):
    for unit in UNITS:
        made = brief_of(facts, "papi", year, boundaries, unit)
        for one in (*made.sentences, *made.notes):
            vi, en = one.text("vi"), one.text("en")
            assert vi and en and vi != en
            for said in (vi, en):
                assert "None" not in said and "{" not in said and "nan" not in said.split()


@pytest.mark.parametrize("index", ["par-index", "sipas"])
@pytest.mark.parametrize("year", [2020, 2021, 2023, 2024])
def test_published_briefs_speak_both_languages(facts, index, year):
    for boundaries, units in (("34", UNITS), ("63", ("33", "34", "22"))):
        for unit in units:
            made = brief_of(facts, index, year, boundaries, unit)
            for one in (*made.sentences, *made.notes):
                for said in (one.text("vi"), one.text("en")):
                    assert said and "None" not in said and "–" not in said.split()


def test_hung_yen_2024_in_words(facts):
    said = [one.text("vi") for one in brief_of(facts, "papi", 2024, "34", "33").sentences]
    assert said[0] == (
        "Hưng Yên 2024: 44,60 điểm, đứng thứ 8 trong 32 tỉnh có đủ số liệu; "
        "tính cả sai số, vị trí thật nằm đâu đó từ 2 đến 20."
    )
    english = [one.text("en") for one in brief_of(facts, "papi", 2024, "34", "33").sentences]
    assert english[0] == (
        "Hưng Yên 2024: 44.60 points, ranked 8 of 32 provinces with complete figures; "
        "allowing for error its true place lies anywhere from 2 to 20."
    )
    assert any("nội dung 7" in one for one in said)


def test_the_first_of_all_is_not_told_how_far_it_is_from_itself(facts):
    made = brief_of(facts, "papi", 2024, "34", "22")
    assert made.total.rank == 1
    assert not {"below_target", "within_target"} & {one.key for one in made.sentences}


@pytest.mark.parametrize("target", [1, 5, 20])
def test_sentences_name_the_target_asked_for(facts, target):
    made = brief_of(facts, "papi", 2024, "34", "33", target)
    for one in made.sentences:
        for said in (one.text("vi"), one.text("en")):
            assert "hạng 10" not in said and "rank 10" not in said, said
