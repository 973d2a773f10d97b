"""Versions, added rows, what replaces what."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.facts import SCHEMAS, in_year
from thuocdo.facts.check import check_all, check_file
from thuocdo.facts.library import read_table

HEAD = "year,boundaries,unit,code,concept,score,basis,source,note\n"


def put(desk, kind: str, name: str, text: str) -> None:
    path = desk.home / "facts" / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def score_of(facts, unit: str, code: str, year: int = 2022) -> list[float]:
    where = (pl.col("unit") == unit) & (pl.col("code") == code) & (pl.col("year") == year)
    return facts.table("papi_score").filter(where)["score"].to_list()


def test_the_small_tables_are_themselves_clean(desk):
    assert check_all(desk.facts) == []


def test_the_same_object_while_nothing_changes_and_another_version_after(desk):
    before = desk.facts
    assert desk.facts is before
    put(desk, "papi_score", "a.csv", HEAD + "2021,63,33,1.1,alpha,1.75,stated,test,\n")
    assert desk.facts is not before
    assert desk.facts.version != before.version
    assert score_of(desk.facts, "33", "1.1", 2021) == [1.75]
    assert score_of(before, "33", "1.1", 2021) == []


def test_a_later_file_replaces_the_earlier_row_of_the_same_key(desk):
    put(desk, "papi_score", "2.csv", HEAD + "2022,63,33,1.1,alpha,1.75,stated,test,\n")
    put(desk, "papi_score", "1.csv", HEAD + "2022,63,33,1.1,alpha,1.25,stated,test,\n")
    assert score_of(desk.facts, "33", "1.1") == [1.75]
    assert score_of(desk.facts, "33", "1.2") == [2.5]


def test_a_row_names_its_file_and_its_line(desk):
    put(desk, "papi_score", "a.csv", HEAD + "2021,63,33,1.1,alpha,1.75,stated,test,\n")
    row = desk.facts.table("papi_score").row(by_predicate=pl.col("score") == 1.75, named=True)
    assert (row["file"], row["row"]) == ("a.csv", 2)
    row = desk.facts.table("papi_score").row(by_predicate=pl.col("score") == 3.5, named=True)
    assert (row["file"], row["row"]) == ("papi_score.csv", 4)


def test_the_department_list_is_replaced_as_a_whole(desk):
    head = "code,name,province,basis,source,note\n"
    assert desk.facts.table("department").height == 2
    put(
        desk,
        "department",
        "1.csv",
        head + "SO-01,Sở Nội vụ,33,stated,test,\nB,Sở B,33,stated,test,\n",
    )
    assert desk.facts.table("department")["code"].to_list() == ["SO-01", "B"]
    put(desk, "department", "2.csv", head + "C,Sở C,33,stated,test,\n")
    assert desk.facts.table("department")["name"].to_list() == ["Sở C"]


def test_columns_are_read_by_name_in_whatever_order(desk, tmp_path):
    path = tmp_path / "turned.csv"
    path.write_text("note,source,basis,score,concept,code,unit,boundaries,year\n"
                    ",test,stated,1.5,alpha,1.1,33,63,2021\n", encoding="utf-8")  # fmt: skip
    assert check_file(path, "papi_score", desk.facts) == []
    row = read_table(path, SCHEMAS["papi_score"]).row(0, named=True)
    assert (row["year"], row["unit"], row["score"], row["note"]) == (2021, "33", 1.5, "")


def test_an_empty_text_is_empty_and_an_empty_number_is_null(desk):
    row = desk.facts.table("rule_set").row(0, named=True)
    assert (row["decision"], row["criteria"]) == ("", None)


@pytest.mark.parametrize("score", ["1e-1_0", "nan", "inf", "１", "--1", "1.", ".5"])
def test_what_only_looks_like_a_number_is_refused(desk, tmp_path, score):
    path = tmp_path / "papi_score.csv"
    path.write_text(HEAD + f"2021,63,33,1.1,alpha,{score},stated,test,\n", encoding="utf-8")
    assert [one.code for one in check_file(path, "papi_score", desk.facts)] == ["FACT-004"]


def test_plus_shows_rows_and_stores_nothing(desk):
    row = {"year": 2021, "boundaries": "63", "unit": "33", "code": "1.1", "concept": "alpha"}
    more = desk.facts.plus({"papi_score": [row | {"score": 1.75, "basis": "stated"}]})
    assert score_of(more, "33", "1.1", 2021) == [1.75]
    assert score_of(desk.facts, "33", "1.1", 2021) == []
    assert desk.contents() == {}


def test_an_unknown_table(desk):
    with pytest.raises(ThuocDoError) as told:
        desk.facts.table("nothing")
    assert told.value.code == "CALL-004"
    assert told.value.exit_code == 2


def test_in_year_holds_both_ends_and_an_open_one():
    frame = pl.DataFrame(
        {"name": ["a", "b", "c"], "year_from": [2011, 2018, None], "year_to": [2017, None, 2011]}
    )

    def holds(year: int) -> str:
        return "".join(frame.filter(in_year(year))["name"])

    assert [holds(year) for year in (2010, 2011, 2017, 2018)] == ["c", "ac", "a", "b"]
