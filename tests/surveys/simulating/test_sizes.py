"""Sizes of communes: they add up to the census, say that they are made up, and are kept out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.commune_sizes import rows

from thuocdo.errors import ThuocDoError
from thuocdo.facts import read
from thuocdo.surveys.simulating import census, real_sizes, sizes
from thuocdo.surveys.simulating.sizes import whole_numbers

GOOD = "code,former_province,population,villages,basis\n11953,33,900,3,stated\n"


def test_the_shipped_sizes_add_up_to_the_census_of_each_former_province():
    found = sizes().group_by("former_province").agg(pl.col("population").sum())
    counted = census(read())
    assert dict(found.iter_rows()) == counted == {"33": 1_252_731, "34": 1_860_447}
    assert sum(counted.values()) == 3_113_178


def test_the_shipped_sizes_are_of_every_commune_and_marked():
    shipped, known = sizes(), read().table("commune")
    places = ["code", "former_province"]
    assert shipped.select(places).equals(known.sort("code").select(places))
    assert shipped["simulated"].all() and set(shipped["basis"]) == {"simulated"}
    assert 1_900 < shipped["villages"].sum() < 2_100


def test_the_shipped_file_is_what_the_tool_makes():
    made = [row[:5] for row in rows()]
    assert made == sizes().drop("simulated").rows()


def test_simulated_sizes_are_refused_for_real_weights():
    with pytest.raises(ThuocDoError) as told:
        real_sizes(sizes())
    assert told.value.code == "SURVEY-080"
    assert "104 trong 104" in told.value.problems[0].text("vi")


@pytest.mark.parametrize(
    "flags,count", [([False, True], 1), ([False, None], 1), ([None, None], 2)], ids=str
)
def test_one_size_not_known_to_be_real_is_enough(flags, count):
    frame = pl.DataFrame({"code": ["1", "2"], "simulated": pl.Series(flags, dtype=pl.Boolean)})
    with pytest.raises(ThuocDoError) as told:
        real_sizes(frame)
    assert told.value.problems[0].values == {"count": count, "of": 2}


def test_a_frame_that_says_nothing_is_refused():
    with pytest.raises(ThuocDoError):
        real_sizes(pl.DataFrame({"code": ["1"]}))


def test_a_file_of_a_spreadsheet_is_read_with_its_byte_order_mark(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_text(GOOD.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert sizes(path)["code"].to_list() == ["11953"]


def test_real_sizes_pass(tmp_path):
    path = tmp_path / "that.csv"
    path.write_text(GOOD, encoding="utf-8")
    frame = sizes(path)
    assert real_sizes(frame) is frame and frame["simulated"].to_list() == [False]


@pytest.mark.parametrize(
    "old,new,row,column",
    [
        ("900", "0", 2, "population"),
        ("900", "-5", 2, "population"),
        ("900", "9e2", 2, "population"),
        ("900", "", 2, "population"),
        ("900", "9" * 30, 2, "population"),
        (",3,", ",91,", 2, "villages"),
        ("stated", "real", 2, "basis"),
        ("stated", "", 2, "basis"),
        ("33", "", 2, "former_province"),
        ("stated\n", "stated\n11953,33,900,3,stated\n", 3, "code"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_row(tmp_path, old, new, row, column):
    path = tmp_path / "sai.csv"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ThuocDoError) as told:
        sizes(path)
    first = told.value.problems[0]
    assert (first.code, first.row, first.column) == ("SURVEY-083", row, column)


def test_a_missing_head_is_named(tmp_path):
    path = tmp_path / "thieu.csv"
    path.write_text("code,population,villages\n1,2,3\n", encoding="utf-8")
    with pytest.raises(ThuocDoError) as told:
        sizes(path)
    assert told.value.code == "SURVEY-082"
    assert "former_province, basis." in told.value.problems[0].text("en")


@pytest.mark.parametrize(
    "content",
    [None, b"", GOOD.splitlines()[0].encode(), b"\xff\xfe\x00\x81,\x90", b"PK\x03\x04zip"],
)
def test_what_is_no_such_file_is_told(tmp_path, content):
    path = tmp_path / "hong.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ThuocDoError) as told:
        sizes(path)
    assert told.value.code == "SURVEY-082"


@given(
    st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30),
    st.integers(0, 10**7),
)
def test_whole_numbers_add_up_and_stay_within_one_of_the_share(weights, total):
    found = whole_numbers(np.array(weights), total)
    exact = np.array(weights) / np.sum(weights) * total
    assert found.sum() == total and (np.abs(found - exact) < 1 + 1e-6).all()
