"""Rank confidence sets: against the slow obvious way, closed forms, published results, coverage."""

from __future__ import annotations

import math
from contextlib import contextmanager, nullcontext
from functools import partial
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.indices import max_gap, step_down
from thuocdo.indices.rank_sets import chance_of_rank, rank_sets, top_set
from thuocdo.indices.shrinkage import paule_mandel, shrunk

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


@st.composite
def tables(draw):
    p = draw(st.integers(1, 7))
    grid = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 4.0])
    anything = st.floats(-20, 20).map(lambda number: round(number, 3))
    errors = st.one_of(st.sampled_from([0.0, 0.0, 0.5, 1.0]), st.floats(0.001, 10))
    estimates = draw(st.lists(st.one_of(grid, anything), min_size=p, max_size=p))
    return np.array(estimates), np.array(draw(st.lists(errors, min_size=p, max_size=p)))


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


def normal(z):
    return 0.5 * np.vectorize(math.erfc)(-np.asarray(z) / math.sqrt(2))


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


# --- coverage: true scores held fixed, data repeated


def covered(truth, se, simultaneous, repeats):
    """(repeats, p): does the set hold every rank the unit can truly be given?

    With 199 draws, where nothing is decided, the chance to cover is 190 / 200 exactly: the
    observed maximum is one more draw, and the critical value the 190th of 199.
    """
    best = 1 + (truth > truth[:, None]).sum(axis=1)
    worst = len(truth) - (truth < truth[:, None]).sum(axis=1)
    rng = np.random.default_rng(11)
    held = np.empty((repeats, len(truth)), bool)
    for number in range(repeats):
        data = truth + se * rng.standard_normal(len(truth))
        low, high = rank_sets(data, se, simultaneous=simultaneous, draws=199, seed=number)
        held[number] = (low <= best) & (worst <= high)
    return held


def off_by(repeats, errors=3):
    """That many Monte-Carlo standard errors of a share near 0.95."""
    return errors * math.sqrt(0.95 * 0.05 / repeats)


ALIKE = np.zeros(9)
NEAR = np.array([0.0, 0.0, 0.1, 1.5, 1.5, 1.5, 4.0, 4.2, 9.0])
SE = np.array([0.5, 1.0, 0.5, 0.4, 0.6, 0.5, 0.3, 1.2, 0.5])


@pytest.mark.parametrize("truth", [NEAR, np.arange(9.0) * 2])
def test_simultaneous_sets_cover(truth):
    held = covered(truth, SE, True, 400).all(axis=1)
    assert held.mean() >= 0.95 - off_by(400)


@pytest.mark.parametrize("se", [SE, np.ones(6)])
def test_simultaneous_sets_are_not_too_wide(se):
    """All alike is the least favourable case: coverage is what was asked, no more, no less."""
    held = covered(np.zeros(len(se)), se, True, 1000).all(axis=1)
    assert abs(held.mean() - 0.95) <= off_by(1000)


def test_marginal_sets_cover_and_are_not_too_wide():
    # Nine shares at once, hence 3.5 errors.
    assert (covered(NEAR, SE, False, 400).mean(axis=0) >= 0.95 - off_by(400, 3.5)).all()
    held = covered(ALIKE, SE, False, 500).mean(axis=0)
    assert (np.abs(held - 0.95) <= off_by(500, 3.5)).all()
    # Units share their data, so the mean over units is no worse known than one of them.
    assert abs(held.mean() - 0.95) <= off_by(500)


# --- top set


def test_top_set_is_best_rank_within_k():
    x, s = np.array([3.0, 1.0, 0.2, 2.2, 2.9]), np.full(5, 0.4)
    low, _ = rank_sets(x, s, coverage=0.8, draws=900, seed=2)
    for k in range(1, 6):
        assert (top_set(x, s, k, coverage=0.8, draws=900, seed=2) == (low <= k)).all()
    assert top_set(x, s, 5).all() and top_set(x, s, 1).sum() >= 1


# --- chances


