"""Files into the lake: formats, order, repetition, wrong rows, and no personal data on the disk."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from tests.dossiers.conftest import KEY, NOW, ROW

from thuocdo.dossiers.lake.error_book import COLOUR
from thuocdo.dossiers.lake.error_rows import harmless
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.errors import ThuocDoError

PEOPLE = {
    "ChuHoSo": "Nguyễn Thị Tuyệt Mật",
    "SoGiayToChuHoSo": "033199012345",
    "SoDienThoai": "0987654321",
    "Email": "tuyetmat@example.vn",
    "TrichYeuHoSo": "Xin cấp lại cho bà Tuyệt Mật",
    "DiaChi": "12 ngõ Bí Ẩn",
    "NguoiXuLy": "Trần Cán Bộ",
}
PLANTED = ("Tuyệt Mật", "Tuyet Mat", "033199012345", "0987654321", "tuyetmat", "Bí Ẩn", "Cán Bộ")


def test_the_simulated_year_goes_in_and_again_changes_nothing(desk, year):
    first = desk.load(year)
    assert (first.new, first.changed, first.rows, first.simulated) == (10_000, 0, 10_000, 10_000)
    before, again = desk.state(), desk.load(year)
    assert (again.new_version, again.version, again.unchanged) == (False, 1, 10_000)
    assert desk.state() == before
    assert dict(desk.rows().schema) == SCHEMA


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_every_format_is_the_same_lake(desk, year, tmp_path, suffix):
    rows = pl.read_parquet(year).head(300)
    rows.write_parquet(tmp_path / "a.parquet")
    desk.load(tmp_path / "a.parquet")
    times = pl.col(pl.Datetime)
    if suffix == ".xlsx":
        _excel(rows.with_columns(times.dt.strftime("%d/%m/%Y %H:%M:%S")), tmp_path / "a.xlsx")
    elif suffix == ".csv":
        rows.with_columns(times.dt.strftime("%Y%m%d%H%M%S")).write_csv(tmp_path / "a.csv")
    else:
        rows.with_columns(times.dt.strftime("%Y-%m-%dT%H:%M:%S%:z")).write_ndjson(
            tmp_path / "a.jsonl"
        )
    again = desk.load(tmp_path / f"a{suffix}")
    assert again.files[0].good == 300 and not again.new_version


def _excel(rows: pl.DataFrame, path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Danh sách hồ sơ"])
    sheet.append(rows.columns)
    for row in rows.iter_rows():
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1258", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_delimiters(desk, encoding, mark):
    # windows-1258 writes a mark as a letter of its own; reading puts them together again
    unit = "xa~ Lac Đao".replace("~", "") if encoding == "cp1258" else "UBND xã Lạc Đạo"
    path = desk.csv("a.csv", {"DonViXuLy": unit}, encoding=encoding, mark=mark)
    outcome = desk.load(path)
    assert outcome.files[0].bad == 0 and desk.rows()["unit"].to_list() == ["11992"]


def test_files_in_any_order_end_the_same(desk, year, units, tmp_path_factory):
    from tests.dossiers.conftest import Desk

    rows = pl.read_parquet(year).head(200)
    younger = rows.sample(80, seed=1).with_columns(
        pl.col("NgayCapNhat") + timedelta(hours=3), TrangThaiHoSo=pl.lit(8)
    )
    tied = rows.sample(60, seed=2).with_columns(TrangThaiHoSo=pl.lit(10))
    pieces = [rows.head(150), rows.tail(120), younger, tied]
    ends = []
    for seed in range(4):
        order = random.Random(seed).sample(pieces, 4)
        other = Desk(tmp_path_factory.mktemp("order"), units)
        for number, piece in enumerate(order):
            piece.write_parquet(other.folder / f"{number}.parquet")
        if seed % 2:
            other.load(*(other.folder / f"{number}.parquet" for number in range(4)))
        else:
            for number in range(4):
                other.load(other.folder / f"{number}.parquet")
        ends.append(other.rows())
    assert all(end.equals(ends[0]) for end in ends)
    won = ends[0].filter(pl.col("dossier").is_in(younger["MaHoSo"].implode()))
    assert won.height == 80 and set(won["status"]) == {8}


def test_a_late_message_does_not_undo_a_newer_one(desk):
    new = {"TrangThaiHoSo": 10, "NgayKetThucXuLy": "2025-06-11", "NgayCapNhat": "2025-06-12"}
    desk.load(desk.csv("new.csv", new))
    late = desk.load(desk.csv("old.csv", {"TrangThaiHoSo": 4, "NgayCapNhat": "2025-06-10"}))
    assert (late.new, late.changed, late.unchanged, late.version) == (0, 0, 1, 1)
    assert desk.rows()["status"].to_list() == [10]
    same = {"TrangThaiHoSo": 9, "NgayCapNhat": "2025-06-12"}
    assert desk.load(desk.csv("same.csv", same)).changed == 0, "further on its way wins"


def test_no_personal_data_reaches_the_disk(desk, caplog, capsys):
    wrong = {"MaHoSo": "H31.12-250609-0002", "NgayHenTra": "Nguyễn Thị Tuyệt Mật"}
    shifted = {"MaHoSo": "H31.12-250609-0003", "TrangThaiHoSo": "0987654321"}
    named = {"MaHoSo": "Nguyễn Thị Tuyệt Mật", "MaTTHC": "033199012345"}
    path = desk.csv("a.csv", PEOPLE, PEOPLE | wrong, PEOPLE | shifted, PEOPLE | named)
    outcome = desk.load(path)
    path.unlink()
    assert (outcome.files[0].good, outcome.files[0].bad) == (1, 3)
    written = [one for one in desk.home.rglob("*") if one.is_file()]
    assert any(one.suffix == ".xlsx" for one in written)
    texts = [one.read_bytes().decode("utf-8", "ignore") for one in written]
    texts += [_cells(one) for one in written if one.suffix == ".xlsx"]
    texts += [desk.rows().write_csv(), caplog.text, *capsys.readouterr()]
    found = [word for word in PLANTED for text in texts if word in text]
    assert found == []
    row = desk.rows().row(0, named=True)
    assert row["applicant"].startswith("@") and row["officer"].startswith("@")


def _cells(path) -> str:
    sheet = load_workbook(path).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_test_would_find_personal_data(tmp_path):
    book = Workbook()
    book.active.append([PEOPLE["ChuHoSo"]])
    book.save(tmp_path / "a.xlsx")
    assert any(word in _cells(tmp_path / "a.xlsx") for word in PLANTED)


@pytest.mark.parametrize("text", ["31/31/2025", "2025-13-01", "99", "25:00", "hôm", "A1"])
def test_what_may_be_shown(text):
    assert pl.select(harmless(pl.lit(text))).item() == (text != "hôm")


@pytest.mark.parametrize("text", ["0987654321", "+84 987 654 321", "033199012345", "Lan", "Bà Lan"])
def test_what_may_not_be_shown(text):
    assert not pl.select(harmless(pl.lit(text))).item()


def test_the_same_person_is_the_same_hash_and_a_key_is_needed(desk):
    rows = [{"MaHoSo": f"H31.12-250609-000{n}", "SoGiayToChuHoSo": "033199012345"} for n in (1, 2)]
    path = desk.csv("a.csv", *rows)
    for key, code in (("", "DOSSIER-004"), ("short", "DOSSIER-005")):
        with pytest.raises(ThuocDoError) as told:
            desk.load(path, key=key)
        assert told.value.code == code and desk.state() == {}
    desk.load(path)
    assert desk.rows()["applicant"].n_unique() == 1
    with pytest.raises(ThuocDoError) as told:
        desk.load(path, key="another key, just as long as the first one")
    assert told.value.code == "DOSSIER-006"


def test_the_error_file_is_mended_and_loaded_again(desk):
    wrong = {"MaHoSo": "H31.12-250609-0002", "TrangThaiHoSo": "77", "DonViXuLy": "xã Mây"}
    outcome = desk.load(desk.csv("a.csv", PEOPLE, PEOPLE | wrong))
    [name] = outcome.files[0].error_files
    book = load_workbook(name)
    heads = [cell.value for cell in book.active[1]]
    coloured = {
        heads[n] for n, cell in enumerate(book.active[2]) if cell.fill.fgColor.rgb == COLOUR
    }
    assert coloured == {"TrangThaiHoSo", "DonViXuLy"}
    row = dict(zip(heads, (cell.value for cell in book.active[2]), strict=True))
    assert row["Dòng"] == 3 and row["Mã lỗi"] == "DOSSIER-105, DOSSIER-104"
    assert "thuocdo units list" in row["Nguyên nhân và cách sửa"]
    for head, value in (("TrangThaiHoSo", 4), ("DonViXuLy", "Phố Hiến"), ("DonViXuLy", 11953)):
        book.active.cell(2, heads.index(head) + 1, value)
    book.save(desk.folder / "mended.xlsx")
    again = desk.load(desk.folder / "mended.xlsx")
    assert (again.new, again.files[0].bad) == (1, 0)
    assert desk.rows()["applicant"].n_unique() == 1, "the hash in the error file is the same person"


WRONG = [
    ({"MaHoSo": ""}, "DOSSIER-101"),
    ({"MaHoSo": "bà Lan"}, "DOSSIER-102"),
    ({"MaTTHC": "cấp giấy"}, "DOSSIER-102"),
    ({"NgayHenTra": "mai"}, "DOSSIER-103"),
    ({"TrangThaiHoSo": "11"}, "DOSSIER-104"),
    ({"TrangThaiHoSo": "1.5"}, "DOSSIER-104"),
    ({"KenhThucHien": "4"}, "DOSSIER-104"),
    ({"DonViXuLy": "xã Mây"}, "DOSSIER-105"),
    ({"NgayKetThucXuLy": "2025-06-08T17:00:00"}, "DOSSIER-107"),
    ({"NgayBoSung": "2025-06-10", "NgayTiepNhanBoSung": "2025-06-09"}, "DOSSIER-107"),
    ({"NgayTra": "2031-01-01"}, "DOSSIER-108"),
    ({"NgayTiepNhan": "1900-01-01"}, "DOSSIER-108"),
    ({"NgayTiepNhan": ""}, "DOSSIER-112"),
    ({"NgayTiepNhan": "", "TrangThaiHoSo": "1"}, "DOSSIER-113"),
]


@pytest.mark.parametrize(("cells", "code"), WRONG)
def test_a_wrong_row_is_counted_and_the_others_go_in(desk, cells, code):
    good = {"MaHoSo": "H31.12-250609-0009"}
    outcome = desk.load(desk.csv("a.csv", good, cells))
    told = outcome.files[0]
    assert (told.read, told.good, told.bad) == (2, 1, 1)
    assert code in told.faults and outcome.rows == 1


def test_old_communes_are_put_under_the_new_one_and_divided_ones_refused(desk, facts):
    merger = facts.table("commune_merger")
    current = pl.Series(facts.table("commune")["code"]).implode()
    old = merger.filter(~pl.col("old_code").is_in(current))
    whole = old.filter(pl.col("divided") != "yes").row(0, named=True)
    outcome = desk.load(desk.csv("a.csv", {"DonViXuLy": whole["old_code"]}))
    assert outcome.files[0].renamed == 1
    assert desk.rows()["unit"].to_list() == [whole["new_code"]]
    divided = old.filter(pl.col("divided") == "yes")
    for code in divided["old_code"].unique():
        found = desk.load(desk.csv("b.csv", {"DonViXuLy": code})).files[0]
        assert found.bad == 1 and "DOSSIER-106" in found.faults


def test_rows_that_cannot_be_read_are_counted(desk):
    path = desk.csv("a.csv", {}, {"MaHoSo": "H31.12-250609-0002"})
    path.write_text(path.read_text() + "a,b,c,d,e,f,g,h\n" + '"' + "x,y\n", encoding="utf-8")
    told = desk.load(path).files[0]
    assert told.good == 2 and told.faults["DOSSIER-114"] >= 1
    lines = [json.dumps(ROW), "{oops", json.dumps(ROW | {"MaHoSo": "H31.12-250609-0003"})]
    (desk.folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told = desk.load(desk.folder / "a.jsonl").files[0]
    assert (told.read, told.good, told.faults) == (3, 2, {"DOSSIER-114": 1})


def test_supplement_requests_as_the_message_nests_them(desk):
    asked = [
        {"NgayBoSung": "2025-06-10T08:00:00", "NgayTiepNhanBoSung": "2025-06-11T08:00:00"},
        {"NgayBoSung": "2025-06-12T08:00:00", "NoiDungBoSung": "giấy của bà Lan"},
    ]
    row = ROW | {"TrangThaiHoSo": 5, "DanhSachHoSoBoSung": asked}
    (desk.folder / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    desk.load(desk.folder / "a.jsonl")
    found = desk.rows().row(0, named=True)
    assert found["answered_1"] - found["asked_1"] == 86_400
    assert found["asked_2"] - found["asked_1"] == 2 * 86_400 and found["answered_2"] is None


def test_columns_are_matched_by_name_and_a_mapping_is_remembered(command, desk, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    path = desk.csv("a.csv", {})
    text = path.read_text().replace("MaHoSo", "Mã hồ sơ").replace("DonViXuLy", "Nơi làm")
    path.write_text(text, encoding="utf-8")
    assert command("dossiers", "import", str(path))[2].startswith("DOSSIER-002")
    assert command("dossiers", "import", str(path), "--map", "x")[2].startswith("DOSSIER-013")
    said = ("--map", "Nơi làm=DonViXuLy")
    assert command("dossiers", "import", str(path), *said)[0] == 0
    code, out, _ = command("dossiers", "import", str(path))
    assert code == 0 and "vẫn là phiên bản 1" in out
    assert command("dossiers", "verify")[:2] == (
        0,
        "Kho nguyên vẹn: phiên bản 1, 1 phần, 1 hồ sơ.\n",
    )
    assert "a.csv" in command("dossiers", "versions")[1]


def test_files_that_cannot_be_read(desk, year):
    cut = desk.folder / "cut.parquet"
    cut.write_bytes(year.read_bytes()[:20_000])
    not_excel = desk.folder / "a.xlsx"
    not_excel.write_bytes(b"PK\x03\x04 not really")
    binary = desk.folder / "a.csv"
    binary.write_bytes(b"\x00\x01\x02" * 100)
    twice = desk.csv("twice.csv", {"Mã hồ sơ": "x"})
    wanted = {cut: "001", not_excel: "001", binary: "001", twice: "003"}
    wanted |= {desk.folder / "a.pdf": "010", desk.folder / "none.csv": "001"}
    for path, code in wanted.items():
        with pytest.raises(ThuocDoError) as told:
            desk.load(path)
        assert told.value.code == f"DOSSIER-{code}", path.name
    assert desk.state() == {}


def test_a_bomb_is_refused(desk, year, monkeypatch):
    monkeypatch.setattr("thuocdo.dossiers.lake.reading.LARGE", 1000)
    monkeypatch.setattr("thuocdo.dossiers.lake.reading.SWELLING", 1)
    with pytest.raises(ThuocDoError) as told:
        desk.load(year)
    assert told.value.code == "DOSSIER-011"


def test_the_future_is_judged_by_the_day_of_the_import(desk):
    path = desk.csv("a.csv", {"TrangThaiHoSo": 9, "NgayKetThucXuLy": "2026-02-01T08:00:00"})
    assert desk.load(path).files[0].bad == 1
    assert desk.load(path, now=NOW + timedelta(days=40)).files[0].good == 1
