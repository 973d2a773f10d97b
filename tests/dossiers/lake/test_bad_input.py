"""What real files bring, from the file to the row of the lake: read, or counted with its reason."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from tests.dossiers.conftest import KEY, ROW

from thuocdo.units import communes

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=ZONE).timestamp())


def excel(path, *rows: dict, form: str = "General"):
    """``rows`` over the usual one as a sheet, numbers shown as ``form``."""
    book = Workbook()
    full = [ROW | row for row in rows]
    heads = list(dict.fromkeys(head for row in full for head in row))
    book.active.append(heads)
    for row in full:
        book.active.append([row.get(head) for head in heads])
    for line in book.active.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, float):
                cell.number_format = form
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        (45820.708333333336, at(2025, 6, 12, 17)),  # a day number with its time
        (45820, at(2025, 6, 12, 23, 59, 59)),
        ("45820.5", at(2025, 6, 12, 12)),  # the same as text
        ("45820", at(2025, 6, 12, 23, 59, 59)),
        ("12/06/2025", at(2025, 6, 12, 23, 59, 59)),
        ("12/06/2025 17:00", at(2025, 6, 12, 17)),
        ("12/06/2025 17:00:00", at(2025, 6, 12, 17)),
        ("2025-06-12", at(2025, 6, 12, 23, 59, 59)),
        (datetime(2025, 6, 12, 17), at(2025, 6, 12, 17)),  # noqa: DTZ001 - Excel has no zones
        (None, None),
    ],
)
def test_dates_of_excel(desk, cell, due):
    told = desk.load(excel(desk.folder / "a.xlsx", {"NgayHenTra": cell})).files[0]
    assert (told.good, desk.rows()["due"].to_list()) == (1, [due])


def test_a_day_of_excel_without_a_time_is_due_at_its_end(desk):
    """A date cell is a date, whatever the library makes of it."""
    rows = [{"NgayHenTra": date(2025, 6, 12)}, {"NgayHenTra": 45820.0, "MaHoSo": "H31.12-250609-2"}]
    desk.load(excel(desk.folder / "a.xlsx", *rows, form="dd/mm/yyyy"))
    assert desk.rows()["due"].to_list() == [at(2025, 6, 12, 23, 59, 59)] * 2


def test_every_minute_of_a_day_of_excel_is_that_minute(desk):
    rows = [
        {"MaHoSo": f"H31.12-250609-{n:04}", "NgayTiepNhan": 45817 + n / 1440, "NgayHenTra": None}
        for n in range(1, 1440)
    ]
    made = [at(2025, 6, 9) + 60 * n for n in range(1, 1440)]
    for form in ("General", "dd/mm/yyyy hh:mm"):
        desk.load(excel(desk.folder / "a.xlsx", *rows, form=form))
        assert desk.rows()["accepted"].to_list() == made


def test_days_and_months_are_never_taken_for_each_other(desk):
    """03/04 is the third of April; the thirteenth month is a fault and not a swapped day."""
    rows = [
        {"NgayTiepNhan": "03/04/2025 08:00", "NgayHenTra": "05/04/2025"},
        {"MaHoSo": "H31.12-250609-2", "NgayTiepNhan": "04/13/2025 08:00"},
    ]
    told = desk.load(desk.csv("a.csv", *rows)).files[0]
    assert (told.good, told.faults) == (1, {"DOSSIER-103": 1})
    assert desk.rows()["accepted"].to_list() == [at(2025, 4, 3, 8)]


def test_zones_may_differ_from_row_to_row_and_cell_to_cell(desk):
    same = (
        "2025-06-09T08:30:00",
        "2025-06-09T01:30:00Z",
        "2025-06-09T08:30:00+07:00",
        "2025-06-08T20:30:00-05:00",
        "2025-06-09 10:30:00.500+09:00",
        "09/06/2025 08:30",
        "20250609083000",
    )
    rows = [
        {"MaHoSo": f"H31.12-250609-{n}", "NgayTiepNhan": one, "NgayNopHoSo": same[-n]}
        for n, one in enumerate(same)
    ]
    assert desk.load(desk.csv("a.csv", *rows)).files[0].bad == 0
    assert set(desk.rows()["accepted"]) == set(desk.rows()["submitted"]) == {at(2025, 6, 9, 8, 30)}


def test_zones_of_parquet_columns(desk):
    moment = datetime(2025, 6, 9, 8, 30, tzinfo=ZONE)
    row = pl.DataFrame([ROW]).with_columns(
        NgayTiepNhan=pl.lit(moment).dt.convert_time_zone("America/New_York"),
        NgayHenTra=pl.lit(date(2025, 6, 12)),
        NgayNopHoSo=pl.lit(moment.replace(tzinfo=None)).cast(pl.Datetime("ns")),
    )
    row.write_parquet(desk.folder / "a.parquet")
    desk.load(desk.folder / "a.parquet")
    made = desk.rows().row(0, named=True)
    assert made["accepted"] == made["submitted"] == at(2025, 6, 9, 8, 30)
    assert made["due"] == at(2025, 6, 12, 23, 59, 59)


def test_a_whole_file_in_windows_1258(desk, facts):
    """Every commune by its name, in the two ways the code page can be written."""
    units = {unit.name: unit for unit in communes(facts)}.values()
    for number, form in enumerate(("NFD", "mixed")):
        rows = [
            {"MaHoSo": f"H31.12-25060{number + 1}-{n}", "DonViXuLy": f"UBND {one.kind} {one.name}"}
            for n, one in enumerate(units)
        ]
        text = desk.csv(f"{form}.csv", *rows).read_text(encoding="utf-8")
        (desk.folder / f"{form}.csv").write_bytes(_1258(text, form))
        told = desk.load(desk.folder / f"{form}.csv").files[0]
        assert told.bad == 0, told.faults
    assert set(desk.rows()["unit"]) == {one.code for one in units}


def _1258(text: str, form: str) -> bytes:
    """``text`` as Windows writes it: a letter of the page where there is one, else its marks."""
    made = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            made += _apart(letter, form)
    return bytes(made)


def _apart(letter: str, form: str) -> bytes:
    """A letter and its tone; the circumflex or horn stays on the letter where the page has it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(one for one in marks if one in tones)
    rest = unicodedata.normalize("NFC", "".join(one for one in marks if one not in tones))
    return (rest + tone).encode("cp1258")


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"NgayKetThucXuLy": "2025-06-08T17:00:00"}, "NgayKetThucXuLy"),
        ({"NgayTra": "2025-06-01"}, "NgayTra"),
        ({"NgayBoSung": "2025-06-11", "NgayTiepNhanBoSung": "2025-06-10"}, "NgayTiepNhanBoSung"),
        ({"NgayBoSung2": "2025-06-11", "NgayTiepNhanBoSung2": "2025-06-1"}, "NgayTiepNhanBoSung2"),
    ],
)
def test_what_ends_before_it_began_is_told_with_its_row(desk, cells, field):
    good = {"MaHoSo": "H31.12-250609-0009"}
    told = desk.load(desk.csv("a.csv", good, cells)).files[0]
    assert (told.read, told.good, told.bad) == (2, 1, 1)
    sheet = load_workbook(told.error_files[0]).active
    row = dict(zip(*([cell.value for cell in line] for line in sheet.iter_rows()), strict=True))
    assert row["Dòng"] == 3
    assert field in row["Nguyên nhân và cách sửa"]


