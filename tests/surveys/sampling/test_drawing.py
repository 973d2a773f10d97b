"""Chances of being drawn: exact where they can be, else counted over many seeds."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.surveys.sampling import (
    Stage,
    chances,
    draw,
    permanent,
    pps,
    shifted,
    systematic,
    to_ask,
)

SIZES = st.lists(st.integers(1, 60), min_size=2, max_size=12)


@settings(max_examples=80, deadline=None)
@given(sizes=SIZES, data=st.data())
def test_pps_takes_n_with_the_stated_chance_exactly(sizes, data):
    """Over all starts: a unit is taken on a stretch of starts as long as its chance."""
    sizes = np.array(sizes, dtype=float)
    n = data.draw(st.integers(1, len(sizes)))
    chance, certain = chances(sizes, n)
    # Between these starts nothing changes, so the middle of each stands for all of it.
    turns = np.cumsum(np.where(certain, 0, chance)) % 1.0
    ends = np.unique(np.concatenate([[0.0, 1.0], turns]).round(12))
    taken = np.zeros(len(sizes))
    for low, high in zip(ends[:-1], ends[1:], strict=True):
        drawn = pps(sizes, n, (low + high) / 2)
        assert drawn.taken.sum() == n
        taken += drawn.taken * (high - low)
    assert taken == pytest.approx(chance, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(sizes=SIZES, data=st.data())
def test_chances_by_the_definition(sizes, data):
    """Taken for certain one at a time, the largest first, while its share would be 1 or more."""
    n = data.draw(st.integers(0, len(sizes)))
    left, rest, sure = n, sorted(range(len(sizes)), key=lambda k: -sizes[k]), set()
    while left and left * sizes[rest[0]] >= sum(sizes[k] for k in rest):
        sure.add(rest.pop(0))
        left -= 1
        if not rest:
            break
    chance, certain = chances(np.array(sizes, dtype=float), n)
    assert set(np.flatnonzero(certain)) == sure
    assert chance.sum() == pytest.approx(n)
    whole = sum(sizes[k] for k in rest)
    for k in rest:
        assert chance[k] == pytest.approx(left * sizes[k] / whole)


def test_systematic_is_evenly_spaced():
    assert np.flatnonzero(systematic(12, 3, 0.3).taken).tolist() == [1, 5, 9]
    assert np.flatnonzero(systematic(10, 4, 0.5).taken).tolist() == [1, 3, 6, 8]


def frame(count: int = 12) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "commune": [f"X{k % 3}" for k in range(count)],
            "village": [f"T{k:03d}" for k in range(count)],
            "adults": [100 + 37 * (k * k % 7) for k in range(count)],
        }
    )


STAGES = {
    "simple": [Stage("village", 2, reserve=1)],
    "systematic": [Stage("village", 2, "systematic", order=("adults",))],
    "pps": [Stage("village", 2, "pps", size="adults")],
    "two stages": [Stage("village", 2, "pps", size="adults"), Stage("person", 3)],
}


def people(villages: pl.DataFrame, each: int = 6) -> pl.DataFrame:
    return villages.join(pl.DataFrame({"k": range(each)}), how="cross").with_columns(
        person=pl.format("{}-{}", "village", "k")
    )


@pytest.mark.parametrize("name", STAGES)
def test_every_unit_is_drawn_as_often_as_stated(name):
    """400 seeds: each unit's count within 4.5 binomial deviations of its chance."""
    units = people(frame()) if name == "two stages" else frame()
    code, seeds = STAGES[name][-1].unit, 400
    counts = dict.fromkeys(units[code], 0)
    stated: dict[str, float] = {}
    weights = []
    for seed in range(seeds):
        found = draw(units, STAGES[name], seed=seed, strata=("commune",))
        main = found.filter(role="main")
        for unit, chance in main.select(code, "probability").iter_rows():
            counts[unit] += 1
            assert stated.setdefault(unit, chance) == pytest.approx(chance)
        weights.append(main["weight"].sum())
    assert set(stated) == set(counts), "every unit is drawn some time"
    for unit, count in counts.items():
        p = stated[unit]
        assert abs(count - seeds * p) <= 4.5 * np.sqrt(seeds * p * (1 - p)) + 1e-9
    assert np.mean(weights) == pytest.approx(len(units), rel=0.03)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), shuffle=st.integers(0, 10**6), name=st.sampled_from([*STAGES]))
def test_the_order_of_rows_does_not_matter(seed, shuffle, name):
    units = people(frame()) if name == "two stages" else frame()
    mixed = units.sample(fraction=1, shuffle=True, seed=shuffle)
    first = draw(units, STAGES[name], seed=seed, strata=("commune",))
    assert first.equals(draw(mixed, STAGES[name], seed=seed, strata=("commune",)))


