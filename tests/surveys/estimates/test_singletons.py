"""Strata of one PSU. Numbers marked R: R 4.2.2, survey 4.1-1, `survey.lonely.psu`."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.estimates import estimate

NINE = pl.DataFrame(
    {
        "h": [1, 1, 1, 2, 2, 2, 3, 4, 4],
        "p": [1, 2, 3, 1, 2, 3, 1, 1, 2],
        "w": [3, 3, 3, 4, 4, 4, 5, 2, 2],
        "x": [2.8, 4.1, 6.8, 3.7, 6.6, 4.2, 9.2, 1.5, 2.5],
        "g": ["a", "b", "a", "b", "a", "b", "a", "a", "b"],
    }
)
DESIGN = {"strata": "h", "psu": "p", "weight": "w"}


def test_it_is_refused_and_named():
    with pytest.raises(ThuocDoError, match="SURVEY-007 1 tầng chỉ có một đơn vị mẫu: 3"):
        estimate(NINE, target="x", **DESIGN)


@pytest.mark.parametrize(
    ("how", "se", "by_domain"),
    [
        ("center", 0.850710124572, [1.246292618771, 0.254721185322]),  # R: adjust
        ("scale", 0.585971810724, [0.991719084628, 0.254721185322]),  # R: average
    ],
)
def test_errors_of_means_are_those_of_r(how, se, by_domain):
    whole = estimate(NINE, target="x", singleton=how, **DESIGN)
    assert whole["se"][0] == pytest.approx(se, rel=1e-9)
    assert whole["df"][0] == 5
    domains = estimate(NINE, target="x", singleton=how, by="g", **DESIGN)
    assert domains["se"].to_list() == [pytest.approx(one, rel=1e-9) for one in by_domain]


def test_the_error_of_a_total_scaled():
    got = estimate(NINE, target="x", kind="total", singleton="scale", **DESIGN)
    assert got["se"][0] == pytest.approx(17.5791543217, rel=1e-9)  # R: average


def test_collapsing_is_the_design_with_the_two_strata_joined():
    joined = NINE.with_columns(
        p=pl.concat_str(pl.col("h"), pl.col("p")), h=pl.col("h").replace({3: 4})
    )
    for kind in ("mean", "total"):
        got = estimate(NINE, target="x", kind=kind, by="g", singleton="collapse", **DESIGN)
        assert got.equals(estimate(joined, target="x", kind=kind, by="g", **DESIGN))
    assert got["df"].unique().to_list() == [6]


def test_two_single_strata_in_a_row_make_a_pair():
    frame = pl.DataFrame(
        {"h": [1, 2, 3, 3], "p": [1, 2, 3, 4], "x": [1.0, 3.0, 4.0, 8.0], "w": [1, 1, 1, 1]}
    )
    paired = frame.with_columns(h=pl.Series([1, 1, 3, 3]))
    got = estimate(frame, target="x", singleton="collapse", **DESIGN)
    assert got.equals(estimate(paired, target="x", **DESIGN))
    assert got["df"][0] == 2


def test_a_stratum_taken_whole_needs_no_second_psu():
    frame = NINE.with_columns(size=pl.Series([9, 9, 9, 9, 9, 9, 1, 9, 9]))
    got = estimate(frame, target="x", fpc="size", **DESIGN)
    others = estimate(frame, target="x", fpc="size", by="h", **DESIGN)
    assert got["se"][0] > 0
    assert others.filter(h=3).select("se", "low", "note").row(0) == (None, None, "one-psu")


def test_scaling_says_when_a_domain_has_no_other_stratum():
    frame = pl.DataFrame(
        {
            "h": [1, 2, 3, 3],
            "p": [1, 2, 3, 4],
            "x": [1.0, 3.0, 4.0, 8.0],
            "w": [1, 1, 1, 1],
            "g": ["a", "a", "b", "b"],
        }
    )
    got = estimate(frame, target="x", by="g", singleton="scale", **DESIGN)
    assert got.select("se", "note").row(0) == (None, "no-variance")
    assert got["se"][1] > 0


def test_a_psu_of_one_second_stage_unit():
    """R: svydesign(id=~id1+id2, fpc=~n1+n2), lonely.psu="adjust", mu284 less two rows."""
    frame = pl.DataFrame(
        {
            "id1": [19, 45, 47, 50, 31] + [45, 47, 50, 31] * 2,
            "n1": [50] * 13,
            "y1": [41, 49, 31, 39, 49, 49, 31, 41, 51, 45, 35, 61, 33],
            "n2": [5, 8, 5, 9, 7] + [8, 5, 9, 7] * 2,
        }
    )
    call = {"target": "y1", "psu": "id1", "fpc": ["n1", "n2"]}
    total = estimate(frame, kind="total", singleton="center", **call)
    assert total.select("value", "se").row(0) == (
        pytest.approx(14813.33333),
        pytest.approx(2447.71798484, rel=1e-9),
    )
    mean = estimate(frame, singleton="center", **call)
    assert mean["se"][0] == pytest.approx(2.35835715783, rel=1e-9)
    # As the other four PSUs: their second-stage part counts five fourths.
    weighted = frame.with_columns(w=10 * pl.col("n2") / pl.len().over("id1"))
    both = {**call, "kind": "total", "weight": "w"}
    first = estimate(weighted, **{**both, "fpc": "n1"})["se"][0] ** 2
    scaled = estimate(weighted, singleton="scale", **both)["se"][0] ** 2
    known = weighted.with_columns(n2=pl.when(pl.col("id1") == 19).then(1).otherwise("n2"))
    told = estimate(known, **both)["se"][0] ** 2
    assert scaled - first == pytest.approx((told - first) * 5 / 4)
