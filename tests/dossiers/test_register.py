"""The register of procedures: a wrong file in exact words, a right one kept by number."""

from __future__ import annotations

import json

import polars as pl
import pytest

from thuocdo.dossiers.measures import registers
from thuocdo.dossiers.measures.counting import REGISTER
from thuocdo.dossiers.measures.register import register_file

GOOD = "MaTTHC,SoNgayLamViec,CoPhi\n1.001234,5,1\n2.000815.000.00.00.H31,0,\n"


@pytest.fixture
def file(tmp_path):
    def made(text: str, name: str = "thu-tuc.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return made


@pytest.fixture
def run(command, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    return lambda *words: command("dossiers", "procedures", *(str(one) for one in words))


def test_what_the_file_leaves_out_is_null(file):
    found = register_file(file(GOOD)).rows
    assert dict(found.schema) == REGISTER
    rows = found.rows()
    assert rows == [("1.001234", 5, 1, None, None), ("2.000815.000.00.00.H31", 0, None, None, None)]


def test_excel_with_a_title_above_and_heads_in_plain_words(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Danh mục thủ tục hành chính"])
    sheet.append(["STT", "Mã thủ tục", "Tên", "Số ngày làm việc", "Toàn trình"])
    sheet.append([1, "1.001234", "Khai sinh", 3, 1])
    book.save(tmp_path / "danh-muc.xlsx")
    rows = register_file(tmp_path / "danh-muc.xlsx").rows.rows()
    assert rows == [("1.001234", 3, None, None, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mã,Ngày\n1.001234,5\n", "DOSSIER-121 thu-tuc.csv: Danh mục thủ tục thiếu cột MaTTHC."),
        ("MaTTHC,CoPhi\n1.001234,1\n", "DOSSIER-121 thu-tuc.csv: Danh mục thủ tục thiếu cột SoNg"),
        (
            "MaTTHC,SoNgayLamViec,Mã thủ tục\n1.001234,5,x\n",
            "DOSSIER-003 thu-tuc.csv, dòng 1: Có hai cột cùng được hiểu là MaTTHC.",
        ),
        (
            GOOD + "abc,5,1\n",
            "DOSSIER-122 thu-tuc.csv, dòng 4, cột «MaTTHC»: «abc» không phải mã thủ tục.",
        ),
        (
            GOOD + "1.001235,năm,1\n",
            "DOSSIER-123 thu-tuc.csv, dòng 4, cột «SoNgayLamViec»: «năm» không phải số ngày",
        ),
        (
            GOOD + "1.001235,1000,1\n",
            "DOSSIER-123 thu-tuc.csv, dòng 4, cột «SoNgayLamViec»: «1000»",
        ),
        (GOOD + "1.001235,-1,1\n", "DOSSIER-123 thu-tuc.csv, dòng 4, cột «SoNgayLamViec»: «-1»"),
        (
            GOOD + "1.001235,5,có\n",
            "DOSSIER-124 thu-tuc.csv, dòng 4, cột «CoPhi»: «có» không phải 1 hoặc 0.",
        ),
        (
            GOOD + "1.001234,6,1\n",
            "DOSSIER-125 thu-tuc.csv, dòng 4, cột «MaTTHC»: Thủ tục 1.001234 đã có ở dòng 2",
        ),
        (
            "MaTTHC,SoNgayLamViec\n\n",
            "DOSSIER-126 thu-tuc.csv: Danh mục thủ tục không có dòng nào.",
        ),
        ('MaTTHC,SoNgayLamViec\n"1.001234,5\n', "DOSSIER-120 thu-tuc.csv: Không đọc được danh mục"),
    ],
)
def test_a_wrong_register_is_told_exactly_and_nothing_is_kept(file, run, text, said):
    code, out, err = run("import", file(text))
    assert code == 1 and out == "" and err.startswith(said), err
    assert run("list")[1] == "Chưa nhận danh mục thủ tục nào.\n"


def test_every_wrong_row_is_told(file, run):
    err = run("import", file(GOOD + "x,5,1\n1.001236,5,1\n1.001237,ba,2\n"))[2]
    assert [line[:11] for line in err.splitlines()] == ["DOSSIER-122", "DOSSIER-123", "DOSSIER-124"]


def test_the_same_row_twice_is_one(file):
    assert register_file(file(GOOD + "1.001234,5,1\n")).count == 2


def test_versions_are_kept_and_made_only_by_what_is_new(file, run, tmp_path):
    home = tmp_path / "home"
    first = json.loads(run("import", file(GOOD), "--json")[1])
    again = json.loads(run("import", file(GOOD, "khac.csv"), "--json")[1])
    second = json.loads(run("import", file(GOOD.replace(",5,", ",6,")), "--json")[1])
    told = [(one["version"], one["new_version"]) for one in (first, again, second)]
    assert told == [(1, True), (1, False), (2, True)]
    terms = [registers.register_for(home, version=one).rows["term"][0] for one in (1, 2, None)]
    assert terms == [5, 6, 6]
    assert registers.register_for(home, version=registers.NONE).count == 0
    code, _, err = run("export", "--version", 1, "--to", tmp_path / "ra.csv")
    assert (code, err) == (0, "")
    assert register_file(tmp_path / "ra.csv").rows.equals(registers.kept(home, 1).register.rows)
    assert run("export", "--version", 7, "--to", tmp_path / "x.csv")[2].startswith("DOSSIER-128")


@pytest.mark.parametrize("spoil", [lambda t: t.replace('"1.001234"', '"1.001239"'), lambda t: "{"])
def test_a_copy_that_was_edited_is_not_used(file, run, tmp_path, command, spoil):
    run("import", file(GOOD))
    path = tmp_path / "home" / "procedures" / "000001.json"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("list")[2].startswith("DOSSIER-127")
    assert command("dossiers", "measure", "--year", "2025")[2].startswith("DOSSIER-127")


def test_a_full_disk_leaves_nothing(file, run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "no room")

    monkeypatch.setattr(registers.os, "fsync", full)
    assert run("import", file(GOOD))[2].startswith("DOSSIER-008")
    assert list((tmp_path / "home" / "procedures").iterdir()) == []


def test_simulated_procedures_mark_what_is_counted_with_them(file):
    found = register_file(file("MaTTHC,SoNgayLamViec,MoPhong\n9.000001,3,1\n9.000002,4,0\n"))
    assert found.simulated == 1 and isinstance(found.rows, pl.DataFrame)