def test_another_seed_another_sample():
    drawn = {
        tuple(draw(frame(60), [Stage("village", 5)], seed=seed)["village"]) for seed in range(20)
    }
    assert len(drawn) == 20


def test_a_permanent_number_may_be_checked_by_hand():
    digest = hashlib.sha256(b"7\x1fvillage\x1fT001").hexdigest()
    by_hand = ((int(digest[:16], 16) >> 11) + 0.5) / 2**53
    assert permanent(["T001"], 7, "village")[0] == by_hand
    numbers = permanent([f"T{k}" for k in range(20_000)], 1)
    assert np.abs(np.histogram(numbers, 20, (0, 1))[0] - 1000).max() < 5 * np.sqrt(1000)


def test_rounds_overlap_as_wanted():
    units = frame(300)
    first = set(draw(units, [Stage("village", 60)], seed=1)["village"])
    assert set(draw(units, [Stage("village", 60)], seed=1, start=0.0)["village"]) == first
    cut = float(np.sort(permanent(units["village"], 1, "village"))[59]) + 1e-12
    fresh = draw(units, [Stage("village", 60)], seed=1, start=cut)["village"]
    assert not first & set(fresh)
    half = draw(units, [Stage("village", 60)], seed=1, start=cut / 2)["village"]
    assert 15 < len(first & set(half)) < 45
    newcomers = pl.concat([units, units.with_columns(village=pl.col("village") + "b").head(3)])
    after = set(draw(newcomers, [Stage("village", 60)], seed=1)["village"])
    assert len(first & after) >= 57, "only newcomers can push units out"
    assert shifted(np.array([0.2, 0.7]), 0.5) == pytest.approx([0.7, 0.2])


def test_what_estimates_need():
    """Two simple stages: N and chance of each, the product, weights that add up."""
    units = people(frame(), 5)
    found = draw(units, [Stage("village", 2), Stage("person", 2)], seed=3, strata=("commune",))
    assert found["fpc1"].to_list() == [4] * 12 and found["fpc2"].to_list() == [5] * 12
    assert found["probability"].to_list() == pytest.approx([2 / 4 * 2 / 5] * 12)
    assert found["weight"].sum() == pytest.approx(60)
    assert found["stratum"].to_list() == found["commune"].to_list()
    assert found["psu"].to_list() == found["village"].to_list()
    assert found["ssu"].to_list() == found["person"].to_list()


def test_a_certain_unit_is_a_stratum_of_its_own():
    units = pl.DataFrame(
        {"village": ["big", "a", "b", "c"], "adults": [900, 10, 10, 10], "s": ["S"] * 4}
    )
    found = draw(
        people(units),
        [Stage("village", 2, "pps", size="adults"), Stage("person", 3)],
        seed=0,
        strata=("s",),
    )
    big = found.filter(village="big")
    assert big["p1"].to_list() == [1.0] * 3 and big["certain1"].all()
    assert big["stratum"].to_list() == ["S|big"] * 3
    assert big["psu"].to_list() == big["person"].to_list()
    other = found.filter(pl.col("village") != "big")
    assert other["p1"].to_list() == pytest.approx([1 / 3] * 3)
    assert other["stratum"].to_list() == ["S"] * 3 and other["psu"].n_unique() == 1
    assert "fpc1" not in found.columns, "drawn in proportion to size: no such correction"


def test_a_number_for_every_stratum():
    units = frame().with_columns(take=pl.col("commune").replace_strict({"X0": 1, "X1": 0, "X2": 3}))
    found = draw(units, [Stage("village", "take")], seed=1, strata=("commune",))
    assert found["commune"].value_counts(sort=True).rows() == [("X2", 3), ("X0", 1)]


def test_people_to_ask_where_lists_are_made_on_the_spot():
    drawn = draw(frame(), [Stage("village", 2, "pps", size="adults")], seed=5, strata=("commune",))
    asked = to_ask(drawn, take=16, of="adults", reserve=10)
    # In proportion to size and the same number asked: one weight in each commune.
    for _, part in asked.group_by("commune"):
        assert np.ptp(part["weight"].to_numpy()) == pytest.approx(0, abs=1e-9)
    assert (asked["weight"] * asked["ask"]).sum() == pytest.approx(frame()["adults"].sum())
    assert asked["ask_reserve"].unique().to_list() == [10]


def test_nothing_is_held_in_reserve_where_nothing_is_drawn():
    units = frame().with_columns(take=pl.col("commune").replace_strict({"X0": 1, "X1": 0, "X2": 4}))
    found = draw(units, [Stage("village", "take", reserve=2)], seed=1, strata=("commune",))
    counts = found.group_by("commune", "role").len().sort("commune", "role").rows()
    assert counts == [("X0", "main", 1), ("X0", "reserve", 2), ("X2", "main", 4)]
    assert np.isfinite(found["weight"].to_numpy()).all()
