"""Steps of the process: what is kept of them, in every format, and that nobody's name is."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from tests.dossiers.conftest import ROW

from thuocdo.dossiers.lake.process import typed

NAME = "Nguyễn Thị Tuyệt Mật"
KEY = b"k" * 32
STEP = {
    "ThoiDiemXuLy": "2025-06-09T09:00:00",
    "NgayBatDau": "09/06/2025 08:30",
    "TrangThai": 2,
    "PhongBanXuLy": "MC-01",
    "NguoiXuLy": NAME,
    "ChucDanh": "Chuyên viên",
    "NoiDungXuLy": f"Bà {NAME} nộp đủ giấy tờ",
}
NEXT = STEP | {"ThoiDiemXuLy": "2025-06-10T10:00:00", "NgayBatDau": None, "TrangThai": 4}
WORDS = "Phòng Kinh tế"
NEXT |= {"PhongBanXuLy": WORDS, "NgayKetThucTheoQuyDinh": "2025-06-12"}


def seconds(*told: int) -> str:
    return f"t{int(datetime(*told, tzinfo=ZoneInfo('Asia/Ho_Chi_Minh')).timestamp())}"


def saved(folder, suffix: str, steps: list[dict] | None, broken: bool = False):
    path = folder / f"mot{suffix}"
    if suffix == ".jsonl":
        told = ROW | ({} if steps is None else {"TienTrinh": steps})
        lines = [json.dumps(told, ensure_ascii=False), *(["{"] if broken else [])]
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        kinds = dict.fromkeys(STEP, pl.String) | {"TrangThai": pl.Int64}
        kinds |= {"NgayKetThucTheoQuyDinh": pl.String}
        full = [dict.fromkeys(kinds) | one for one in steps or []]
        frame = pl.DataFrame([ROW]).with_columns(
            pl.Series("TienTrinh", [full], pl.List(pl.Struct(kinds)))
        )
        frame.write_parquet(path)
    return path


@pytest.mark.parametrize(
    ("suffix", "broken"), [(".jsonl", False), (".jsonl", True), (".parquet", 0)]
)
def test_steps_are_kept_without_names_and_words(desk, suffix, broken):
    outcome = desk.load(saved(desk.folder, suffix, [NEXT, STEP], broken))
    assert outcome.files[0].bad == int(broken)
    [text] = desk.rows()["steps"].to_list()
    first, second = (one.split(",") for one in text.split(";"))
    assert first[:5] == [seconds(2025, 6, 9, 9), seconds(2025, 6, 9, 8, 30), "", "2", "MC-01"]
    assert second[:4] == [seconds(2025, 6, 10, 10), "", seconds(2025, 6, 12, 23, 59, 59), "4"]
    assert first[5] == second[5] and first[5].startswith("@") and len(first[5]) == 33
    assert second[4].startswith("@") and second[4] != first[5]
    written = b"".join(one.read_bytes() for one in desk.home.rglob("*") if one.is_file())
    assert not any(one.encode() in written for one in (NAME, WORDS, "nộp đủ", "Chuyên viên"))


def test_the_officer_of_a_step_is_the_officer_of_the_dossier(desk):
    row = ROW | {"NguoiXuLy": NAME, "TienTrinh": [STEP]}
    path = desk.folder / "a.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    desk.load(path)
    told = desk.rows().row(0, named=True)
    assert told["steps"].split(",")[5] == told["officer"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ThoiDiemXuLy": "hôm qua"},
        {"ThoiDiemXuLy": "2099-01-01"},
        {"ThoiDiemXuLy": "0987654321"},
        {"ThoiDiemXuLy": None, "NgayBatDau": None},
        {"NgayBatDau": "1999-12-31"},
        {"NgayKetThucTheoQuyDinh": "x"},
    ],
)
def test_a_wrong_step_makes_the_row_wrong_and_says_so(desk, wrong):
    outcome = desk.load(saved(desk.folder, ".jsonl", [STEP, STEP | wrong]))
    assert outcome.files[0].faults == {"DOSSIER-129": 1}
    book = pl.read_excel(outcome.files[0].error_files[0], engine="openpyxl")
    assert NAME not in str(book.rows()) and "không hiện" in book["TienTrinh"][0]


def test_an_error_file_mended_brings_the_same_steps(desk):
    from openpyxl import load_workbook

    row = ROW | {"TrangThaiHoSo": "99", "TienTrinh": [STEP, NEXT]}
    path = desk.folder / "a.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    file = Path(desk.load(path).files[0].error_files[0])
    book = load_workbook(file)
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("TrangThaiHoSo") + 1).value = "4"
    book.save(file)
    assert NAME not in str([cell.value for cell in book.active[2]])
    desk.load(file)
    mended = desk.rows()["steps"][0]
    path.write_text(json.dumps(row | {"TrangThaiHoSo": "4"}, ensure_ascii=False), encoding="utf-8")
    outcome = desk.load(path)
    assert outcome.unchanged == 1 and desk.rows()["steps"][0] == mended


@pytest.mark.parametrize(
    ("status", "queue", "kept"),
    [
        ("4", "PB.01-A", ("4", "PB.01-A")),
        ("đang xử lý", "PB", ("", "PB")),
        ("123", "NGUYENTHIAN", ("", None)),
        ("", "0912345678", ("", None)),
    ],
)
def test_only_codes_stay_as_they_are_written(status, queue, kept):
    given = pl.Series([f"2025-06-09,,,{status},{queue},", None])
    text, nothing = typed(given, KEY, 0, 2**40, 2**40)
    found = text.split(",")
    assert nothing is None and found[3] == kept[0]
    assert found[4] == kept[1] if kept[1] else found[4].startswith("@")


def test_what_is_kept_reads_as_itself_and_in_order_of_time():
    given = pl.Series(["2025-06-10,,,4,,A;2025-06-09,,,2,,B;,2025-06-11,,4,,A"])
    once = typed(given, KEY, 0, 2**40, 2**40)
    assert typed(once, KEY, 0, 2**40, 2**40).to_list() == once.to_list()
    times = [one.split(",")[0] for one in once[0].split(";")]
    assert times == [seconds(2025, 6, 9), seconds(2025, 6, 10), ""]


def test_a_list_of_another_make_is_a_wrong_cell(desk):
    frame = pl.DataFrame([ROW]).with_columns(pl.Series("TienTrinh", [["a", "b"]]))
    frame.write_parquet(desk.folder / "a.parquet")
    outcome = desk.load(desk.folder / "a.parquet")
    assert outcome.files[0].faults == {"DOSSIER-129": 1}


def test_no_steps_at_all_are_none(desk):
    desk.load(saved(desk.folder, ".jsonl", []), saved(desk.folder, ".parquet", None))
    assert desk.rows()["steps"].to_list() == [None]
