"""Rank confidence sets: against the slow obvious way, closed forms, published results."""

from __future__ import annotations

import math
from contextlib import contextmanager, nullcontext
from functools import partial
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indices.rank_tables import normal, tables

from thuocdo.indices import max_gap, step_down
from thuocdo.indices.rank_sets import chance_of_rank, rank_sets, top_set

# --- the slow obvious way


def slow_sets(estimates, se, *, coverage=0.95, simultaneous=True, draws=100, seed=0, steps=None):
    """Every gap of every draw in one (draws, p, p) array, and plain step-down from all pairs.

    `steps`, a list, gets the number of steps that decided something, for each family.
    """
    order = np.lexsort((se, -np.asarray(estimates)))
    x, s = np.asarray(estimates, float)[order], np.asarray(se, float)[order]
    p = len(x)
    errors = np.random.default_rng(seed).standard_normal((draws, p)) * s
    spread = np.hypot(s[:, None], s)
    known = spread == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (x[:, None] - x) / spread
        gaps = (errors[:, :, None] - errors[:, None, :]) / spread
    above = known & (x[:, None] > x)
    tested = ~known & ~np.eye(p, dtype=bool)
    families = [tested] if simultaneous else [_with_unit(tested, j) for j in range(p)]
    low, high = np.ones(p, int), np.full(p, p)
    for number, family in enumerate(families):
        found_in_steps = _slow_step_down(observed, gaps, family, coverage)
        found = above | np.any(found_in_steps, axis=0)
        if steps is not None:
            steps.append(len(found_in_steps) - 1)
        mine = slice(None) if simultaneous else [number]
        low[mine] += found[:, mine].sum(axis=0)
        high[mine] -= found[mine, :].sum(axis=1)
    back = np.argsort(order)
    return low[back], high[back]


def _with_unit(tested, unit):
    family = np.zeros_like(tested)
    family[unit], family[:, unit] = tested[unit], tested[:, unit]
    return family


def _slow_step_down(observed, gaps, family, coverage):
    """What each step decided, the last nothing."""
    steps = [np.zeros_like(family)]
    while family.any():
        largest = sorted(np.where(family, gaps, -np.inf).max(axis=(1, 2)))
        enough = next(n for n in range(1, len(largest) + 1) if n / len(largest) >= coverage)
        critical = max(largest[enough - 1], 0.0)
        new = family & (observed > critical)
        if not new.any():
            break
        steps.append(new)
        family = family & ~new
    return steps


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


# The road of the search for many units, forced on few: only each draw's extremes are tried.
@contextmanager
def extremes_from(units, few):
    limits = {"EVERY_PAIR_UP_TO": 0, "FEW": few, "TRY_FEW_FROM": units}
    with mock.patch.multiple(max_gap, **limits):
        yield


@pytest.mark.parametrize("road", [nullcontext, partial(extremes_from, 3, few=1)])
@settings(max_examples=150, deadline=None)
@given(
    table=tables(),
    draws=st.integers(1, 60),
    coverage=st.sampled_from([0.02, 0.3, 0.5, 0.8, 0.95, 0.99]),
    simultaneous=st.booleans(),
    seed=st.integers(0, 5),
)
def test_tiny_tables_equal_the_slow_way(road, table, draws, coverage, simultaneous, seed):
    how = {"coverage": coverage, "draws": draws, "seed": seed, "simultaneous": simultaneous}
    with road():
        low, high = rank_sets(*table, **how)
    assert same((low, high), slow_sets(*table, **how))
    place = 1 + (table[0] > table[0][:, None]).sum(axis=1)
    assert (low <= place).all() and (place <= high).all()


@pytest.mark.parametrize("road", [nullcontext, partial(extremes_from, 40, few=9)])
@pytest.mark.parametrize("simultaneous", [True, False])
@pytest.mark.parametrize(("p", "spread", "unevenness"), [(70, 0.5, 1.5), (70, 4, 0.3), (40, 30, 0)])
def test_many_units_equal_the_slow_way(road, simultaneous, p, spread, unevenness):
    rng = np.random.default_rng(p)
    x, s = rng.normal(0, spread, p), np.exp(rng.normal(0, unevenness, p))
    s[:3] = 0
    x[3:6] = x[3]
    how = {"simultaneous": simultaneous, "draws": 100, "coverage": 0.9}
    with road():
        assert same(rank_sets(x, s, **how), slow_sets(x, s, **how))


@pytest.mark.parametrize("seed", [3, 222, 997])
def test_step_down_goes_on_to_the_end(seed):
    """Stairs on which what one step decides lets the next decide more, three times over."""
    rng = np.random.default_rng(seed)
    table = np.cumsum(rng.uniform(0.8, 1.6, 6)), rng.uniform(0.2, 1, 6)
    steps = []
    expected = slow_sets(*table, coverage=0.5, draws=60, steps=steps)
    assert steps[0] >= 3
    assert same(rank_sets(*table, coverage=0.5, draws=60), expected)


