"""Files made to harm or merely broken: a code, a cause, a remedy; the round is as before."""

from __future__ import annotations

import zipfile

import polars as pl
import pytest
from tests.surveys.rounds.conftest import workbook, xlsform

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds import workbooks
from thuocdo.surveys.rounds.reading import read_table
from thuocdo.surveys.rounds.xlsform import read_xlsform


def refused(desk, path, code: str, **more):
    with pytest.raises(ThuocDoError) as caught:
        desk.load(path, **more)
    assert caught.value.code == code
    assert set(desk.files()) <= {"surveys/dot-1/lock"}
    for language in ("vi", "en"):
        assert "Traceback" not in caught.value.problems[0].text(language)
    return caught.value.problems[0]


@pytest.mark.parametrize("what", ["data", "form"])
def test_a_bomb(desk, monkeypatch, what):
    monkeypatch.setattr(workbooks, "LARGE", 1_000_000)
    path = desk.folder / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    if what == "data":
        refused(desk, path, "SURVEY-111")
        return
    with pytest.raises(ThuocDoError) as caught:
        read_xlsform(path)
    assert caught.value.code == "SURVEY-111"


BROKEN = {
    "no archive": ("a.xlsx", b"PK\x03\x04" + b"\0" * 50),
    "a web page": ("a.xlsx", b"<html></html>"),
    "empty Excel": ("a.xlsx", b""),
    "empty CSV": ("a.csv", b""),
    "blank CSV": ("a.csv", b"\n\n"),
    "empty bytes": ("a.csv", b"q1,tuoi\n4,45\n" + b"\0" * 100),
    "an open quotation mark": ("a.csv", b'q1,tuoi\n"4,45\n3,30\n'),
    "half a UTF-16": ("a.csv", b"\xff\xfeq\x001\x00\n"),
    "no Parquet": ("a.parquet", b"PAR1PAR1"),
    "no SPSS": ("a.sav", b"$FL2" + b"\1" * 400),
    "no Stata": ("a.dta", b"<stata_dta><header>" + b"\1" * 400),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(desk, case):
    name, raw = BROKEN[case]
    path = desk.folder / name
    path.write_bytes(raw)
    refused(desk, path, "SURVEY-110")


def test_an_excel_file_damaged_byte_by_byte(desk):
    raw = workbook(desk.folder / "a.xlsx", {"a": [("q1", "tuoi"), (4, 45)]}).read_bytes()
    path = desk.folder / "b.xlsx"
    for place in range(0, len(raw), 97):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        try:
            read_table(path)
        except ThuocDoError as error:
            assert error.code in ("SURVEY-110", "SURVEY-111")


def test_a_form_damaged_byte_by_byte(desk):
    raw = (desk.folder / "phieu.xlsx").read_bytes()
    path = desk.folder / "b.xlsx"
    for place in range(0, len(raw), 397):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        try:
            read_xlsform(path)
        except ThuocDoError as error:
            assert error.code.startswith("SURVEY-1")


def test_unknown_kinds_and_files_that_are_not_there(desk):
    refused(desk, desk.csv("a.pdf", "q1\n4\n"), "SURVEY-118")
    problem = refused(desk, desk.folder / "không.csv", "SURVEY-110")
    assert "không có tệp này" in problem.text() and "no such file" in problem.text("en")


def test_a_formula_without_a_result_is_told_and_with_one_is_its_result(desk):
    lines = [("_uuid", "q1", "tuoi"), ("u-1", "=1+3", 45), ("u-2", 4, 46)]
    path = workbook(desk.folder / "a.xlsx", {"a": lines})
    problem = refused(desk, path, "SURVEY-127")
    assert (problem.row, problem.column) == (2, "q1")
    reckoned = desk.folder / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(reckoned, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("<f>1+3</f><v />", "<f>1+3</f><v>4</v>"))
    desk.load(reckoned)
    assert desk.rows().select("respondent", "q1").rows() == [("u-1", 4), ("u-2", 4)]


def test_text_that_would_run_is_never_a_formula_in_the_error_file(desk):
    from pathlib import Path

    import openpyxl

    path = desk.csv("a.csv", '_uuid,q1,tuoi\nu-1,"=1+1",45\nu-2,@x,45\n"=cmd9",-3,45\n')
    (file,) = desk.load(path).files
    assert file.bad == 3
    with zipfile.ZipFile(Path(file.error_file)) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()
    for row in openpyxl.load_workbook(file.error_file).active.iter_rows(min_row=2):
        assert all(cell.data_type != "f" for cell in row)


def test_a_hundred_thousand_columns_and_long_cells(desk):
    heads = ",".join(f"c{n}" for n in range(20_000))
    told = desk.load(desk.csv("a.csv", f"q1,{heads}\n4,{'x' * 100_000}\n"))
    assert told.rows == 1 and len(told.files[0].unmatched) == 20_000


def test_a_file_of_heads_alone_makes_no_version(desk):
    told = desk.load(desk.csv("a.csv", "_uuid,q1\n"))
    assert (told.version, told.new_version, told.rows) == (0, False, 0)
    assert desk.round().numbers() == []


def test_all_missing(desk):
    told = desk.load(desk.csv("a.csv", "_uuid,q1,tuoi\nu-1,,\nu-2,,\n"))
    assert told.rows == 2 and desk.rows()["q1"].null_count() == 2
    assert desk.rows().schema["q1"] == pl.Int64


def test_labels_that_would_run_stay_words(desk):
    choices = (("x", "1", "=HYPERLINK(1)"), ("x", "2", "+2"))
    path = xlsform(desk.folder / "p.xlsx", (("select_one x", "q1", "=1+1"),), choices)
    with zipfile.ZipFile(path) as packed:
        assert "<f>" in packed.read("xl/worksheets/sheet1.xml").decode(), "the planted formula"
    with pytest.raises(ThuocDoError):
        read_xlsform(path)  # a formula without a result is an empty label
