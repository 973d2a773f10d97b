"""The draw: probabilities as promised, counted over many samples against a slow reference."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating import Design, population
from thuocdo.surveys.simulating.drawing import inclusion, systematic, villages

SIZES = st.lists(st.integers(1, 10_000), min_size=1, max_size=25)


def slow_inclusion(sizes, count):
    """One unit at a time: the largest is certain while its share would be 1 or more."""
    found, rest, left = {}, dict(enumerate(sizes)), count
    while rest and left * max(rest.values()) >= sum(rest.values()):
        most = max(rest, key=rest.get)
        found[most] = Fraction(1)
        del rest[most]
        left -= 1
    total = sum(rest.values())
    found |= {one: Fraction(left * size, total) for one, size in rest.items()}
    return [float(found[one]) for one in range(len(sizes))]


@given(SIZES, st.integers(1, 25))
def test_inclusion_is_that_of_the_slow_reference(sizes, count):
    count = min(count, len(sizes))
    found = inclusion(np.array(sizes), count)
    np.testing.assert_allclose(found, slow_inclusion(sizes, count), rtol=1e-12)
    assert found.sum() == pytest.approx(count, abs=1e-9)


@given(SIZES, st.integers(1, 25), st.integers(0, 2**32))
def test_the_draw_has_the_size_asked_and_all_that_is_certain(sizes, count, seed):
    count = min(count, len(sizes))
    probability = inclusion(np.array(sizes), count)
    taken = systematic(np.random.default_rng(seed), probability)
    assert len(taken) == len(set(taken.tolist())) == count
    assert set(np.flatnonzero(probability == 1)) <= set(taken.tolist())


def frequencies(made, design, times):
    """Share of ``times`` samples each village is in, and its stated probability where it was."""
    drawn, stated = np.zeros(len(made.villages)), np.full(len(made.villages), np.nan)
    for seed in range(times):
        found = villages(made, design, seed)
        drawn[found.village] += 1
        stated[found.village] = found.village_probability * found.commune_probability
    return drawn / times, stated


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    "design",
    [Design(villages=3, overlap=1), Design(villages=4), Design(4, 2, overlap=0.5)],
    ids=str,
)
def test_villages_are_drawn_as_often_as_their_probability_says(plan, design, number):
    made, times = population(replace(plan, round=number)), 1_500
    drawn, stated = frequencies(made, design, times)
    assert not np.isnan(stated).any(), "every village was drawn at least once"
    error = np.sqrt(stated * (1 - stated) / times)
    assert (np.abs(drawn - stated) <= 4.5 * error + 1e-9).all()


def test_the_promised_part_of_the_villages_is_in_both_rounds(plan, made):
    second = population(replace(plan, round=2))
    for overlap, common in ((0.0, 0), (0.5, 1), (1.0, 2)):
        for seed in range(20):
            design = Design(villages=2, overlap=overlap)
            one, two = (set(villages(each, design, seed).village) for each in (made, second))
            by_commune = np.bincount(made.commune_of[sorted(one & two)], minlength=7)
            assert set(by_commune) == {common}
            assert len(one) == len(two) == 14


def test_where_there_are_too_few_villages_all_are_taken(made):
    drawn = villages(made, Design(villages=6), 0)
    small = made.commune_of[drawn.village] == made.communes.tolist().index("A3")
    assert small.sum() == 4 and (drawn.village_probability[small] == 1).all()


def test_drawn_communes_are_spread_over_the_former_provinces(made):
    for count, shares in ((4, {2}), (5, {2, 3}), (7, {3, 4})):
        drawn = villages(made, Design(count, 2), 1)
        communes = np.unique(made.commune_of[drawn.village])
        assert len(communes) == count
        assert set(np.bincount(made.former_of[communes])) <= shares


@pytest.mark.parametrize(
    "design",
    [
        *(Design(3), Design(8), Design(villages=0), Design(persons=0)),
        *(Design(overlap=-0.1), Design(overlap=1.1), Design(overlap=float("nan"))),
    ],
    ids=str,
)
def test_a_design_that_cannot_be(made, design):
    with pytest.raises(ThuocDoError) as told:
        villages(made, design, 0)
    assert told.value.code == "SURVEY-086"
