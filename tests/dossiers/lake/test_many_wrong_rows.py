"""Very many wrong rows: some coloured in Excel, the rest as CSV; none is lost."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from thuocdo.dossiers.lake import error_book
from thuocdo.dossiers.lake.error_rows import harmless
from thuocdo.errors import ThuocDoError

COUNT, MOST = 23, 10


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(error_book, "MOST", MOST)


def wrong_rows(count: int) -> list[dict]:
    return [
        {"MaHoSo": f"H31.12-250609-{n}", "TrangThaiHoSo": "77", "SoGiayToChuHoSo": "033199012345"}
        for n in range(count)
    ]


def test_every_wrong_row_is_in_one_of_the_files(desk):
    outcome = desk.load(desk.csv("a.csv", *wrong_rows(COUNT), {"MaHoSo": "H31.12-250609-99"}))
    assert (outcome.files[0].bad, outcome.new) == (COUNT, 1)
    book, rest = (Path(one) for one in outcome.files[0].error_files)
    sheet = load_workbook(book).active
    heads = [cell.value for cell in sheet[1]]
    coloured = [row[heads.index("MaHoSo")].value for row in sheet.iter_rows(min_row=2)]
    plain = pl.read_csv(rest, infer_schema=False)
    assert plain.columns == heads and rest.name.endswith("-con-lai.csv")
    assert [*coloured, *plain["MaHoSo"]] == [f"H31.12-250609-{n}" for n in range(COUNT)]
    assert plain["Dòng"].to_list() == [str(n) for n in range(MOST + 2, COUNT + 2)]
    assert set(plain["Mã lỗi"]) == {"DOSSIER-104"} and "TrangThaiHoSo" in plain[heads[-1]][0]
    assert "033199012345" not in rest.read_text(encoding="utf-8")


def test_the_rest_is_mended_and_loaded_as_the_book_is(desk):
    files = desk.load(desk.csv("a.csv", *wrong_rows(COUNT))).files[0].error_files
    rest = Path(files[1])
    text = rest.read_text(encoding="utf-8-sig").replace(",77,", ",4,")
    rest.write_text(text, encoding="utf-8-sig")
    outcome = desk.load(rest)
    assert (outcome.new, outcome.files[0].bad) == (COUNT - MOST, 0)
    assert desk.rows()["applicant"].n_unique() == 1


def test_rows_that_cannot_be_read_are_counted_among_them(desk):
    path = desk.csv("a.csv", *wrong_rows(MOST + 1))
    with path.open("a", encoding="utf-8") as more:
        more.write("a,b,c,d,e,f,g,h,i,j,k\r\n" * 3)
    told = desk.load(path).files[0]
    plain = pl.read_csv(told.error_files[1], infer_schema=False)
    assert told.bad == MOST + 4 and plain["Mã lỗi"].to_list() == [
        "DOSSIER-104",
        *["DOSSIER-114"] * 3,
    ]


def test_the_command_says_where_the_rest_is(desk, command, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", "k" * 40)
    out = command("dossiers", "import", str(desk.csv("a.csv", *wrong_rows(COUNT))))[1]
    assert f"{COUNT - MOST} dòng sai còn lại ghi trong" in out


def test_an_import_cut_off_leaves_no_rest_behind(desk):
    def at(step: str) -> None:
        if step == "batch 0":
            raise ThuocDoError.of("DOSSIER-008")

    with pytest.raises(ThuocDoError):
        desk.load(desk.csv("a.csv", *wrong_rows(COUNT)), at=at)
    assert not list((desk.home / "dossier-errors").glob("*"))


def plainly(text: str) -> bool:
    """The same told once more, letter by letter."""
    if re.fullmatch(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}([ T][\d:.+\-]*)?Z?", text):
        return True
    short = re.fullmatch(r"[\d/:. T+\-]{1,25}|\w{1,4}|-?\d{1,8}", text)
    phone = re.search(r"\+?\d[\d. \-]{7,}\d", text)
    return bool(short) and not phone and not text.isalpha()


@given(st.text("019/:. T+-aBễZ_\n", max_size=14))
def test_what_may_be_shown_as_told_plainly(text):
    assert pl.select(harmless(pl.lit(text))).item() == plainly(text)
