"""Tests and regression against R 4.2.2, package survey 4.1-1, data of `data/README.md`."""

from __future__ import annotations

import polars as pl
import pytest
from tests.surveys.samples import DESIGNS, schools

from thuocdo.surveys.estimates import association, compare, regress


def near(value: float):
    return pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("design", "f", "df", "below", "p"),
    [
        ("stratified", 17.24744396, 1.828672, 360.248286, 2.0350464e-07),
        ("clusters", 5.19336954, 1.494640, 20.924957, 0.021747462),
    ],
)
def test_rao_scott(design, f, df, below, p):
    got = association(schools(design), first="sch_wide", second="stype", **DESIGNS[design])
    assert (got.f, got.df, got.df_below, got.p_value) == (near(f), near(df), near(below), near(p))


@pytest.mark.parametrize(
    ("design", "t", "df", "difference"),
    [("stratified", 2.08424330, 196, 40.98993004), ("clusters", 0.92506724, 13, 15.50601504)],
)
def test_t_of_two_domains(design, t, df, difference):
    got = compare(schools(design), target="api00", between="comp_imp", **DESIGNS[design])
    row = got.row(0, named=True)
    assert (row["first"], row["second"]) == ("No", "Yes")
    assert (row["t"], row["df"], row["value"]) == (near(t), df, near(difference))
    if design == "stratified":
        assert row["p_value"] == near(0.038434188)


LINEAR = [
    (820.8873159056, 10.0777359499),
    (-0.4805866122, 0.3919734032),
    (-3.1415353100, 0.2839465064),
    (0.2257132102, 0.3932183620),
]
LOGISTIC = [
    (0.835836525, 0.455626096),
    (-0.00248963575, 0.013252498611),
    (-0.003152365112, 0.009199483718),
    (0.060896778707, 0.031935421453),
]


@pytest.mark.parametrize(
    ("target", "family", "wanted"), [("api00", "gaussian", LINEAR), ("wide", "binomial", LOGISTIC)]
)
def test_regression(target, family, wanted):
    frame = schools("stratified").with_columns(wide=pl.col("sch_wide") == "Yes")
    on = ["ell", "meals", "mobility"]
    got = regress(frame, target=target, on=on, family=family, **DESIGNS["stratified"])
    assert got.select("value", "se").rows() == [(near(value), near(se)) for value, se in wanted]
    assert got["df"].to_list() == [194] * 4
