"""The tables shipped with the package."""

from __future__ import annotations

import re

import polars as pl
import pytest

from thuocdo.facts import SCHEMAS, in_year
from thuocdo.facts.check import check_all
from thuocdo.facts.library import SHIPPED, read
from thuocdo.wording import bare

SHIPPED_FILES = sorted(SHIPPED.glob("*.csv"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped facts alone, whatever other tests add."""
    return read(tmp_path_factory.mktemp("empty"))


def test_every_table_is_clean(shipped):
    assert [problem.text() for problem in check_all(shipped)] == []


def test_every_kind_has_its_file_and_every_file_its_kind():
    assert {path.stem for path in SHIPPED_FILES} == set(SCHEMAS)


def test_papi_has_all_its_published_figures(shipped):
    scores = shipped.table("papi_score")
    assert scores.height == 21_891
    assert scores["year"].unique().sort().to_list() == list(range(2011, 2025))
    assert scores.filter(pl.col("score") == 0).height == 0


@pytest.mark.parametrize("kind", [kind for kind in SCHEMAS if kind != "source"])
def test_every_row_has_its_source(shipped, kind):
    known = set(shipped.table("source")["source"])
    assert set(shipped.table(kind)["source"]) <= known


def test_every_source_is_used(shipped):
    used = set()
    for kind in SCHEMAS:
        used |= set(shipped.table(kind)["source"]) if kind != "source" else set()
    assert set(shipped.table("source")["source"]) == used


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.stem)
def test_no_table_speaks_of_a_workshop(path):
    assert re.findall(r"/(?:work|root|tmp)\b|\bshared/", path.read_text(encoding="utf-8")) == []


def concept_of(facts, year: int, code: str) -> str:
    where = (pl.col("year") == year) & (pl.col("code") == code)
    (concept,) = facts.table("papi_score").filter(where)["concept"].unique().to_list()
    return concept


def test_a_code_changes_its_meaning_over_the_years(shipped):
    assert concept_of(shipped, 2017, "2.1") == "poverty_list"
    assert concept_of(shipped, 2018, "2.1") == "access_info"
    assert concept_of(shipped, 2018, "2.2") == "poverty_list"


def test_one_rule_set_of_papi_holds_each_year(shipped):
    sets = shipped.table("rule_set").filter(pl.col("index") == "papi")
    for year in range(2011, 2025):
        assert sets.filter(in_year(year)).height == 1, year


def test_provinces_and_communes_are_as_many_as_the_law_says(shipped):
    province = shipped.table("province")
    assert province.filter(pl.col("boundaries") == "63").height == 63
    assert province.filter(pl.col("boundaries") == "34").height == 34
    assert shipped.table("commune").height == 104
    assert shipped.table("merger")["old"].n_unique() == 63
    assert shipped.table("merger")["new"].n_unique() == 34


def test_english_names_are_those_of_the_province_itself(shipped):
    """A code of 2025 may have been another province's before, its name may not."""
    own = {"Hà Nội": "hanoi", "Hồ Chí Minh": "ho chi minh city"}
    for row in shipped.table("province").iter_rows(named=True):
        assert bare(row["name_en"]) == own.get(row["name"], bare(row["name"])), row["code"]
