"""Any column in any place of any call: an answer, or an error of the catalogue, never a crash."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.estimates import association, compare, estimate, regress
from thuocdo.surveys.weighting import (
    adjust_nonresponse,
    calibrate,
    design_weights,
    propensity_classes,
    trim,
)

FRAME = pl.DataFrame(
    {
        "whole": [1, 2, 3, 4, 5, 6],
        "float": [1.0, 2.0, None, float("nan"), 5.0, 6.0],
        "text": ["a", "b", None, "a", "b", "c"],
        "digits": ["1", "2", "3", "4", "5", "6"],
        "bool": [True, False, None, True, True, False],
        "date": [date(2030, 1, day) for day in range(1, 7)],
        "list": [[1], [2], [3], [], None, [1]],
        "null": [None] * 6,
        "negative": [-1, 2, 3, 4, 5, 6],
        "small": pl.Series([0, 1, 2, 3, 4, 5], dtype=pl.UInt8),
        "duration": [timedelta(day) for day in range(6)],
        "zero": [0] * 6,
        "struct": [{"a": 1}] * 6,
        "category": pl.Series(["x", "y", "x", "y", None, "z"], dtype=pl.Categorical),
        "decimal": pl.Series(["1.5", "2.5", "1", "2", "3", "4"]).cast(pl.Decimal(10, 2)),
        "large": [10**18 + one for one in range(6)],
    }
)


def estimates(column: str):
    for kind in ("mean", "total", "prop", "quantile", "variance"):
        yield lambda kind=kind: estimate(FRAME, target=column, kind=kind)
    for top, below in ((column, "whole"), ("whole", column)):
        call = {"target": top, "kind": "ratio", "denominator": below}
        yield lambda call=call: estimate(FRAME, **call)
    for place in ("by", "strata", "psu", "weight", "fpc"):
        for how in ("error", "center", "collapse", "scale"):
            call = {place: column, "singleton": how}
            yield lambda call=call: estimate(FRAME, target="whole", **call)
    yield lambda: estimate(FRAME, target="whole", psu="text", ssu=column, fpc=["whole", "whole"])
    for kind in ("jk1", "jkn", "brr", "bootstrap"):
        made, given = {"kind": kind}, {"kind": kind, "columns": [column, "whole"]}
        yield lambda made=made: estimate(FRAME, target=column, by="text", replicate=made)
        yield lambda given=given: estimate(FRAME, target="whole", replicate=given)


def comparisons(column: str):
    for rounds in (False, True):
        call = {"target": ["whole", "text"], "between": column, "singleton": "center"}
        yield lambda rounds=rounds, call=call: compare(FRAME, rounds=rounds, **call)
    yield lambda: association(FRAME, first=column, second="bool")
    yield lambda: regress(FRAME, target="whole", on=column)
    yield lambda: regress(FRAME, target=column, on="whole", family="binomial")


def weights(column: str):
    yield lambda: calibrate(FRAME, weight="whole", totals={column: {"a": 1, "b": 2}})
    yield lambda: calibrate(FRAME, weight="whole", totals={column: 100}, method="linear")
    yield lambda: calibrate(FRAME, weight=column, totals={"(Intercept)": 100}, method="raking")
    yield lambda: adjust_nonresponse(FRAME, weight="whole", answered=column)
    yield lambda: adjust_nonresponse(FRAME, weight="whole", answered="zero", classes=column)
    yield lambda: propensity_classes(FRAME, weight="whole", answered="bool", on=column)
    yield lambda: trim(FRAME, weight=column, most=1.5)
    yield lambda: trim(FRAME, weight="whole", most=1.5, within=column)
    yield lambda: design_weights(FRAME, probability=column)


@pytest.mark.parametrize("column", FRAME.columns)
@pytest.mark.parametrize("calls", [estimates, comparisons, weights])
def test_an_answer_or_an_error_of_the_catalogue(calls, column):
    outcomes = []
    for call in calls(column):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                outcomes.append(call() is not None)
            except ThuocDoError as error:
                assert error.code.startswith("SURVEY-")
                for problem in error.problems:
                    assert problem.text("vi") != problem.text("en")
                outcomes.append(True)
    assert outcomes and all(outcomes)


@pytest.mark.parametrize(
    "call",
    [
        lambda: estimate(FRAME, target=None),
        lambda: estimate(FRAME.lazy(), target="whole"),
        lambda: estimate(FRAME, target="whole", kind="quantile", p=None),
        lambda: estimate(FRAME, target="whole", replicate={}),
        lambda: calibrate(FRAME, weight="whole", totals=None),
        lambda: calibrate(FRAME, weight="whole", totals={"whole": 5}, method="logit", bounds=5),
        lambda: calibrate(
            FRAME, weight="whole", totals={"whole": 5}, method="logit", bounds=("a", "b")
        ),
        lambda: trim(FRAME, weight="whole", most="2"),
        lambda: association(FRAME, first="text", second="text"),
    ],
)
def test_options_that_cannot_be(call):
    with pytest.raises(ThuocDoError):
        call()
