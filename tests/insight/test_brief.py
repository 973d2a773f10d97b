"""The brief of a unit, every finding recomputed with plain loops."""

from __future__ import annotations

import math
import statistics

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.indices import broken_in, rule_set_of
from thuocdo.insight import brief, brief_of, typical_gains
from thuocdo.insight.contract import brief_json


@pytest.fixture(scope="module")
def ours(facts):
    return brief_of(facts, "papi", 2024, "34", "33")


def ranked_scores(at, item: str) -> list[tuple[float, str]]:
    """(score, unit) of an item, best first; equal scores in order of code."""
    rows = at.table.filter(pl.col("item") == item).to_dicts()
    found = [(row["score"], row["unit"]) for row in rows if row["score"] is not None]
    return sorted(found, key=lambda one: (-one[0], one[1]))


# ---- places ----


@pytest.mark.parametrize("unit", ["33", "22", "01"])
def test_distances_to_the_tenth_and_to_the_best(facts, standings, unit):
    at = standings("papi", 2024, "34")
    for place in brief_of(facts, "papi", 2024, "34", unit).places:
        listed = ranked_scores(at, place.item)
        own = at.of(unit, place.item)["score"]
        assert place.score == own
        assert (place.target.score, place.target.unit) == listed[9]
        assert (place.best.score, place.best.unit) == listed[0]
        assert place.target.gap == own - listed[9][0]
        assert place.best.gap == own - listed[0][0] <= 0


def test_another_target_rank(facts, standings):
    at = standings("papi", 2024, "34")
    made = brief_of(facts, "papi", 2024, "34", "33", 5)
    assert made.total.target.score == ranked_scores(at, "total")[4][0]
    assert made.chance.target == 5


def test_places_come_in_the_order_of_the_rule_set(facts, ours):
    rules = rule_set_of(facts, "papi", 2024)
    assert [one.item for one in ours.places] == ["total", *(one.code for one in rules.criteria)]
    assert [one.item for one in ours.dimensions] == list("12345678")


def test_bottlenecks_are_all_that_is_below_the_tenth_costliest_first(ours):
    for level, found in (("dimension", ours.bottlenecks), ("subdimension", ours.costly_parts)):
        below = [one for one in ours.places if one.level == level and one.target.gap < 0]
        assert sorted(one.item for one in found) == sorted(one.item for one in below)
        gaps = [one.target.gap for one in found]
        assert gaps == sorted(gaps) and gaps


def test_the_main_bottleneck_of_merged_hung_yen_is_dimension_7(ours):
    assert ours.bottlenecks[0].item == "7"
    assert max(ours.dimensions, key=lambda one: one.rank).item == "7"


# ---- typical gains ----


@pytest.mark.parametrize("item", ["total", "7", "3.2"])
@pytest.mark.parametrize("year", [2024, 2020, 2015])
def test_typical_gain_is_the_median_of_gains(facts, standings, year, item):
    """Over the 63 provinces and every pair of years of the rule set without a break."""
    rules = rule_set_of(facts, "papi", year)
    gains = []
    for before in range(rules.year_from, rules.year_to):
        if broken_in(facts, "papi", before + 1, item, rules):
            continue
        old, new = standings("papi", before), standings("papi", before + 1)
        for unit in old.units:
            one, other = old.of(unit.code, item) if item in set(old.table["item"]) else None, None
            if item in set(new.table["item"]):
                other = new.of(unit.code, item)
            if one and other and None not in (one["score"], other["score"]):
                gains.append(other["score"] - one["score"])
    gained = [gain for gain in gains if gain > 0]
    found = typical_gains(facts, year).get(item)
    if not gained:
        assert found is None
    else:
        assert found == pytest.approx(statistics.median(gained), abs=1e-12)


def test_a_gap_in_yearly_gains(facts, ours):
    gains = typical_gains(facts, 2024)
    for place in ours.places:
        assert place.gain == gains.get(place.item)
        if place.target.gap < 0 and place.gain:
            assert place.years == pytest.approx(-place.target.gap / place.gain)
        else:
            assert place.years is None


# ---- changes ----


def test_changes_since_the_year_before_and_since_the_break(facts, standings, ours):
    now = standings("papi", 2024, "34")
    told = {(one.item, one.year_from): one for one in ours.changes}
    starts = {"total": 2021, "1": 2018, "5": 2021, "7": 2019, "8": 2020}
    for item, start in starts.items():
        assert {year for one, year in told if one == item} == {2023, start}
    for (item, year), one in told.items():
        then, today = standings("papi", year, "34").of("33", item), now.of("33", item)
        assert one.difference == today["score"] - then["score"]
        noise = 1.96 * math.sqrt(today["se"] ** 2 + then["se"] ** 2)
        assert one.beyond_noise is (abs(one.difference) > noise)
    assert ours.broken == ()


