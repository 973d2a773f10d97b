"""Rank confidence sets cover what they promise; chances of ranks; shrinkage."""

from __future__ import annotations

import math
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indices.rank_tables import normal, tables

from thuocdo.indices.rank_sets import chance_of_rank, rank_sets, top_set
from thuocdo.indices.shrinkage import paule_mandel, shrunk

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
