"""``thuocdo survey estimate``, ``index`` and ``calibrate``."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from thuocdo.pages.csv_text import SIMULATED, SIMULATED_KEY
from thuocdo.surveys.answering import given, totals_of, typed
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.simulating import PERFECT, Design, Order, Plan, sizes, write

CALIBRATE = "calibrate {of} --weight weight --totals {folder}/tong.csv --to {folder}/x.csv"
DESIGN = "--weight weight --strata stratum --psu psu"


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    path = tmp_path_factory.mktemp("dot") / "dot.csv"
    write(Order(Plan(sizes(), seed=2), Design(villages=2, persons=6), PERFECT), path)
    return path


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    from thuocdo.cli.main import run

    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))

    def called(text: str) -> tuple[int, str, str]:
        code = run(["survey", *text.split()])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


def test_a_file_is_estimated_as_in_python(call, survey):
    code, out, err = call(f"estimate {survey} {DESIGN} --target T01,Y01 --by commune --json")
    assert (code, err) == (0, "")
    frame = pl.read_csv(survey, schema_overrides={"commune": pl.String})
    plain = estimate(
        frame, target=["T01", "Y01"], by="commune", weight="weight", strata="stratum", psu="psu"
    )
    told = pl.DataFrame(json.loads(out), infer_schema_length=None)
    assert told.columns == [*plain.columns, SIMULATED_KEY]
    assert set(told[SIMULATED_KEY]) == {SIMULATED}
    assert told["commune"].to_list() == plain["commune"].to_list()
    for column in ("value", "se", "low", "high"):
        assert told[column].to_list() == pytest.approx(plain[column].to_list(), rel=1e-12)


def test_degrees_of_freedom_of_the_domain(call, survey):
    told = [
        json.loads(call(f"estimate {survey} {DESIGN} --target T01 --by commune --json{more}")[1])
        for more in ("", " --df domain")
    ]
    assert {row["df"] for row in told[0]} == {104}
    assert {row["df"] for row in told[1]} == {1}
    assert told[1][0]["high"] > told[0][0]["high"]


def test_csv_and_words(call, survey):
    rows = list(csv.DictReader(io.StringIO(call(f"estimate {survey} --target T01 --csv")[1])))
    assert len(rows) == 1 and float(rows[0]["value"]) > 1
    assert "MÔ PHỎNG" in call(f"estimate {survey} --target T01")[1]


def test_a_round_brings_its_design_and_its_index(call, survey):
    assert call(f"import {survey} --round thu")[0] == 0
    (row,) = json.loads(call("estimate thu --target T01 --json")[1])
    assert row["df"] == 104  # two villages in each of 104 strata
    nodes = {one["node"]: one for one in json.loads(call("index thu --json")[1])}
    total = nodes["total"]
    assert total["value"] is None and total["note"] == "weights-unknown"
    assert total["lowest"] < total["highest"]
    equal = {one["node"]: one for one in json.loads(call("index thu --equal-weights --json")[1])}
    assert total["lowest"] <= equal["total"]["value"] <= total["highest"]
    given_ = json.loads(call("index thu --equal-weights --node-weight P=3 --json")[1])
    moved = {one["node"]: one for one in given_}["total"]["value"]
    parts = [equal[one]["value"] for one in ("P", "service")]
    assert moved == pytest.approx((3 * parts[0] + parts[1]) / 4)


def test_a_round_whose_communes_were_drawn(call, tmp_path):
    """Three stages have sizes; the estimates use as many as they know."""
    path = tmp_path / "c.csv"
    write(Order(Plan(sizes(), seed=2), Design(communes=6, villages=3, persons=5), PERFECT), path)
    call(f"import {path} --round c6")
    code, out, err = call("estimate c6 --target T01 --json")
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["n_psu"] == 6
    assert call("index c6 --json")[0] == 0


def test_real_answers_carry_no_mark(call, survey, tmp_path):
    real = tmp_path / "that.csv"
    pl.read_csv(survey).drop("MoPhong").write_csv(real)
    assert SIMULATED_KEY not in json.loads(call(f"estimate {real} --target T01 --json")[1])[0]


def test_weights_meet_the_totals_of_the_population(call, survey, tmp_path):
    known = pl.read_csv(f"{survey}.tong-the.csv").filter(level="province", variable="sex")
    totals = known.select(column="variable", level="class", total="persons", MoPhong="MoPhong")
    totals.write_csv(tmp_path / "tong.csv")
    to = tmp_path / "moi.csv"
    code, out, err = call(
        f"calibrate {survey} --weight weight --totals {tmp_path}/tong.csv --to {to} --json"
    )
    assert (code, err) == (0, "")
    made = pl.read_csv(to).group_by("sex").agg(pl.col("calibrated_weight").sum()).sort("sex")
    wanted = totals.sort("level")["total"].to_list()
    assert made["calibrated_weight"].to_list() == pytest.approx(wanted, rel=1e-9)
    assert json.loads(out)["simulated"] is True


def test_simulated_totals_never_reach_a_real_weight(call, survey, tmp_path):
    real = tmp_path / "that.csv"
    pl.read_csv(survey).drop("MoPhong").write_csv(real)
    totals = "column,level,total,MoPhong\nsex,male,9,1\nsex,female,9,1\n"
    (tmp_path / "tong.csv").write_text(totals)
    code, out, err = call(
        f"calibrate {real} --weight weight --totals {tmp_path}/tong.csv --to {tmp_path}/x.csv"
    )
    assert (code, out) == (1, "")
    assert "SURVEY-080" in err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("column,level\nsex,male\n", "SURVEY-160"),
        ("column,level,total\nsex,male,nhiều\n", "SURVEY-160"),
        ("column,level,total\n,male,3\n", "SURVEY-160"),
    ],
)
def test_a_wrong_table_of_totals(call, survey, tmp_path, text, code):
    (tmp_path / "tong.csv").write_text(text)
    said = call(
        f"calibrate {survey} --weight weight --totals {tmp_path}/tong.csv --to {tmp_path}/x.csv"
    )
    assert said[0] == 2 and code in said[2] and "tong.csv" in said[2]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("--target nope", "SURVEY-002"),
        ("--target sex --kind quantile", "SURVEY-003"),
        ("--target T01 --level 2", "SURVEY-008"),
        ("--target T01 --kind tong", "SURVEY-012"),
        ("--target T01 --kind ratio", "SURVEY-014"),
    ],
)
def test_wrong_calls_are_told_by_code(call, survey, more, code):
    status, out, err = call(f"estimate {survey} {more}")
    assert status != 0 and out == "" and code in err


def test_a_word_among_numbers_is_told_with_its_row(call, survey, tmp_path):
    spoilt = pl.read_csv(survey, infer_schema=False)
    spoilt = spoilt.with_columns(
        T01=pl.when(pl.int_range(pl.len()) == 4).then(pl.lit("năm")).otherwise(pl.col("T01"))
    )
    spoilt.write_csv(tmp_path / "sai.csv")
    status, out, err = call(f"estimate {tmp_path}/sai.csv --target T01")
    assert (status != 0, out) == (True, "")
    assert "SURVEY-003" in err and "dòng 6" in err and "T01" in err


def test_a_round_that_is_not_there(call):
    assert "SURVEY-131" in call("estimate khong-co --target T01")[2]
    assert "SURVEY-110" in call("estimate khong-co.csv --target T01")[2]


def test_a_weight_that_cannot_be_read(call, survey):
    call(f"import {survey} --round thu")
    assert "SURVEY-161" in call("index thu --node-weight P=nhiều")[2]


def test_a_column_is_numbers_only_when_all_of_it_is():
    assert typed(pl.Series(["1", None, "2"])).to_list() == [1, None, 2]
    assert typed(pl.Series(["1,5", "2.5"])).to_list() == [1.5, 2.5]
    assert typed(pl.Series(["1", "x"])).dtype == pl.String
    assert typed(pl.Series([None, None], dtype=pl.String)).dtype == pl.String


def test_levels_and_sums_of_totals(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("column,level,total\nsex,male,10\nsex,female,12\nage,,900\n")
    assert totals_of(path, simulated=False) == {"sex": {"male": 10, "female": 12}, "age": 900}


def test_a_parquet_file_is_read_like_a_csv(survey, tmp_path):
    frame = pl.read_csv(survey)
    frame.write_parquet(tmp_path / "p.parquet")
    assert (
        given(str(tmp_path / "p.parquet"), tmp_path)
        .frame["T01"]
        .equals(given(str(survey), tmp_path).frame["T01"])
    )
