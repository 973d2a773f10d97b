"""SPSS and Stata: labels become the codebook, missing codes no answers; out and in again."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pyreadstat
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds import Choice, exporting
from thuocdo.surveys.rounds.exporting_stats import renamed
from thuocdo.surveys.rounds.reading import read_table

FRAME = pd.DataFrame(
    {
        "weight": [1.5, 2.0, 1.0, 1.0],
        "stratum": [1.0, 1.0, 2.0, 2.0],
        "q1": [1.0, 2.0, 99.0, 98.0],
        "thang": [0.0, 7.0, 10.0, 3.0],
        "tuoi": [20.0, 30.0, 999.0, 41.0],
        "gioi": ["nam", "nu", "nu", ""],
        "ten": ["Nguyễn Văn Kín", "Trần Thị Kín", "c", "d"],
    }
)
LABELS = {"q1": "Hài lòng với dịch vụ", "thang": "Chấm điểm", "ten": "Tên"}
VALUES = {
    "q1": {1: "Không", 2: "Có", 98: "Không biết", 99: "Từ chối"},
    "thang": {0: "Tệ nhất", 10: "Tốt nhất"},
    "tuoi": {999: "Không nói"},
    "gioi": {"nam": "Nam", "nu": "Nữ"},
}


@pytest.fixture
def sav(tmp_path):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        FRAME,
        path,
        file_label="Khảo sát thử",
        column_labels=LABELS,
        variable_value_labels=VALUES,
        missing_ranges={"q1": [{"lo": 98, "hi": 99}], "tuoi": [999]},
    )
    return path


def test_the_labels_of_spss_are_the_codebook(sav):
    book = read_table(sav).codebook
    assert book.title == "Khảo sát thử"
    told = {one.name: (one.kind, one.codes, one.missing) for one in book.items}
    assert told == {
        "weight": ("number", (), ()),
        "stratum": ("number", (), ()),
        "q1": ("single", (1, 2), (98, 99)),
        "thang": ("scale", (0, 10), ()),
        "tuoi": ("number", (), (999,)),
        "gioi": ("single", ("nam", "nu"), ()),
        "ten": ("text", (), ()),
    }
    scale = book.by_name["thang"]
    assert (scale.low, scale.high, scale.label_vi) == (0, 10, "Chấm điểm")
    assert book.by_name["q1"].choices == (Choice(1, "Không"), Choice(2, "Có"))


def test_spss_in(desk, sav):
    told = desk.load(sav, book=None)
    rows = desk.rows()
    assert rows.drop("respondent").to_dict(as_series=False) == {
        "stratum": ["1", "1", "2", "2"],
        "weight": [1.5, 2.0, 1.0, 1.0],
        "q1": [1, 2, None, None],
        "thang": [0, 7, 10, 3],
        "tuoi": [20.0, 30.0, None, 41.0],
        "gioi": ["nam", "nu", "nu", None],
    }
    (file,) = told.files
    assert file.missing == {"q1": 2, "tuoi": 1} and file.personal == ["ten"]
    assert told.design.stratum == "stratum" and told.design.weight == "weight"


def test_stata_in_with_its_own_missing_values(desk, tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"q1": pd.Series([1, 2, "a"], dtype=object)})
    pyreadstat.write_dta(
        frame,
        path,
        missing_user_values={"q1": ["a"]},
        variable_value_labels={"q1": {1: "Không", 2: "Có", "a": "Từ chối"}},
    )
    told = desk.load(path, book=None)
    assert told.files[0].missing == {"q1": 1} and told.files[0].faults == {}
    assert desk.rows()["q1"].to_list() == [1, 2, None]
    item = desk.round().codebook().by_name["q1"]
    assert (item.kind, item.codes, item.missing) == ("single", (1, 2), ("a",))


@pytest.mark.parametrize("kind", [".sav", ".dta"])
def test_out_and_in_again(desk, sav, kind):
    desk.load(sav, book=None)
    path = desk.folder / f"ra{kind}"
    exporting.export(desk.round(), path)
    read = pyreadstat.read_sav if kind == ".sav" else pyreadstat.read_dta
    _, meta = read(path, user_missing=True)
    assert meta.column_names_to_labels["q1"] == "Hài lòng với dịch vụ"
    assert meta.variable_value_labels["q1"] == {1: "Không", 2: "Có"}
    if kind == ".sav":
        ranges = meta.missing_ranges["q1"]
        assert [one["lo"] for one in ranges] == [98.0, 99.0]
    desk.load(path, book=None, into="lai")
    before, again = desk.rows(), desk.rows("lai")
    if kind == ".dta":  # it labels numbers only
        words = pl.col("gioi").replace_strict({"nam": 1, "nu": 2}, return_dtype=pl.Int64)
        before = before.with_columns(words)
    assert again.select(before.columns).equals(before, null_equal=True)


def test_several_answers_go_out_as_columns_with_their_words(desk):
    desk.load(desk.csv("a.csv", "_uuid,q2,q1\nu-1,1 3,4\n"))
    path = desk.folder / "ra.sav"
    exporting.export(desk.round(), path)
    frame, meta = pyreadstat.read_sav(path, output_format="polars")
    assert frame.select("q2_1", "q2_2", "q2_3").rows() == [(1.0, 0.0, 1.0)]
    assert meta.column_names_to_labels["q2_3"] == "Bưu điện: Đã nộp hồ sơ qua kênh nào?"


def test_what_is_simulated_says_so_in_every_format(desk):
    path = desk.csv("a.csv", "_uuid,q1\nu-1,4\n")
    path.with_name("a.csv.mo-phong.json").write_text('{"basis": "simulated"}', encoding="utf-8")
    desk.load(path)
    for kind in (".sav", ".dta"):
        out = desk.folder / f"ra{kind}"
        exporting.export(desk.round(), out)
        read = pyreadstat.read_sav if kind == ".sav" else pyreadstat.read_dta
        frame, meta = read(out, output_format="polars")
        assert frame["mo_phong"].to_list() == ["mô phỏng"]
        assert meta.file_label.startswith("MÔ PHỎNG")
    exporting.export(desk.round(), desk.folder / "ra.csv")
    assert pl.read_csv(desk.folder / "ra.csv")["mo_phong"].to_list() == ["mô phỏng"]
    exporting.export(desk.round(), desk.folder / "ra.parquet")
    assert read_table(desk.folder / "ra.parquet").simulated


def test_names_both_programs_take():
    long = "a" * 40
    made = renamed(["q2/1", "q2_1", "Q2.1", "tuổi", "1a", long, f"{long}b"])
    assert list(made.values()) == [
        *("q2_1", "q2_1_2", "Q2_1_3", "tu_i", "v1a", "a" * 32, "a" * 30 + "_2"),
    ]


def test_an_old_file_in_vietnamese_windows_letters(tmp_path, monkeypatch):
    path = tmp_path / "cu.sav"
    pyreadstat.write_sav(pd.DataFrame({"q1": [1.0]}), path, column_labels={"q1": "De"})
    raw = path.read_bytes().replace(b"UTF-8", b"windo").replace(b"De", b"\xd0\xea", 1)
    path.write_bytes(raw)
    assert len(read_table(path).codebook.items) == 1


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", [".sav", ".dta"])
def test_a_file_cut_short_changes_nothing(desk, sav, tmp_path, kind, part):
    path = sav
    if kind == ".dta":
        path = tmp_path / "a.dta"
        pyreadstat.write_dta(FRAME, path, column_labels=LABELS)
    raw = path.read_bytes()
    cut = desk.folder / f"cut{kind}"
    cut.write_bytes(raw[: int(len(raw) * part)])
    with pytest.raises(ThuocDoError) as caught:
        desk.load(cut, book=None)
    assert caught.value.code == "SURVEY-110" and "bị hỏng hoặc bị cắt" in str(caught.value)
    assert desk.files() == {}
