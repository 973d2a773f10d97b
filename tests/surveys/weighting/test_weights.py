"""Design weights, non-response, trimming, and what every calibration must do."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.weighting import (
    adjust_nonresponse,
    calibrate,
    design_effect,
    design_weights,
    propensity_classes,
    trim,
)


def test_weights_are_one_over_the_chance_of_all_stages():
    frame = pl.DataFrame({"village": [0.5, 0.25], "person": [0.1, 1.0]})
    assert design_weights(frame, probability="village").to_list() == [2, 4]
    got = design_weights(frame, probability=["village", "person"])
    assert got.to_list() == pytest.approx([20, 4])


def test_weights_from_sizes_of_two_stages():
    frame = pl.DataFrame(
        {
            "commune": ["a", "a", "a", "b"],
            "village": [1, 1, 2, 1],
            "villages": [6, 6, 6, 3],
            "people": [10, 10, 7, 5],
        }
    )
    got = design_weights(frame, strata="commune", psu="village", fpc=["villages", "people"])
    assert got.to_list() == [6 / 2 * 10 / 2, 6 / 2 * 10 / 2, 6 / 2 * 7, 3 * 5]


def test_respondents_take_over_those_of_their_class():
    frame = pl.DataFrame(
        {
            "w": [1.0, 2.0, 3.0, 4.0, 5.0],
            "there": [True, False, True, True, False],
            "sex": ["nam", "nam", "nam", "nu", "nu"],
        }
    )
    got = adjust_nonresponse(frame, weight="w", answered="there", classes="sex")
    assert got.weights.to_list() == [pytest.approx(1.5), None, pytest.approx(4.5), 9.0, None]
    assert got.report.rows() == [
        ("nam", 3, 2, pytest.approx(4 / 6), pytest.approx(1.5)),
        ("nu", 2, 1, pytest.approx(4 / 9), pytest.approx(2.25)),
    ]
    whole = adjust_nonresponse(frame, weight="w", answered="there")
    assert whole.weights.sum() == pytest.approx(15)
    assert whole.report.height == 1


def test_propensity_classes_put_the_least_likely_first():
    rng = np.random.default_rng(0)
    age = rng.integers(18, 80, 3000)
    there = rng.random(3000) < 1 / (1 + np.exp(-(age - 50) / 10))
    frame = pl.DataFrame({"age": age, "there": there, "w": np.ones(3000)})
    found = propensity_classes(frame, weight="w", answered="there", on="age")
    assert found.unique().sort().to_list() == [1, 2, 3, 4, 5]
    by = frame.with_columns(found).group_by("class").agg(
        pl.col("there").mean(), pl.col("age").mean()
    ).sort("class")  # fmt: skip
    assert by["there"].is_sorted() and by["age"].is_sorted()
    adjusted = adjust_nonresponse(
        frame.with_columns(found), weight="w", answered="there", classes="class"
    )
    weighted = (frame["age"] * adjusted.weights).sum() / adjusted.weights.sum()
    naive = frame.filter("there")["age"].mean()
    truth = frame["age"].mean()
    assert abs(weighted - truth) < abs(naive - truth) / 4


def test_trimming_by_hand():
    frame = pl.DataFrame({"w": [1.0, 1.0, 1.0, 1.0, 6.0]})
    got = trim(frame, weight="w", most=3)
    assert got.weights.to_list() == pytest.approx([1.75] * 4 + [3.0])
    assert (got.high, got.cut, got.moved) == (3.0, 1, pytest.approx(0.3))
    assert got.design_effect == (pytest.approx(2.0), pytest.approx(1.0625))


WEIGHTS = st.lists(st.integers(1, 400).map(lambda one: one / 8), min_size=2, max_size=30)


@settings(max_examples=150, deadline=None)
@given(weights=WEIGHTS, most=st.none() | st.floats(1.2, 6), least=st.none() | st.floats(0.05, 0.9))
def test_trimming_keeps_the_sum_the_order_and_the_limits(weights, most, least):
    frame = pl.DataFrame({"w": weights})
    try:
        got = trim(frame, weight="w", most=most, least=least)
    except ThuocDoError as error:
        assert error.code in ("SURVEY-035", "SURVEY-036")
        middle = np.median(weights)
        mean = np.mean(weights)
        impossible = mean > (most or np.inf) * middle or mean < (least or 0) * middle
        assert impossible or (most is None and least is None)
        return
    after = got.weights.to_numpy()
    assert after.sum() == pytest.approx(sum(weights), rel=1e-12)
    assert after.max() <= got.high * (1 + 1e-9)
    assert after.min() >= got.low * (1 - 1e-9)
    order = np.argsort(weights, kind="stable")
    assert (np.diff(after[order]) >= -1e-9).all()
    if max(weights) <= got.high and min(weights) >= got.low:
        assert after.tolist() == pytest.approx(weights, rel=1e-12)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_calibrated_weights_meet_their_totals_stay_in_bounds_and_leave_no_error_in_them(data):
    rows = data.draw(st.integers(12, 40))
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    frame = pl.DataFrame(
        {
            "w": rng.integers(8, 80, rows) / 8,
            "a": np.append(["x", "y"], rng.choice(["x", "y"], rows - 2)),
            "b": np.append(["k", "l", "m"], rng.choice(["k", "l", "m"], rows - 3)),
            "n": rng.integers(1, 20, rows),
        }
    )
    # Totals another set of weights meets within the bounds, so that a solution exists.
    truth = frame["w"].to_numpy() * rng.uniform(0.8, 1.25, rows)
    totals = {
        "a": {one: float(truth[frame["a"] == one].sum()) for one in ("x", "y")},
        "b": {one: float(truth[frame["b"] == one].sum()) for one in ("k", "l", "m")},
        "n": float((truth * frame["n"].to_numpy()).sum()),
    }
    method, bounds = data.draw(
        st.sampled_from([("raking", None), ("logit", (0.4, 2.5)), ("linear", (0.4, 2.5))])
    )
    got = calibrate(frame, weight="w", totals=totals, method=method, bounds=bounds)
    margins = got.report.margins
    assert margins["after"].to_list() == pytest.approx(margins["total"].to_list(), rel=1e-7)
    low, high = bounds or (0, np.inf)
    assert low - 1e-9 <= got.report.g[0] <= got.report.g[1] <= high + 1e-9
    assert got.estimate(target="n", kind="total")["se"][0] == pytest.approx(0, abs=1e-6)
    counts = got.estimate(target="b", kind="total")
    assert counts["se"].to_list() == pytest.approx([0, 0, 0], abs=1e-6)


def test_the_design_effect_of_unequal_weights():
    assert design_effect(np.array([2.0, 2.0, 2.0])) == 1
    assert design_effect(np.array([1.0, 3.0])) == pytest.approx(2 * 10 / 16)