def test_across_a_break_no_change_is_told(facts):
    made = brief_of(facts, "papi", 2021, "63", "33")
    assert {"total", "3", "5", "6"} <= set(made.broken)
    assert not {"total", "3", "5", "6"} & {one.item for one in made.changes}
    assert {"4", "1"} <= {one.item for one in made.changes}
    assert any(one.key == "broken" for one in made.sentences)


# ---- former provinces ----


def test_the_former_provinces_side_by_side(facts, standings, ours):
    old = standings("papi", 2024)
    assert [one.code for one in ours.former] == ["33", "34"]
    assert sum(one.weight for one in ours.former) == pytest.approx(1)
    for one in ours.former:
        row = old.of(one.code)
        assert (one.score, one.rank, one.of) == (row["score"], row["rank"], row["of"])
        assert (one.rank_low, one.rank_high) == (row["rank_low"], row["rank_high"])


def test_differences_between_the_former_provinces(standings, ours):
    old = standings("papi", 2024)
    assert [one.item for one in ours.differences] == ["total", *"12345678"]
    for one in ours.differences:
        first, second = old.of("33", one.item), old.of("34", one.item)
        assert one.gap == first["score"] - second["score"]
        noise = 1.96 * math.sqrt(first["se"] ** 2 + second["se"] ** 2)
        assert one.beyond_noise is (abs(one.gap) > noise)


def test_an_unmerged_province_has_no_former_ones(facts):
    made = brief_of(facts, "papi", 2024, "34", "22")
    assert made.former == () and made.differences == ()


# ---- chance, gaps, missing ----


def test_chance_of_the_top_ten(ours):
    assert ours.chance.flat == pytest.approx(0.71, abs=0.03)
    assert 0 < ours.chance.shrunk < 1
    assert ours.chance.in_set


@pytest.mark.parametrize("unit", ["25", "82"])
def test_a_province_without_a_total_says_so(facts, unit):
    made = brief_of(facts, "papi", 2024, "34", unit)
    assert made.total.score is None and made.chance is None
    assert made.sentences[0].key == "no_total"
    assert {"part_missing"} <= {note.key for note in made.notes}


def test_before_2018_nothing_is_claimed_about_certainty(facts):
    made = brief_of(facts, "papi", 2015, "63", "33")
    assert made.chance is None
    assert made.sentences[0].key == "position_without_set"
    assert {one.beyond_noise for one in made.changes} == {None}


def test_gaps_name_the_document_that_closes_them(facts, ours):
    expected = [
        row
        for row in facts.table("gap").iter_rows(named=True)
        if row["index"] == "papi" and row["year_to"] >= 2024
        if row["unit"] in ("", None, "33", "34")
    ]
    assert [one["row"] for one in ours.gaps] == [row["row"] for row in expected]
    for one in ours.gaps:
        assert one["document"] and one["holder"] and one["missing"] and one["missing_en"]


@pytest.mark.parametrize(("index", "year"), [("par-index", 2024), ("sipas", 2024)])
def test_published_indices_claim_no_more_than_was_published(facts, index, year):
    made = brief_of(facts, index, year, "34", "33")
    assert made.chance is None and made.changes == () and made.bottlenecks == []
    assert made.total.rank is None
    assert [one.rank for one in made.former][0] is not None
    keys = [one.key for one in made.sentences]
    assert keys[0] == "no_total"
    assert "former_rank" in keys and "former_missing" in keys


# ---- doors ----


def test_a_unit_is_found_by_name(facts, ours):
    assert brief("papi", "hung yen", 2024) == ours


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("pci", "33", 2024), "CALL-001"),
        (("papi", "33", 2030), "CALL-002"),
        (("papi", "33", 2024, "33"), "CALL-003"),
        (("papi", "Xứ Thanh Nam", 2024), "UNIT-001"),
    ],
)
def test_what_is_not_there_is_refused(call, code):
    with pytest.raises(ThuocDoError) as refused:
        brief(*call)
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["vi", "en"])
def test_json_holds_the_brief_unrounded(facts, ours, language):
    values = brief_json(facts, ours, language)
    assert values["standing"]["score"] == ours.total.score
    assert values["standing"]["chance"]["flat"] == ours.chance.flat
    assert values["bottlenecks"] == [one.item for one in ours.bottlenecks]
    assert values["sentences"] == [one.text(language) for one in ours.sentences]
    assert len(values["dimensions"]) == 8 and len(values["subdimensions"]) == 28
    assert values["sources"] and values["gaps"]
