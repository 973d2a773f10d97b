"""What the answer looks like, whatever columns and however many items are asked."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.surveys.samples import DESIGNS, schools

from thuocdo.surveys.estimates import estimate, estimating, items
from thuocdo.surveys.weighting import calibrate

COLUMNS = ["value", "se", "low", "high", "df", "n", "n_psu", "deff", "note"]
CLUSTERS = DESIGNS["clusters"]


def test_columns_of_one_target():
    got = estimate(schools("clusters"), target="api00", **CLUSTERS)
    assert got.columns == COLUMNS
    assert got.schema["n"] == got.schema["n_psu"] == got.schema["df"] == pl.Int64
    assert got.schema["note"] == pl.String


def test_columns_and_order_of_rows_of_many_targets_with_factors_by_domain():
    got = estimate(
        schools("clusters"), target=["api00", "stype"], by=["sch_wide", "comp_imp"], **CLUSTERS
    )
    assert got.columns == ["sch_wide", "comp_imp", "item", "category", *COLUMNS]
    assert got.select("item", "category").rows()[:4] == [
        ("api00", None),
        *(("stype", one) for one in "EHM"),
    ]
    assert got["sch_wide"].is_sorted()
    assert got.height == 4 * got.select("sch_wide", "comp_imp").unique().height


def test_codes_of_answers_are_levels_in_the_order_of_numbers():
    frame = pl.DataFrame({"q": [2, 10, 2, None, 1], "f": [2.0, 10.0, 2.0, float("nan"), 1.0]})
    for target in ("q", "f"):
        got = estimate(frame, target=target, kind="prop")
        assert got["category"].to_list() == ["1", "2", "10"]
        assert got["value"].to_list() == [0.25, 0.5, 0.25]
        assert got["n"].to_list() == [4, 4, 4]


def test_true_and_false_have_one_row_the_share_of_true():
    frame = pl.DataFrame({"b": [True, True, False, None]})
    got = estimate(frame, target="b", kind="prop", interval="logit")
    assert got.columns == COLUMNS
    assert got["value"][0] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "values",
    [
        [3, 1, 3, 1, 2, 2],
        [-5, 9_000_000_000, -5, 9_000_000_000, 0, 0],
        ["xã B", "xã A", "xã B", "xã A", "xã Á", "xã Á"],
        [True, False, True, False, None, None],
        [date(2030, 1, 2), date(2030, 1, 1)] * 2 + [date(2031, 1, 1)] * 2,
        pl.Series(["b", "a", "b", "a", "c", "c"], dtype=pl.Enum(["c", "b", "a"])),
        pl.Series(["b", "a", "b", "a", "c", "c"], dtype=pl.Categorical),
    ],
)
def test_domains_of_any_type_keep_their_type_and_come_in_order(values):
    frame = pl.DataFrame({"g": values, "y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    got = estimate(frame, target="y", by="g")
    assert got.schema["g"] == frame.schema["g"]
    wanted = frame.drop_nulls().group_by("g").agg(pl.col("y").mean()).sort("g")
    assert got["g"].equals(wanted["g"])
    assert got["value"].to_list() == wanted["y"].to_list()


def test_taking_items_and_domains_in_parts_changes_nothing(monkeypatch):
    frame = schools("clusters").with_columns(api99=pl.col("api99").cast(pl.Float64))
    totals = {"stype": {"E": 4421, "H": 755, "M": 1018}}
    calibrated = calibrate(frame, totals=totals, **CLUSTERS)
    asked = {"target": ["api00", "ell", "sch_wide"], "by": "comp_imp"}
    whole = estimate(frame, **asked, **CLUSTERS), calibrated.estimate(**asked)
    monkeypatch.setattr(items, "AT_A_TIME", 1)
    monkeypatch.setattr(estimating, "AT_A_TIME", 1)
    parts = estimate(frame, **asked, **CLUSTERS), calibrated.estimate(**asked)
    for one, other in zip(whole, parts, strict=True):
        for name in one.columns:
            if one.schema[name] != pl.Float64:
                assert other[name].equals(one[name]), name
                continue
            assert other[name].is_null().equals(one[name].is_null())
            found = other[name].fill_null(-1).to_list()
            assert found == pytest.approx(one[name].fill_null(-1).to_list(), rel=1e-12), name
        assert one["comp_imp"].n_unique() == 2


def test_numbers_beyond_a_float_column_do_not_matter():
    frame = schools("clusters")
    small = frame.with_columns(pl.col("api00").cast(pl.Int16), pl.col("dnum").cast(pl.String))
    got = estimate(small, target="api00", **CLUSTERS)
    assert got["se"][0] == pytest.approx(23.54224069, rel=1e-9)
