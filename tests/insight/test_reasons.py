"""Every finding opens down to rows: gaps, gains, chances, changes."""

from statistics import median

import pytest

import thuocdo
from thuocdo.errors import ThuocDoError
from thuocdo.indices import Group


def why(aspect, item="total", year=2024, unit="33", boundaries="34"):
    return thuocdo.why("papi", year, unit, item, aspect, boundaries)


def test_the_gap_to_the_tenth_is_our_score_minus_theirs():
    found = why("to-target", "7")
    ours, theirs = (one.output for one in found.inputs)
    assert found.output == ours - theirs == pytest.approx(-0.30, abs=5e-3)
    assert found.rows()


def test_the_best_has_no_gap_to_itself():
    assert why("to-best", unit="22").output == 0
    assert why("to-best").output < 0


def test_the_typical_gain_is_the_median_of_the_gains_it_lists():
    found = why("gain", "7.1")
    (listed,) = found.inputs
    assert isinstance(listed, Group)
    if listed.count <= 100:
        assert found.output == median(value for _, value in listed.sample)
    assert min(value for _, value in listed.sample) > 0


def test_the_chance_is_the_one_of_the_brief():
    brief = thuocdo.brief("papi", "33", 2024)
    assert why("chance").output == brief.chance.flat
    assert why("chance", "7").output is None


def test_the_change_is_the_one_of_the_brief_and_none_across_a_break():
    brief = thuocdo.brief("papi", "33", 2024)
    told = {(one.item, one.year_from): one.difference for one in brief.changes}
    assert why("change").output == told["total", 2023]
    broken = why("change", year=2021)
    assert broken.output is None and "2020" in broken.rule.text("vi")


def test_an_unknown_aspect_names_the_known_ones():
    with pytest.raises(ThuocDoError) as refused:
        why("luck")
    assert refused.value.code == "CALL-010" and "to-target" in str(refused.value)
