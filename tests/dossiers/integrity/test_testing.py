"""The test behind a suspicion: exact tails, extra variation, many looks."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from thuocdo.dossiers.integrity.testing import (
    benjamini_hochberg,
    compared,
    expectations,
    extra_variation,
    tail,
)


def test_the_tail_is_poissons_where_nothing_varies_beyond_chance():
    for mean in (0.5, 3.0, 40.0):
        for count in (1, 4, 50):
            below = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count))
            assert tail(count, mean, 0.0) == pytest.approx(1 - below, abs=1e-12)
    assert tail(0, 3.0, 0.2) == 1.0 and tail(2, 0.0, 0.0) == 0.0


def test_the_tail_is_the_negative_binomials_where_units_differ():
    """Size 1 is the geometric: P(X ≥ k) = (mean / (1 + mean)) ** k."""
    for mean in (0.5, 4.0):
        for count in (1, 3, 9):
            assert tail(count, mean, 1.0) == pytest.approx((mean / (1 + mean)) ** count, abs=1e-12)


def test_adjusted_values_are_those_of_the_paper():
    """Benjamini & Hochberg 1995, section 3.2: of 15 values four are called at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    adjusted = benjamini_hochberg(p)
    assert [one <= 0.05 for one in adjusted] == [True] * 4 + [False] * 11
    assert adjusted == sorted(adjusted) and all(a >= b for a, b in zip(adjusted, p, strict=True))


def test_extra_variation_is_found_where_it_is():
    rng = np.random.default_rng(0)
    expected = np.full(400, 20.0)
    fair = rng.poisson(expected)
    uneven = rng.poisson(expected * rng.gamma(4, 1 / 4, 400))
    assert extra_variation(fair, expected) < 0.02
    assert 0.1 < extra_variation(uneven, expected) < 0.3


def test_a_unit_is_expected_by_what_others_do_on_the_same_procedures():
    rows = [("A", "p", 10, 1), ("B", "p", 30, 6), ("B", "q", 10, 0), ("C", "q", 20, 4)]
    counts = pl.DataFrame(rows, ["unit", "procedure", "case_x", "seen_x"], orient="row")
    found = {one["unit"]: one["expected"] for one in expectations(counts, "x").to_dicts()}
    assert found["A"] == pytest.approx(10 * 6 / 30)
    assert found["B"] == pytest.approx(30 * 1 / 10 + 10 * 4 / 20)
    alone = counts.filter(pl.col("procedure") == "q", pl.col("unit") == "C")
    assert expectations(alone, "x")["expected"].to_list() == [4.0]


def test_few_are_no_pattern():
    rows = [(f"U{k}", "p", 1000, 0) for k in range(50)] + [("X", "p", 1000, 4), ("Y", "p", 1000, 9)]
    counts = pl.DataFrame(rows, ["unit", "procedure", "case_x", "seen_x"], orient="row")
    assert [one.unit for one in compared(counts, ["x"], 5)] == ["Y"]