def test_duplicates_in_one_file_and_in_two_at_once(desk):
    """The same row twice, an older and a newer one: one dossier, every row accounted for."""
    newer = {"TrangThaiHoSo": 10, "NgayKetThucXuLy": "2025-06-11", "NgayCapNhat": "2025-06-12"}
    one = desk.csv("a.csv", {}, newer, {}, {}, newer)
    outcome = desk.load(one, desk.csv("b.csv", {}, newer))
    assert [told.read for told in outcome.files] == [5, 2]
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.rows) == (1, 0, 6, 1)
    assert desk.rows()["status"].to_list() == [10]
    same = desk.load(one, one)
    assert not same.new_version and same.unchanged == 10


@pytest.mark.parametrize("status", ["0", "11", "-1", "đang xử lý", "4a", "1e1e1", "nan", "inf"])
def test_a_status_nobody_knows(desk, status):
    told = desk.load(desk.csv("a.csv", {}, {"TrangThaiHoSo": status})).files[0]
    assert (told.good, told.faults) == (1, {"DOSSIER-104": 1})


def test_rows_of_former_communes_are_mapped_and_said(desk, command, facts, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    current = pl.Series(facts.table("commune")["code"]).implode()
    old = facts.table("commune_merger").filter(~pl.col("old_code").is_in(current))
    whole = old.filter(pl.col("divided") != "yes")["old_code"].unique().to_list()[:3]
    divided = old.filter(pl.col("divided") == "yes")["old_code"][0]
    rows = [{"MaHoSo": f"H31.12-250609-{n}", "DonViXuLy": one} for n, one in enumerate(whole)]
    path = desk.csv("a.csv", *rows, {"MaHoSo": "H31.12-250609-77", "DonViXuLy": divided})
    code, out, err = command("dossiers", "import", str(path))
    assert (code, err) == (0, "")
    assert "3 dòng ghi mã xã trước 1/7/2025, đã chuyển sang xã mới" in out
    assert "DOSSIER-106" in out
    assert set(desk.rows()["unit"]) <= set(facts.table("commune")["code"])


@pytest.mark.parametrize("unit", ["ms", "us"])
@pytest.mark.parametrize("field", ["NgayTiepNhan", "NgayHenTra", "NgayCapNhat"])
def test_typed_moments_beyond_every_calendar(desk, unit, field):
    """Damaged or mis-scaled numbers in a typed column: a fault of the row, never a crash."""
    for number in (2**62, -(2**62), 10**15, -(10**15)):
        far = pl.Series(field, [number]).cast(pl.Datetime(unit))
        path = desk.folder / "a.parquet"
        pl.DataFrame([ROW]).with_columns(far).write_parquet(path)
        read = desk.load(path).files[0]
        if unit == "ms" or abs(number) > 10**15:
            assert read.bad == 1 and "DOSSIER-108" in read.faults, number


def test_a_due_day_written_as_never_is_kept(desk):
    assert desk.load(desk.csv("a.csv", {"NgayHenTra": "9999-12-31"})).files[0].good == 1
