"""A quotation mark nobody closes: the row is named, no good row is swallowed, no endless work."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dossiers.conftest import ROW

from thuocdo.dossiers.lake import reading_text
from thuocdo.dossiers.lake.reading import batches, open_source
from thuocdo.errors import ThuocDoError

HEADS = ",".join([*ROW, "TrichYeuHoSo"])
REMEDY = "Xuất lại tệp từ hệ thống một cửa"


def line(number: int, words: str = "cấp lại") -> str:
    cells = ROW | {"MaHoSo": f"H31.12-250609-{number}"}
    return ",".join([*cells.values(), words])


def saved(path, lines):
    path.write_text("\n".join([HEADS, *lines]) + "\n", encoding="utf-8")
    return path


def refused(desk, path, row: int) -> None:
    """``path`` is refused for the quotation mark in ``row`` and the lake is as before."""
    before = desk.state()
    with pytest.raises(ThuocDoError) as told:
        desk.load(path)
    said = str(told.value)
    assert said.startswith(f"DOSSIER-001 {path.name}, dòng {row}: ") and REMEDY in said
    assert "ngoặc kép" in said
    assert desk.state() == before


def test_one_mark_near_the_start_of_a_large_file(desk, monkeypatch):
    desk.load(desk.csv("good.csv", {}))
    body = "\n".join(line(number) for number in range(10, 10_000)) + "\n"
    path = saved(desk.folder / "big.csv", [line(1), line(2, '"chưa đóng')])
    with path.open("a", encoding="utf-8") as out:
        while out.tell() < 45_000_000:
            out.write(body)
    read = []
    pieces = reading_text.pieces
    monkeypatch.setattr(
        reading_text, "pieces", lambda path: (read.append(1) or one for one in pieces(path))
    )
    refused(desk, path, 3)
    assert len(read) == 2, "one for the heads, one to find the mark in"


def test_the_text_held_is_bounded(desk, monkeypatch):
    monkeypatch.setattr(reading_text, "PIECE", 2_000)
    monkeypatch.setattr(reading_text, "LONGEST", 5_000)
    many = [line(number) for number in range(10, 200)]
    refused(desk, saved(desk.folder / "a.csv", [*many, line(1, '"chưa đóng'), *many * 20]), 192)
    held = "x" * 7_000
    refused(desk, saved(desk.folder / "b.csv", [line(1), line(2, f'"{held}"'), line(3)]), 3)


@pytest.mark.parametrize("after", [1, 3, 400])
def test_rows_behind_an_open_mark_are_not_swallowed(desk, after):
    rest = [line(number) for number in range(10, 10 + after)]
    refused(desk, saved(desk.folder / "a.csv", [line(1), line(2, '"chưa đóng'), *rest]), 3)


def test_rows_between_two_open_marks_are_not_swallowed(desk):
    lines = [line(1), line(2, '"một'), line(3), line(4), line(5, 'hai"'), line(6)]
    refused(desk, saved(desk.folder / "a.csv", lines), 3)


def test_a_mark_within_words_is_a_letter(desk, monkeypatch):
    monkeypatch.setattr(reading_text, "PIECE", 1_000)
    monkeypatch.setattr(reading_text, "LONGEST", 300)
    lines = [line(number, 'ống 5" mới' if number == 3 else "thường") for number in range(1, 90)]
    outcome = desk.load(saved(desk.folder / "a.csv", lines)).files[0]
    assert (outcome.read, outcome.good) == (89, 89)


def test_lines_within_marks_stay_one_row(desk):
    words = '"dòng một\ndòng hai, có phẩy\n""trích"" dòng ba"'
    outcome = desk.load(saved(desk.folder / "a.csv", [line(1, words), line(2), line(3)])).files[0]
    assert (outcome.read, outcome.good) == (3, 3)


def test_the_last_row_alone_may_be_broken(desk):
    broken = line(2).replace("1.001234", '"1.001234')
    outcome = desk.load(saved(desk.folder / "a.csv", [line(1), broken])).files[0]
    assert (outcome.read, outcome.good, outcome.faults) == (2, 1, {"DOSSIER-114": 1})


def test_a_very_long_cell_is_named_and_never_raw(desk):
    long = line(2, '"' + "x" * 200_000 + '\n"')
    refused(desk, saved(desk.folder / "a.csv", [line(1), long, line(3, "a,b")]), 3)


CELLS = st.text(st.sampled_from('ab",\n'), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=30), st.data())
@settings(max_examples=150, deadline=None)
def test_pieces_of_any_size_give_the_rows_of_the_plain_reader(tmp_path_factory, rows, data):
    """Well written CSV, cut anywhere: each record comes out once, in order, with its row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=data.draw(st.sampled_from([0, 1])))
    writer.writerow(["MaHoSo", "MaTTHC", "DonViXuLy", "TrangThaiHoSo", "TrichYeu"])
    writer.writerows([*row, str(n), "x"] for n, row in enumerate(rows))
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading_text, "PIECE", data.draw(st.integers(70, 300)))
        found = list(batches(open_source(path, {"TrangThaiHoSo": "TrangThaiHoSo"})))
    made = [row for one in found for row in one.rows.rows()]
    assert [row[0] for row in made] == list(range(2, len(rows) + 2))
    empty_as_null = [tuple(cell or None for cell in row) for row in rows]
    assert [tuple(cell or None for cell in row[1:4]) for row in made] == empty_as_null


@pytest.mark.parametrize("words", ["một", '"một\nhai"', "a,b,c"])
def test_a_row_without_its_last_cells_is_read_alike_beside_any_other_row(desk, words):
    """Spreadsheets leave empty cells at the end away; what stands in other rows is no matter."""
    short = line(2).rsplit(",", 1)[0]
    told = desk.load(saved(desk.folder / "a.csv", [line(1), short, line(3, words)])).files[0]
    assert (told.read, told.bad) == (3, 1 if words == "a,b,c" else 0)


def test_cells_moved_by_a_comma_in_words_are_never_taken_for_others(desk):
    """An unquoted comma moves the dates one cell on: as dates they would still look sound."""
    heads = [*ROW, "TrichYeuHoSo", "NgayNopHoSo", "NgayBoSung", "GhiChu"]
    tail = "giấy khai sinh,,2025-06-08,2025-06-10,x"
    cells = [",".join((ROW | {"MaHoSo": f"H31.12-250609-{n}"}).values()) for n in (1, 2)]
    text = "\n".join([",".join(heads), f"{cells[0]},a,2025-06-08,,x", f"{cells[1]},{tail}", ""])
    path = desk.folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    told = desk.load(path).files[0]
    assert (told.good, told.faults) == (1, {"DOSSIER-114": 1})
