"""Funnel limits against the whole binomial distribution; overdispersion found where it was put."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.dossiers.comparing import binomial_limits, funnel
from thuocdo.dossiers.comparing.funnels import overdispersion, shows, z_scores


def slow_limit(n: int, target: Fraction, p: Fraction) -> Fraction:
    """The interpolated quantile by adding up the distribution in fractions."""
    reached = Fraction(0)
    for r in range(n + 1):
        mass = comb(n, r) * target**r * (1 - target) ** (n - r)
        reached += mass
        if reached >= p:
            return (r - (reached - p) / mass) / n
    raise AssertionError


@settings(max_examples=60)
@given(
    st.integers(1, 120),
    st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50),
    st.sampled_from([Fraction(95, 100), Fraction(998, 1000)]),
)
def test_limits_equal_the_distribution_added_up(n, target, level):
    low, high = binomial_limits(n, float(target), float(level))
    tail = (1 - level) / 2
    assert low == pytest.approx(max(float(slow_limit(n, target, tail)), 0.0), abs=1e-9)
    assert high == pytest.approx(min(float(slow_limit(n, target, 1 - tail)), 1.0), abs=1e-9)


def test_limits_of_many_cases_are_the_normal_ones():
    low, high = binomial_limits(400_000, 0.9, 0.95)
    spread = 1.959964 * (0.9 * 0.1 / 400_000) ** 0.5
    half = 0.5 / 400_000  # the interpolated distribution runs half a case before the true one
    wanted = (0.9 - spread - half, 0.9 + spread - half)
    assert (low, high) == pytest.approx(wanted, abs=1e-6)


def test_all_or_nothing_has_no_funnel():
    made = funnel(["A", "B", "C"], [5, 9, 0], [5, 9, 0])
    assert (made.target, made.overdispersion, made.used) == (1.0, None, 1.0)
    assert [one.unit for one in made.spots] == ["A", "B"]
    assert all(one.verdict == 0 and one.limits[0] == (1.0, 1.0) for one in made.spots)
    assert funnel([], [], []).spots == ()


def test_one_far_unit_among_equals():
    """A hundred units at 90 %, one at 70 %: beyond both limits, and it does not hide itself."""
    rng = np.random.default_rng(5)
    cases = rng.integers(100, 2_000, 104)
    right = rng.binomial(cases, 0.9)
    right[7] = round(0.7 * cases[7])
    made = funnel([str(k) for k in range(104)], right.tolist(), cases.tolist(), 0.9)
    assert made.used == 1.0
    assert made.spots[7].verdict == -2
    assert sum(one.verdict != 0 for one in made.spots) <= 12  # about 5 of a hundred by chance


def test_overdispersion_is_found_and_widens():
    rng = np.random.default_rng(6)
    cases = np.full(104, 1_000)
    right = rng.binomial(cases, rng.normal(0.9, 0.03, 104).clip(0, 1))
    made = funnel([str(k) for k in range(104)], right.tolist(), cases.tolist())
    # var of z: 1 + 1000 × 0.03² / (0.9 × 0.1) = 11, less what winsorising takes
    assert 5 < made.overdispersion < 13 and made.used == made.overdispersion
    narrow = sum(not low <= one.share <= high for one in made.spots for low, high in one.limits[:1])
    wide = sum(one.verdict != 0 for one in made.spots)
    assert narrow > 40 > 15 > wide
    spot = made.spots[0]
    assert spot.wide[0][0] == pytest.approx(
        made.target + made.used**0.5 * (spot.limits[0][0] - made.target)
    )


def test_winsorising_takes_the_tails():
    z = np.array([0.0] * 18 + [50.0, -50.0])
    assert overdispersion(z, 0.10) < 1 < np.mean(z**2)
    assert shows(2.0, 104) and not shows(1.2, 104)
    assert z_scores([5], [10], [0.5]).tolist() == [0.0]


def test_each_unit_against_its_own_mix():
    """A has hard procedures and does as they go anywhere; B has easy ones and is far below."""
    rng = np.random.default_rng(8)
    units = [str(k) for k in range(40)]
    right = [600, 850, *rng.binomial(1_000, 0.9, 38).tolist()]
    together = funnel(units, right, [1_000] * 40, 0.9)
    assert [one.verdict for one in together.spots[:2]] == [-2, -2]
    fair = funnel(units, right, [1_000] * 40, targets=[0.6, 0.95, *[0.9] * 38])
    assert [one.target for one in fair.spots[:3]] == [0.6, 0.95, 0.9]
    assert [one.verdict for one in fair.spots[:2]] == [0, -2]
    assert fair.spots[0].z == pytest.approx(0) and fair.spots[1].z < -14
    assert fair.spots[0].limits[0] == binomial_limits(1_000, 0.6, 0.95)
