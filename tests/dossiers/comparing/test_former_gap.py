"""The gap of two sides: mix and performance add up, and are what they say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.dossiers.comparing import former_gap

SIDES = {"A1": "old", "A2": "old", "A3": "old", "B1": "new", "B2": "new"}
rows = st.lists(
    st.tuples(
        st.sampled_from([*SIDES, "X"]),
        st.sampled_from(["p", "q", "r"]),
        st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    ),
    min_size=1,
    max_size=20,
)


def frame(found):
    told = [(unit, procedure, *pair) for unit, procedure, pair in found]
    names = {"unit": pl.String, "procedure": pl.String, "judged": pl.Int64, "on_time": pl.Int64}
    return pl.DataFrame(told, names, orient="row")


@settings(max_examples=80)
@given(rows)
def test_parts_add_up_to_the_last_fraction(found):
    made = former_gap(frame(found), SIDES, "old", "new")
    sums = {
        side: [sum(pair[k] for u, _, pair in found if SIDES.get(u) == side) for k in (0, 1)]
        for side in ("old", "new")
    }
    if not (sums["old"][0] and sums["new"][0]):
        assert made is None
        return
    crude = Fraction(sums["old"][1], sums["old"][0]) - Fraction(sums["new"][1], sums["new"][0])
    assert made.gap == crude == made.mix + made.performance
    back = former_gap(frame(found), SIDES, "new", "old")
    assert (back.gap, back.mix, back.performance) == (-made.gap, -made.mix, -made.performance)
    if made.se is not None:
        assert made.low <= float(made.performance) <= made.high


def test_the_same_work_on_another_mix_is_all_mix():
    found = [
        ("A1", "p", (80, 40)),
        ("A2", "q", (20, 18)),
        ("B1", "p", (20, 10)),
        ("B2", "q", (80, 72)),
    ]
    made = former_gap(frame(found), SIDES, "old", "new")
    assert made.gap == Fraction(58, 100) - Fraction(82, 100)
    assert (made.mix, made.performance) == (made.gap, 0)
    assert (made.communes, made.judged, made.unshared) == ((2, 2), (100, 100), 0)


def test_other_work_on_the_same_mix_is_all_performance():
    found = [(u, p, (50, 45 if u == "A1" else 40)) for u in ("A1", "B1") for p in "pq"]
    made = former_gap(frame(found), SIDES, "old", "new")
    assert (made.mix, made.performance) == (0, Fraction(1, 10))
    assert made.se is None is made.low  # one commune a side: nothing tells how communes differ


def test_what_one_side_alone_has_is_mix_and_said():
    found = [("A1", "p", (50, 45)), ("A2", "r", (50, 25)), ("B1", "p", (100, 90))]
    made = former_gap(frame(found), SIDES, "old", "new")
    assert (made.performance, made.mix, made.unshared) == (0, Fraction(-1, 5), 50)


def test_the_interval_knows_that_communes_differ():
    """600 worlds of 39 and 65 communes that differ by 5 points: near 95 % hold, Monte-Carlo
    error 0.9 points; taking dossiers as independent only about half would."""
    rng = np.random.default_rng(11)
    sides = {f"A{k}": "old" for k in range(39)} | {f"B{k}": "new" for k in range(65)}
    units = list(sides)
    held = naive = 0
    for _ in range(600):
        size = rng.integers(50, 400, (104, 2))
        rate = np.clip([[0.9], [0.8]] + rng.normal(0, 0.05, (2, 104)), 0, 1).T
        right = rng.binomial(size, rate)
        made = former_gap(
            pl.DataFrame(
                {
                    "unit": [one for one in units for _ in range(2)],
                    "procedure": ["p", "q"] * 104,
                    "judged": size.ravel(),
                    "on_time": right.ravel(),
                }
            ),
            sides,
            "old",
            "new",
        )
        held += made.low <= 0 <= made.high
        alone = 1.96 * (0.13 / size[:39].sum() + 0.13 / size[39:].sum()) ** 0.5
        naive += abs(float(made.performance)) <= alone
    assert 0.92 <= held / 600 <= 0.975
    assert naive / 600 < 0.85


def test_a_published_decomposition_shape():
    """Kitagawa's identity on hand figures: 0.74 - 0.70 = 0.03 (mix) + 0.01 (performance)."""
    found = [
        ("A1", "p", (60, 54)),
        ("A2", "q", (40, 20)),
        ("B1", "p", (50, 45)),
        ("B2", "q", (50, 25)),
    ]
    made = former_gap(frame(found), SIDES, "old", "new")
    assert made.gap == Fraction(4, 100)
    assert (made.mix, made.performance) == (Fraction(4, 100), 0)
    shifted = [("A2", "q", (40, 22)) if one[0] == "A2" else one for one in found]
    made = former_gap(frame(shifted), SIDES, "old", "new")
    assert made.performance == pytest.approx(0.45 * 0.05)
    assert made.mix == pytest.approx(0.1 * 0.9 - 0.1 * (0.55 + 0.5) / 2)