def test_chance_of_two_units():
    for gap, one, other in ((0.7, 1.0, 0.5), (0.0, 1.0, 3.0), (-2.0, 0.3, 1.0), (1.0, 0.0, 1.0)):
        expected = float(normal(gap / math.hypot(one, other)))
        chance = chance_of_rank([gap, 0.0], [one, other], 1, draws=40_000)
        error = math.sqrt(expected * (1 - expected) / 40_000)
        assert chance[0] == pytest.approx(expected, abs=4 * error)
        assert chance.sum() == pytest.approx(1, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(table=tables(), seed=st.integers(0, 3), shrink=st.booleans(), data=st.data())
def test_chances_add_up_and_equal_counting_ranks(table, seed, shrink, data):
    x, s = table
    k = data.draw(st.integers(1, len(x)))
    chance = chance_of_rank(x, s, k, draws=40, seed=seed, shrink=shrink)
    turned = chance_of_rank(x[::-1], s[::-1], k, draws=40, seed=seed, shrink=shrink)
    alike = len(set(zip(x, s, strict=True))) < len(x)
    assert alike or (turned[::-1] == chance).all()
    tied = len(set(x[s == 0])) < (s == 0).sum()
    assert tied or chance.sum() == pytest.approx(k)
    mean, sd = shrunk(x, s) if shrink else (x, s)
    if not shrink or sd.any():
        order = np.lexsort((sd, -mean))
        scores = np.empty((40, len(x)))
        z = np.random.default_rng(seed).standard_normal((40, len(x)))
        scores[:, order] = mean[order] + sd[order] * z
        place = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
        assert chance == pytest.approx((place <= k).mean(axis=0))


def test_parts_of_the_simulation_do_not_show():
    x, s = np.array([3.0, 1.0, 0.2, 2.2]), np.array([0.4, 0.3, 0.5, 0.2])
    whole = chance_of_rank(x, s, 2, draws=1003)
    with mock.patch.dict(chance_of_rank.__globals__, AT_A_TIME=40):
        assert (chance_of_rank(x, s, 2, draws=1003) == whole).all()


def test_exact_units_share_the_better_rank():
    assert chance_of_rank([5, 5, 7, 1], [0, 0, 0, 0], 2).tolist() == [1, 1, 1, 0]


def test_shrinking_pulls_the_uncertain_leader():
    x, s = np.array([6.0, 5.0, 4.0, 2.0, 0.0, -2.0]), np.array([4.0, 0.5, 0.5, 0.5, 0.5, 0.5])
    flat, pulled = (chance_of_rank(x, s, 1, shrink=shrink) for shrink in (False, True))
    assert flat[0] > 0.55 and pulled[0] < flat[0] - 0.1 and pulled[1] > flat[1]
    # No more spread than errors explain: nothing tells the units apart.
    assert chance_of_rank([1.0, 1.1, 0.9], [1, 2, 1], 2, shrink=True) == pytest.approx(2 / 3)


def test_leaders_are_flattered_and_shrinking_corrects_it():
    """Said and true share of estimated leaders that truly lead, over many populations."""
    rng, said, true = np.random.default_rng(6), {False: [], True: []}, []
    for number in range(1200):
        se = rng.uniform(0.4, 1.6, 12)
        truth = rng.normal(50, 1, 12)
        data = truth + se * rng.standard_normal(12)
        leader = data.argmax()
        true.append(truth.argmax() == leader)
        for shrink, list_ in said.items():
            chances = chance_of_rank(data, se, 1, draws=300, seed=number, shrink=shrink)
            list_.append(chances[leader])
    error = math.sqrt(np.var(true) / len(true))
    assert np.mean(said[False]) > np.mean(true) + 3 * error
    assert abs(np.mean(said[True]) - np.mean(true)) < 3 * error


# --- shrinkage


def test_paule_mandel_of_the_bcg_trials():
    """13 vaccine trials of Colditz et al. (1994, JAMA 271, 698): log risk ratios.

    tau^2 0.3181 and mean -0.7150 from statsmodels 0.15, `combine_effects`, iterated.
    """
    counts = """4 119 11 128  6 300 29 274  3 228 11 209  62 13536 248 12619  33 5036 47 5761
        180 1361 372 1079  8 2537 10 619  505 87886 499 87892  29 7470 45 7232  17 1699 65 1600
        186 50448 141 27197  5 2493 3 2338  27 16886 29 17825"""
    sick, well, sick_0, well_0 = np.array(counts.split(), float).reshape(13, 4).T
    x = np.log(sick / (sick + well) / (sick_0 / (sick_0 + well_0)))
    variance = 1 / sick - 1 / (sick + well) + 1 / sick_0 - 1 / (sick_0 + well_0)
    mean, between = paule_mandel(x, np.sqrt(variance))
    assert between == pytest.approx(0.3180684522, abs=1e-9)
    assert mean == pytest.approx(-0.7149681535, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(table=tables())
def test_paule_mandel_solves_its_equation(table):
    x, s = table
    mean, variance = paule_mandel(x, s)
    assert variance >= 0 and x.min() - 1e-9 <= mean <= x.max() + 1e-9
    if variance > 0:
        w = 1 / (variance + s * s)
        assert mean == pytest.approx((w @ x) / w.sum(), abs=1e-6)
        assert w @ (x - mean) ** 2 == pytest.approx(len(x) - 1, rel=1e-4)
        pulled, sd = shrunk(x, s)
        assert (np.abs(pulled - mean) <= np.abs(x - mean) + 1e-9).all() and (sd <= s).all()
        assert pulled == pytest.approx((variance * x + s * s * mean) / (variance + s * s), abs=1e-6)
    elif s.all():
        w = 1 / (s * s)
        assert w @ (x - (w @ x) / w.sum()) ** 2 <= (len(x) - 1) * (1 + 1e-6) + 1e-9