def test_200_units_equal_the_slow_way():
    rng = np.random.default_rng(8)
    x, s = rng.normal(0, 3, 200), rng.uniform(0.3, 2, 200)
    fast = rank_sets(x, s, draws=300)
    assert same(fast, slow_sets(x, s, draws=300))
    assert 1 < np.mean(fast[1] - fast[0]) < 190
    with extremes_from(20, few=5):
        assert same(rank_sets(x, s, draws=300), fast)


def critical_values(x, se, draws, coverage=0.95):
    """Where step-down stops: over all pairs, then over each unit's; x in descending order."""
    observed, noise = max_gap.observed_gaps(x, se), max_gap.simulate(se, draws, 5)
    families = [
        max_gap.over_all_pairs(noise, se, observed),
        *max_gap.over_pairs_of_each(noise, se, observed),
    ]
    tail = step_down.tail_size(coverage, draws)
    rows = [observed, *np.abs(observed)]
    return [
        step_down.critical_value(seen, *family, tail)
        for seen, family in zip(rows, families, strict=True)
    ]


@pytest.mark.parametrize("spread", [0.5, 2, 8])
def test_roads_give_the_same_critical_values_to_the_last_bit(spread):
    rng = np.random.default_rng(3)
    for p in (9, 14, 60):
        x, se = np.sort(rng.normal(0, spread, p))[::-1], np.exp(rng.normal(0, 0.7, p))
        se[p // 2] = 0
        plain = critical_values(x, se, 1000)
        with extremes_from(5, few=2):
            assert critical_values(x, se, 1000) == plain
        with extremes_from(9, few=4):
            assert critical_values(x, se, 1000) == plain


# --- properties


@settings(max_examples=100, deadline=None)
@given(table=tables(), coverage=st.sampled_from([0.1, 0.6, 0.95]), seed=st.integers(0, 3))
def test_marginal_is_never_wider_and_order_does_not_matter(table, coverage, seed):
    how = {"coverage": coverage, "draws": 50, "seed": seed}
    low, high = rank_sets(*table, **how)
    own_low, own_high = rank_sets(*table, simultaneous=False, **how)
    assert (low <= own_low).all() and (own_high <= high).all() and (own_low <= own_high).all()
    turned = [column[::-1] for column in table]
    assert same(rank_sets(*turned, **how), (low[::-1], high[::-1]))


def test_scale_and_seed():
    x, s = np.array([3.0, 1.0, 0.2, 2.2]), np.array([0.4, 0.3, 0.5, 0.2])
    sets = rank_sets(x, s, seed=4)
    assert same(sets, rank_sets(x, s, seed=4))
    assert same(sets, rank_sets(x * 2**40, s * 2**40, seed=4))
    assert same(sets, rank_sets(x * 2**-40, s * 2**-40, seed=4))
    assert sets[0].dtype == sets[1].dtype == np.int64


def test_known_exactly():
    low, high = rank_sets([5.0, 5.0, 7.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    assert low.tolist() == [2, 2, 1, 4] and high.tolist() == [3, 3, 1, 4]
    # Two known units hold their order; the unknown third is tested against both.
    low, high = rank_sets([5.0, 5.001, 5.0], [0.0, 0.0, 1.0], draws=2000)
    assert low.tolist() == [2, 1, 1] and high.tolist() == [3, 2, 3]


def test_none_and_one():
    for column in rank_sets([], []):
        assert column.shape == (0,) and column.dtype == np.int64
    assert [column.tolist() for column in rank_sets([3.0], [1.0])] == [[1], [1]]
    assert top_set([], [], 3).shape == chance_of_rank([], [], 3).shape == (0,)
    assert top_set([3.0], [1.0], 1).tolist() == [True]
    for shrink in (False, True):
        assert chance_of_rank([3.0], [1.0], 1, shrink=shrink).tolist() == [1.0]


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("one length", lambda: rank_sets([1, 2], [1])),
        ("one length", lambda: rank_sets([[1, 2]], [[1, 1]])),
        ("finite", lambda: rank_sets([1, math.nan], [1, 1])),
        ("finite", lambda: chance_of_rank([1, 2], [1, math.inf], 1)),
        ("negative", lambda: top_set([1, 2], [1, -0.1], 1)),
        ("coverage", lambda: rank_sets([1, 2], [1, 1], coverage=1.0)),
        ("coverage", lambda: rank_sets([1, 2], [1, 1], coverage=math.nan)),
        ("coverage", lambda: top_set([1, 2], [1, 1], 1, coverage=0)),
        ("draws", lambda: rank_sets([1, 2], [1, 1], draws=0)),
        ("draws", lambda: chance_of_rank([1, 2], [1, 1], 1, draws=2.5)),
        ("k must", lambda: top_set([1, 2], [1, 1], 3)),
        ("k must", lambda: chance_of_rank([1, 2], [1, 1], 0)),
        ("k must", lambda: chance_of_rank([1, 2], [1, 1], True)),
    ],
)
def test_wrong_arguments_say_what_is_wrong(words, call):
    with pytest.raises(ValueError, match=words):
        call()


# --- closed forms


def test_two_units():
    """One difference: decided if it exceeds 1.96 standard errors, by both kinds of set."""
    se = np.array([0.6, 0.8])
    for simultaneous in (True, False):
        for gap, decided in ((1.93, False), (1.99, True), (-1.93, False), (-1.99, True)):
            low, high = rank_sets([10 + gap, 10], se, simultaneous=simultaneous, draws=100_000)
            best, worst = (0, 1) if gap > 0 else (1, 0)
            assert (low[best], high[worst]) == (1, 2)
            assert (high[best] == 1 and low[worst] == 2) == decided


def test_ten_alike_are_the_studentised_range():
    """All pairs: Tukey's q(0.05; 10, infinity) = 4.474 (any table), over sqrt(2)."""
    together, own = critical_values(np.zeros(10), np.ones(10), 100_000)[:2]
    assert together == pytest.approx(4.474 / math.sqrt(2), abs=0.015)
    # One unit's pairs: all |z_0 - z_k| <= c sqrt(2), given z_0 independent over k.
    z = np.linspace(-9, 9, 4001)
    inside = (normal(z + own * math.sqrt(2)) - normal(z - own * math.sqrt(2))) ** 9
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    assert np.sum(inside * density) * (z[1] - z[0]) == pytest.approx(0.95, abs=0.0025)


def test_tail_size():
    """The smallest order statistic with at least coverage * draws values not above it."""
    cases = {(0.95, 10_000): 501, (0.95, 20): 2, (0.95, 19): 1, (0.07, 100): 94, (0.5, 1): 1}
    cases |= {(1e-12, 10): 10, (0.9, 10): 2, (0.91, 10): 1}
    assert {case: step_down.tail_size(*case) for case in cases} == cases


# --- published: mean mathematics score and se of 37 OECD countries in PISA 2018 (OECD,
# https://www.oecd.org/pisa/data/), and what the authors' R package csranks 1.2 prints for
# them in its article "Inference for Ranks".
PISA = {
    "Australia": (491.3600, 1.9398),
    "Austria": (498.9423, 2.9710),
    "Belgium": (508.0703, 2.2627),
    "Canada": (512.0169, 2.3575),
    "Chile": (417.4066, 2.4159),
    "Colombia": (390.9323, 2.9896),
    "Czech Republic": (499.4677, 2.4607),
    "Denmark": (509.3984, 1.7350),
    "Estonia": (523.4146, 1.7436),
    "Finland": (507.3014, 1.9679),
    "France": (495.4076, 2.3202),
    "Germany": (500.0438, 2.6471),
    "Greece": (451.3703, 3.0912),
    "Hungary": (481.0826, 2.3196),
    "Iceland": (495.1874, 1.9531),
    "Ireland": (499.6329, 2.1986),
    "Israel": (463.0345, 3.4986),
    "Italy": (486.5899, 2.7800),
    "Japan": (526.9733, 2.4715),
    "Korea": (525.9330, 3.1214),
    "Latvia": (496.1263, 1.9628),
    "Lithuania": (481.1912, 1.9533),
    "Luxembourg": (483.4215, 1.0976),
    "Mexico": (408.8015, 2.4932),
    "Netherlands": (519.2310, 2.6323),
    "New Zealand": (494.4897, 1.7059),
    "Norway": (500.9638, 2.2190),
    "Poland": (515.6479, 2.6021),
    "Portugal": (492.4874, 2.6846),
    "Slovak Republic": (486.1649, 2.5556),
    "Slovenia": (508.8975, 1.3639),
    "Spain": (481.3926, 1.4624),
    "Sweden": (502.3877, 2.6543),
    "Switzerland": (515.3147, 2.9080),
    "Turkey": (453.5078, 2.2604),
    "United Kingdom": (501.7699, 2.5644),
    "United States": (478.2447, 3.2354),
}
TOP_5_AT_90 = {"Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea"} | {
    *("Netherlands", "Poland", "Slovenia", "Switzerland")
}


def named(sets):
    """PISA countries with their (low, high)."""
    return dict(zip(PISA, zip(*sets, strict=True), strict=True))


@pytest.mark.parametrize("seed", [0, 1])
def test_pisa_2018(seed):
    x, se = np.array(list(PISA.values())).T
    names = np.array(list(PISA))
    assert set(names[top_set(x, se, 5, seed=seed)]) == TOP_5_AT_90 | {"Sweden"}
    assert set(names[top_set(x, se, 5, coverage=0.9, seed=seed)]) == TOP_5_AT_90
    own = named(rank_sets(x, se, simultaneous=False, seed=seed))
    # The article's text says 7 to 23, its printed run (1,000 draws, no seed) 8 to 23.
    assert own["United Kingdom"] in {(7, 23), (8, 23)}
    sets = named(rank_sets(x, se, seed=seed))
    assert sets["Germany"][0] == sets["Korea"][1] == 7
    assert {name: sets[name] for name in ("Chile", "Mexico", "Colombia")} == {
        "Chile": (35, 36),
        "Mexico": (35, 36),
        "Colombia": (37, 37),
    }
    at_75 = named(rank_sets(x, se, coverage=0.75, seed=seed))
    assert at_75["Korea"][1] < at_75["Germany"][0]
