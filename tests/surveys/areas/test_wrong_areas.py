"""What the area models refuse, in exact words."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas import (
    Benchmark,
    fay_herriot,
    nested_error,
    shown,
    smoothed_variance,
)

Y = [1.0, 2.0, 4.0, 3.0]
PSI = [0.5, 0.5, 1.0, 1.0]
ONE = np.ones((4, 1))


def wrong(call, *args, **options) -> str:
    with pytest.raises(ThuocDoError) as caught:
        call(*args, **options)
    return caught.value.problems[0].text("en")


def test_no_area_with_a_variance():
    told = wrong(fay_herriot, Y, [None] * 4, ONE)
    assert told.startswith("SURVEY-040 No area has both an estimate and a variance")


@pytest.mark.parametrize(("value", "said"), [(-0.25, "-0.25"), (0.0, "0")])
def test_variances_above_nought(value, said):
    told = wrong(fay_herriot, Y, [0.5, 0.5, value, 1.0], ONE)
    assert told.startswith(
        f"SURVEY-041 row 4, column «variance»: {said} cannot be used: it must be greater than 0."
    )


@pytest.mark.parametrize("column", [[0.0] * 4, [2.0] * 4])
def test_columns_that_repeat_each_other(column):
    told = wrong(fay_herriot, Y, PSI, np.column_stack([ONE, column]))
    assert told.startswith("SURVEY-042 The columns of X repeat each other")


def test_columns_that_repeat_each_other_among_the_sampled_areas_only():
    X = np.column_stack([np.ones(5), [0, 0, 0, 0, 1.0]])
    told = wrong(fay_herriot, [*Y, None], [*PSI, None], X)
    assert told.startswith("SURVEY-042")


def test_fewer_areas_than_columns():
    told = wrong(fay_herriot, Y[:2], PSI[:2], np.eye(2))
    assert told.startswith("SURVEY-043 There are 2 rows with data for 2 columns of X")


def test_lengths():
    told = wrong(fay_herriot, Y, PSI[:3], ONE)
    assert told.startswith("SURVEY-044 variance has 3 entries where 4 are needed.")
    assert wrong(fay_herriot, Y, PSI, ONE[:2]).startswith("SURVEY-044 X has 2 entries")
    options = {"benchmark": Benchmark([1, 2], 2.0)}
    told = wrong(fay_herriot, Y, PSI, ONE, **options)
    assert told.startswith("SURVEY-044 benchmark.weights has 2 entries")


def test_unknown_method():
    told = wrong(fay_herriot, Y, PSI, ONE, method="EB")
    assert told == (
        "SURVEY-045 method is 'EB', which is not among the choices. Use one of: REML, ML, FH."
    )
    assert "None, arcsin, logit" in wrong(fay_herriot, Y, PSI, ONE, transform="log")
    assert "ratio, difference" in wrong(
        fay_herriot, Y, PSI, ONE, benchmark=Benchmark([1] * 4, 2.0, "raking")
    )


def test_a_cell_of_a_column_is_missing():
    X = pl.DataFrame({"one": [1.0] * 4, "poor": [0.1, None, 0.3, 0.4]})
    told = wrong(fay_herriot, Y, PSI, X)
    assert told.startswith("SURVEY-046 row 3, column «poor»: A cell of an auxiliary column")


def test_shares_out_of_range_and_at_the_ends():
    told = wrong(fay_herriot, [0.5, 84.0, 0.6, None], [0.01] * 4, ONE, transform="arcsin")
    assert told.startswith("SURVEY-047 row 3, column «direct»: 84 is not a share from 0 to 1")
    for transform in ("arcsin", "logit"):
        told = wrong(fay_herriot, [0.5, 0.4, 0.6, 1.0], [0.01] * 4, ONE, transform=transform)
        assert told.startswith("SURVEY-048 row 5, column «direct»: The share is exactly 1")


@pytest.mark.parametrize("weights", [[1, -1, 1, 1], [1, None, 1, 1], [0, 0, 0, 0]])
def test_weights_of_the_benchmark(weights):
    told = wrong(fay_herriot, Y, PSI, ONE, benchmark=Benchmark(weights, 3.0))
    assert "SURVEY-049" in told and "A weight for benchmarking is missing or negative" in told


def test_text_and_infinity_among_numbers():
    for value in ("1,5", float("inf"), object()):
        told = wrong(fay_herriot, [1.0, value, 2.0, 3.0], PSI, ONE)
        assert told.startswith("SURVEY-050 row 3, column «direct»: The cell is not a number.")


def test_benchmark_that_cannot_be_met():
    told = wrong(fay_herriot, [0.0] * 4, PSI, ONE, benchmark=Benchmark([1] * 4, 1.0))
    assert told.startswith("SURVEY-051")
    told = wrong(fay_herriot, [1, 2, 3, None], [*PSI[:3], None], ONE, benchmark=Benchmark([1] * 4))
    assert told.startswith("SURVEY-052 row 5, column «direct»")


def test_smoothing_of_too_few():
    told = wrong(smoothed_variance, [1.0, 2.0, None], [4, 5, 6])
    assert told.startswith("SURVEY-053 Only 2 areas have a positive variance")


UNITS = {
    "y": [1.0, 2.0, 3.0, 5.0],
    "X": np.ones((4, 1)),
    "area": ["a", "a", "b", "b"],
    "means": np.ones((3, 1)),
    "areas": ["a", "b", "c"],
}


def test_units_of_unlisted_areas():
    told = wrong(nested_error, **{**UNITS, "area": ["a", "a", "b", "d"]})
    assert told.startswith("SURVEY-054 row 5, column «area»: Area 'd' is not in the list")


@pytest.mark.parametrize("area", [["a"] * 4, ["a", "b", "c", "d"]])
def test_areas_that_cannot_be_told_apart(area):
    told = wrong(
        nested_error, **{**UNITS, "area": area, "areas": list("abcd"), "means": np.ones((4, 1))}
    )
    assert told.startswith("SURVEY-055 Variation between and within areas cannot be told apart")


def test_areas_listed_twice():
    told = wrong(nested_error, **{**UNITS, "areas": ["a", "b", "b"]})
    assert told.startswith("SURVEY-056 Area 'b' is listed twice")


@pytest.mark.parametrize(("sizes", "row"), [([9, 1, 9], 3), ([9, 9, 0], 4), ([None, 9, 9], 2)])
def test_sizes_below_the_units_seen(sizes, row):
    told = wrong(nested_error, **UNITS, sizes=sizes)
    assert told.startswith(f"SURVEY-057 row {row}, column «sizes»")


def test_units_without_an_answer_are_left_out_and_counted():
    more = {**UNITS, "y": [*UNITS["y"], None], "area": [*UNITS["area"], "c"]}
    more["X"] = np.ones((5, 1))
    found, without = nested_error(**more), nested_error(**UNITS)
    assert found.diagnostics.dropped == 1
    assert found.eblup == pytest.approx(without.eblup)


def test_columns_of_the_showing_rule():
    told = wrong(shown, pl.DataFrame({"n": [1]}))
    assert told == "SURVEY-058 Column 'own' is missing. Columns there are: n."


def test_areas_without_a_sample_get_what_the_model_says():
    X = np.column_stack([np.ones(5), [1.0, 2, 3, 4, 10]])
    found = fay_herriot([*Y, None], [*PSI, None], X)
    assert found.sampled.tolist() == [True] * 4 + [False]
    assert found.eblup[4] == pytest.approx(X[4] @ found.beta)
    assert found.mse[4] > found.mse[:4].max()
    assert found.diagnostics.gamma[4] == 0
    assert np.isnan(found.diagnostics.residuals[4])
    half_known = fay_herriot([*Y, 7.0], [*PSI, None], X)
    assert half_known.eblup == pytest.approx(found.eblup), "an estimate without error is not used"


def test_an_error_is_never_below_nought():
    """Own estimates nearer each other than chance puts them: sigma2 is 0, its bias is not."""
    for method in ("REML", "ML", "FH"):
        found = fay_herriot(
            [1.0, 1.01, 0.99, 1.0, None], [*PSI, None], np.ones((5, 1)), method=method
        )
        assert found.sigma2 == 0
        assert (found.mse > 0).all()


def test_columns_of_very_different_size():
    """People in millions beside shares: the estimates are those of the columns brought to size."""
    rng = np.random.default_rng(0)
    people, poor = rng.uniform(1e6, 9e6, 30), rng.uniform(0, 1e-3, 30)
    y, psi = rng.normal(50, 3, 30) + people / 1e6, rng.uniform(1, 4, 30)
    ones = np.ones(30)
    found = fay_herriot(y, psi, np.column_stack([ones, people, poor, people**2]))
    sized = np.column_stack([ones, people / 1e6 - 5, poor * 1e3, (people / 1e6 - 5) ** 2])
    wanted = fay_herriot(y, psi, sized)
    assert found.eblup == pytest.approx(wanted.eblup, rel=1e-8)
    assert found.mse == pytest.approx(wanted.mse, rel=1e-6)


def test_frames_series_arrays_and_lists_are_the_same():
    X = pl.DataFrame({"one": [1, 1, 1, 1], "x": [1.0, 2.0, 2.5, 7.0]})
    found = fay_herriot(pl.Series([1, 2, None, 3]), pl.Series([0.5, 0.5, 1.0, 1.0]), X)
    listed = fay_herriot(
        [1, 2, None, 3.0], np.array([0.5, 0.5, 1, 1]), [[1, 1], [1, 2], [1, 2.5], [1, 7]]
    )
    assert found.eblup == pytest.approx(listed.eblup, rel=1e-12)
    told = wrong(fay_herriot, np.array([1.0, np.inf, 2, 3]), PSI, ONE)
    assert told.startswith("SURVEY-050 row 3, column «direct»")
    told = wrong(fay_herriot, Y, PSI, np.array([[1.0], [1.0], [np.inf], [1.0]]))
    assert told.startswith("SURVEY-050 row 4, column «X[0]»")


def test_answers_all_alike():
    for y in ([4.0] * 4, [4.0, 4.0, 5.0, 5.0]):
        told = wrong(nested_error, **{**UNITS, "y": y})
        assert told.startswith("SURVEY-074 Within areas nothing varies beyond the columns of X")
    found = fay_herriot([4.0] * 4, PSI, ONE)
    assert found.sigma2 == 0 and found.eblup == pytest.approx([4.0] * 4)
    assert found.diagnostics.normality is None
