"""The rule of what may be shown: at its limits, and where things are missing."""

from __future__ import annotations

import math

import polars as pl
import pytest

from thuocdo.surveys.areas import Threshold, Thresholds, shown


def row(**values) -> dict:
    base = {"n": 100, "own": 80.0, "own_se": 2.0, "model": 81.0, "model_mse": 1.0}
    return shown(pl.DataFrame([{**base, **values}], infer_schema_length=None)).row(0, named=True)


@pytest.mark.parametrize(
    ("values", "show", "value", "se", "why"),
    [
        ({}, "own", 80.0, 2.0, "enough"),
        ({"n": 15}, "own", 80.0, 2.0, "enough"),
        ({"n": 14}, "model", 81.0, 1.0, "few_answers"),
        ({"n": None}, "model", 81.0, 1.0, "few_answers"),
        ({"n_psu": 3}, "own", 80.0, 2.0, "enough"),
        ({"n_psu": 2}, "model", 81.0, 1.0, "few_psus"),
        ({"n_psu": None}, "model", 81.0, 1.0, "few_psus"),
        ({"n": 14, "n_psu": 2}, "model", 81.0, 1.0, "few_answers"),
        ({"own_se": 13.2}, "own", 80.0, 13.2, "enough"),
        ({"own_se": 13.3}, "model", 81.0, 1.0, "too_unsure"),
        ({"own_se": None}, "model", 81.0, 1.0, "no_error"),
        ({"own_se": math.nan}, "model", 81.0, 1.0, "no_error"),
        ({"own_se": 0.0}, "model", 81.0, 1.0, "no_error"),
        ({"n": 14, "model_mse": 27.0**2}, "nothing", None, None, "few_answers"),
        ({"n": 14, "model": None}, "nothing", None, None, "few_answers"),
        ({"n": 0, "own": None, "own_se": None}, "model", 81.0, 1.0, "few_answers"),
        ({"n": 50, "own": None}, "model", 81.0, 1.0, "no_error"),
        ({"n": 14, "model": math.nan}, "nothing", None, None, "few_answers"),
    ],
)
def test_the_rule(values, show, value, se, why):
    got = row(**values)
    assert (got["show"], got["value"], got["se"], got["why"]) == (show, value, se, why)


def test_margins_apply_once_the_house_has_chosen():
    frame = pl.DataFrame({"n": [99], "own": [80.0], "own_se": [2.0], "model": [80.0]})
    frame = frame.with_columns(model_mse=pl.lit(1.0))
    tight = Threshold(3.0, "decision", "read")
    assert shown(frame)["show"].item() == "own"
    assert shown(frame, Thresholds(own_margin=tight))["show"].item() == "model"
    both = Thresholds(own_margin=tight, model_margin=Threshold(1.9, "decision", "read"))
    assert shown(frame, both)["show"].item() == "nothing"


def test_every_threshold_says_where_it_comes_from():
    listed = Thresholds().listed()
    assert listed["source"].str.len_chars().min() > 10
    unknown = listed.filter(pl.col("status") == "unknown")
    assert unknown["value"].null_count() == len(unknown), "what is unknown is not applied"
    assert set(listed["status"]) <= {"read", "secondary", "unknown"}
