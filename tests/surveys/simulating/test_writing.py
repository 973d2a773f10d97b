"""The files: the same by their seed and in every format, marked, whole or not there at all."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from openpyxl import load_workbook

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating import (
    Design,
    Fieldwork,
    Order,
    codebook,
    items,
    population,
    sample,
    truth,
    write,
)
from thuocdo.surveys.simulating.writing import (
    CODEBOOK,
    COMMUNES,
    DRAWN,
    ENDINGS,
    FABRICATED,
    MARGINS,
    TRUTH,
    beside,
)

SIDECARS = (TRUTH, FABRICATED, DRAWN, MARGINS, COMMUNES)


@pytest.fixture(scope="module")
def order(plan):
    work = Fieldwork(fabricate=0.3, villages=2)
    return Order(plan, Design(villages=3, persons=12), work, sample=4)


@pytest.fixture(scope="module")
def written(order, tmp_path_factory):
    path = tmp_path_factory.mktemp("survey") / "dot-1.csv"
    return path, write(order, path)


def test_the_same_order_writes_the_same_bytes(order, written, tmp_path):
    path, _ = written
    again = tmp_path / path.name
    write(order, again)
    names = sorted(one.name for one in path.parent.iterdir())
    assert names == sorted(path.name + ending for ending in ENDINGS)
    for name in names:
        assert (tmp_path / name).read_bytes() == (path.parent / name).read_bytes()
    write(replace(order, plan=replace(order.plan, seed=9)), again)
    assert again.read_bytes() != path.read_bytes()


def test_every_format_holds_the_same_rows(order, written, tmp_path):
    path, _ = written
    plain = pl.read_csv(path, infer_schema=False)
    write(order, tmp_path / "a.parquet")
    parquet = pl.read_parquet(tmp_path / "a.parquet")
    assert pl.read_parquet_metadata(tmp_path / "a.parquet")["thuocdo.basis"] == "simulated"
    assert parquet.columns == plain.columns
    began = pl.col("began").dt.strftime("%Y-%m-%dT%H:%M:%S")
    assert parquet.with_columns(began).cast(pl.String).equals(plain)
    write(order, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx", read_only=True)
    rows = list(book.worksheets[0].values)
    assert rows[0] == tuple(plain.columns) and len(rows) == plain.height + 1
    assert [row[0] for row in rows[1:]] == plain["respondent"].to_list()
    place = plain.columns.index("T01")
    assert [row[place] for row in rows[1:]] == parquet["T01"].to_list()
    notes = " ".join(str(row[0]) for row in book.worksheets[1].values)
    assert "Mô phỏng" in notes and "Simulated" in notes


def test_every_file_says_that_it_is_simulated(written):
    path, about = written
    for ending in ("", *SIDECARS):
        frame = pl.read_csv(beside(path, ending))
        assert not frame.is_empty() and set(frame["MoPhong"]) == {1}, ending
    assert about["basis"] == "simulated" and about["sizes_simulated"] is True
    told = json.loads(beside(path, ".mo-phong.json").read_text(encoding="utf-8"))
    assert told == about
    book = json.loads(beside(path, CODEBOOK).read_text(encoding="utf-8"))
    assert book == codebook() and book["simulated"] is True


def test_the_sidecars_are_the_truth_of_the_order(order, written):
    path, about = written
    made = population(order.plan)
    told = pl.read_csv(beside(path, TRUTH), infer_schema_length=None)
    assert told.drop("MoPhong").equals(truth(made))
    drawn = sample(made, order.design, order.work, order.sample)
    named = pl.read_csv(beside(path, FABRICATED), infer_schema=False)
    assert named.drop("MoPhong").equals(drawn.fabricated)
    assert sum(about["fabricated"].values()) == named.height > 20
    listed = pl.read_csv(beside(path, DRAWN))
    assert listed["responded"].sum() == about["respondents"] == pl.read_csv(path).height
    assert listed.height == about["drawn"] == 7 * 3 * 12
    classes = pl.read_csv(beside(path, MARGINS)).filter(level="province", variable="education")
    assert classes["persons"].sum() == about["adults"]
    assert set(listed["education"]) <= set(classes["class"])


def test_the_data_file_names_no_cheat(written):
    path, about = written
    text = path.read_text(encoding="utf-8")
    assert about["fabricated"] and not any(pattern in text for pattern in about["fabricated"])
    wanted = {"respondent", "stratum", "psu", "weight", "interviewer", "began", "minutes"}
    columns = set(text.splitlines()[0].split(","))
    assert wanted | {item.name for item in items()} <= columns and "pattern" not in columns


def test_a_second_round_tells_the_true_change(order, tmp_path):
    second = replace(order.plan, round=2)
    write(replace(order, plan=second), tmp_path / "dot-2.csv")
    told = pl.read_csv(beside(tmp_path / "dot-2.csv", TRUTH), infer_schema_length=None)
    first, now = truth(population(order.plan)), truth(population(second))
    assert told["mean_change"].to_list() == (now["mean"] - first["mean"]).to_list()
    assert told["share_change"].to_list() == (now["share"] - first["share"]).to_list()


@pytest.mark.parametrize(
    "name,change,code",
    [
        ("a.pdf", {}, "SURVEY-081"),
        ("a", {}, "SURVEY-081"),
        ("a.csv", {"design": Design(2)}, "SURVEY-086"),
    ],
)
def test_what_cannot_be_writes_nothing(order, tmp_path, name, change, code):
    with pytest.raises(ThuocDoError) as told:
        write(replace(order, **change), tmp_path / "new" / name)
    assert told.value.code == code and list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_half_written(order, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("thuocdo.surveys.simulating.writing._respondents", full)
    with pytest.raises(ThuocDoError, match="No space") as told:
        write(order, tmp_path / "a.csv")
    assert told.value.code == "SURVEY-087" and list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(order, tmp_path):
    (tmp_path / "tep").write_text("", encoding="utf-8")
    with pytest.raises(ThuocDoError) as told:
        write(order, tmp_path / "tep" / "a.csv")
    assert told.value.code == "SURVEY-087"
    with pytest.raises(ThuocDoError):
        (tmp_path / "b.csv").mkdir()
        write(order, tmp_path / "b.csv")


def sizes_file(folder, frame):
    path = folder / "dan-so.csv"
    frame.drop("simulated").write_csv(path)
    return str(path)


def test_the_command(command, small_sizes, tmp_path):
    path, sizes = tmp_path / "dot.csv", sizes_file(tmp_path, small_sizes)
    words = ("simulate", "survey", "--to", str(path), "--sizes", sizes, "--communes", "5")
    code, out, err = command(*words, "--villages-per-commune", "2", "--per-village", "9")
    assert (code, err) == (0, "") and out.startswith("MÔ PHỎNG: đã ghi ")
    assert "(chọn 90 người, 10 thôn, 5 xã, phường)" in out
    assert pl.read_csv(path)["commune"].n_unique() == 5


def test_the_command_tells_json_as_it_writes_it(command, small_sizes, tmp_path):
    path, sizes = tmp_path / "dot.csv", sizes_file(tmp_path, small_sizes)
    words = ("simulate", "survey", "--to", str(path), "--sizes", sizes, "--round", "2", "--json")
    code, out, err = command(*words)
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(beside(path, ".mo-phong.json").read_text("utf-8"))
    assert json.loads(out)["plan"]["round"] == 2


@pytest.mark.parametrize(
    "words,told",
    [
        (("--communes", "many"), "CALL-010"),
        (("--communes", "1"), "SURVEY-086"),
        (("--communes", "105"), "SURVEY-086"),
        (("--round", "3"), "CALL-011"),
        (("--sizes", "khong-co.csv"), "SURVEY-082"),
    ],
    ids=str,
)
def test_a_wrong_call_is_told_in_one_line(command, tmp_path, words, told):
    code, out, err = command("simulate", "survey", "--to", str(tmp_path / "a.csv"), *words)
    assert code in (1, 2) and out == "" and err.startswith(told) and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_other_simulator_is_still_there(command, tmp_path):
    path = tmp_path / "nam.csv"
    code, _, err = command("simulate", "dossiers", "--rows", "5", "--to", str(path))
    assert (code, err) == (0, "") and path.exists()
