"""Officials' yearly files: read, judged, previewed, stored."""

from __future__ import annotations

import os

import polars as pl
import pytest
from openpyxl import Workbook

from thuocdo.errors import ThuocDoError
from thuocdo.facts import storing
from thuocdo.facts.check import check_all
from thuocdo.facts.figures import decimals, number
from thuocdo.facts.heads import item_code

WIDE = "Tỉnh;1.1;1.2;2.1\nHưng Yên;1,5;2,25;3.75\nThái Bình;1,25;;3,5\n"


def scores(desk, year: int = 2023) -> dict[tuple[str, str], float]:
    rows = desk.facts.table("papi_score").filter(pl.col("year") == year)
    return {(row["unit"], row["code"]): row["score"] for row in rows.iter_rows(named=True)}


def in_use(desk, index: str, unit: str) -> dict[str, float]:
    used = (pl.col("index") == index) & (pl.col("unit") == unit) & (pl.col("use") == "yes")
    rows = desk.facts.table("published").filter(used & (pl.col("year") == 2023))
    assert rows["measure"].n_unique() == rows.height
    return dict(rows.select("measure", "value").iter_rows())


def workbook(path, rows, sheet: str = "Biểu 1"):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("44,60", 44.6),
        ("44.60", 44.6),
        (" 1 234,5 ", 1234.5),
        ("88,66%", 88.66),
        ("88.66 %", 88.66),
        ("−1,5", -1.5),
        ("12", 12.0),
        ("0", 0.0),
        ("", None),
        ("1,2,3", None),
        ("1e3", None),
        ("nan", None),
        ("1_0", None),
        ("khoảng 2", None),
    ],
)
def test_numbers_as_officials_write_them(text, value):
    assert number(text) == value


def test_decimals_shown():
    assert [decimals(text) for text in ("7", "7,5", "7.25", "88,6 %")] == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1", "1.1"),
        ("1,1", "1.1"),
        ("1.1 Tri thức công dân", "1.1"),
        ("8.", "8"),
        ("Tổng điểm", "total"),
        ("11a", ""),
        ("Điểm 1.1", ""),
        ("2026-01-01", ""),
    ],
)
def test_codes_as_officials_write_them(text, code):
    assert item_code(text) == code


def test_a_wide_csv(desk):
    addition = desk.prepare("papi", desk.file("papi.csv", WIDE))
    assert (addition.rows, addition.new, addition.identical, addition.empty) == (2, 5, 0, 1)
    assert addition.missing == ("01",)
    assert addition.changed == ()
    desk.add("papi", desk.file("papi.csv", WIDE))
    assert scores(desk) == {
        ("33", "1.1"): 1.5,
        ("33", "1.2"): 2.25,
        ("33", "2.1"): 3.75,
        ("34", "1.1"): 1.25,
        ("34", "2.1"): 3.5,
    }
    assert check_all(desk.facts) == []


def test_a_workbook_with_a_title_and_a_head_of_two_rows(desk, tmp_path):
    rows = [
        ["BẢNG ĐIỂM PAPI NĂM 2023"],
        [],
        ["STT", "Tỉnh, thành phố", "Nội dung một", None, "Nội dung hai", "Tổng điểm", "Ghi chú"],
        [None, None, 1.1, "1.2 Một chấm hai", "2,1", None, None],
        [1, "Tỉnh Hưng Yên", 1.5, 2.25, "3,75", 7.5, "x"],
        [2, 34, 1.25, None, 3.5, None, None],
        [None, "Nguồn: báo cáo", None, None, None, None, None],
    ]
    addition = desk.prepare("papi", workbook(tmp_path / "papi.xlsx", rows))
    assert (addition.sheet, addition.head_row, addition.rows) == ("Biểu 1", 4, 2)
    assert addition.spelled == {"Tỉnh Hưng Yên": "33", "34": "34"}
    desk.add("papi", tmp_path / "papi.xlsx")
    assert scores(desk)[("33", "2.1")] == 3.75
    assert ("34", "1.2") not in scores(desk)


def test_a_sheet_is_chosen_by_name(desk, tmp_path):
    book = Workbook()
    book.active.append(["Bìa"])
    for row in (["Tỉnh", "1.1"], ["Hưng Yên", 1.5]):
        book.create_sheet("Điểm") if "Điểm" not in book.sheetnames else None
        book["Điểm"].append(row)
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(ThuocDoError, match="FACT-022"):
        desk.prepare("papi", tmp_path / "two.xlsx")
    assert desk.prepare("papi", tmp_path / "two.xlsx", sheet="Điểm").new == 1


def test_a_percentage_cell_is_a_score_of_a_hundred(desk, tmp_path):
    book = Workbook()
    book.active.append(["Đơn vị", "Điểm", "Xếp hạng"])
    book.active.append(["Hưng Yên", 0.8866, 1])
    book.active["B2"].number_format = "0.00%"
    book.save(tmp_path / "sipas.xlsx")
    desk.add("sipas", tmp_path / "sipas.xlsx")
    assert in_use(desk, "sipas", "33") == {"score": 88.66, "rank": 1}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_long_csv_with_any_delimiter_with_or_without_bom(desk, mark, bom):
    lines = ["Đơn vị|Mã nội dung|Điểm", "Hưng Yên|1.1|1.5", "Hưng Yên|1.2|2.25"]
    path = desk.file("long.csv", bom + "\r\n".join(lines).replace("|", mark) + "\r\n")
    desk.add("papi", path)
    assert scores(desk) == {("33", "1.1"): 1.5, ("33", "1.2"): 2.25}


@pytest.mark.parametrize(
    "name", ["Thái Bình", "THÁI BÌNH", "thai binh", "tỉnh Thái Bình", "Thaí Binh", "34"]
)
def test_names_in_any_spelling(desk, name):
    text = f"Tỉnh;1.1\n{name};1,5\n"
    desk.add("papi", desk.file("papi.csv", text))
    assert scores(desk) == {("34", "1.1"): 1.5}


def test_names_that_are_not_normalised(desk):
    import unicodedata

    name = unicodedata.normalize("NFD", "Thái Bình")
    assert name != "Thái Bình"
    desk.add("papi", desk.file("papi.csv", f"Tỉnh;1.1\n{name};1,5\n"))
    assert scores(desk) == {("34", "1.1"): 1.5}


def test_a_preview_changes_nothing(desk):
    desk.prepare("papi", desk.file("papi.csv", WIDE))
    assert desk.contents() == {}


def test_a_bad_file_changes_nothing(desk):
    desk.add("papi", desk.file("papi.csv", WIDE))
    before = desk.contents()
    with pytest.raises(ThuocDoError, match="FACT-016"):
        desk.add("papi", desk.file("bad.csv", WIDE.replace("3,5", "0")))
    assert desk.contents() == before


def test_what_is_stored_says_where_it_comes_from(desk):
    path = desk.file("papi.csv", WIDE)
    desk.add("papi", path)
    (entry,) = storing.record(desk.home)
    facts = desk.facts
    assert set(facts.table("papi_score").filter(pl.col("year") == 2023)["source"]) == {
        entry["source"]
    }
    source = facts.source(entry["source"])
    assert (source["publisher"], source["seen"]) == ("Nơi thử", "2026-11-22")
    assert entry["sha256"] in source["carrier"]
    assert entry["source"] == f"added-2023-papi-{entry['sha256'][:8]}"
    assert entry | {"who": "lan", "file": "papi.csv", "rows": 2, "stored": True} == entry
    names = sorted(desk.contents())
    assert [name.split("/")[1] for name in names] == ["additions.jsonl", "papi_score", "source"]
    assert names[1].endswith(f"20261122T120000.000000Z-{entry['sha256'][:8]}.csv")


def test_a_day_may_be_written_as_vietnamese_do(desk):
    desk.add("papi", desk.file("papi.csv", WIDE), seen="05/04/2026")
    (entry,) = storing.record(desk.home)
    assert desk.facts.source(entry["source"])["seen"] == "2026-04-05"


def test_the_same_file_again_has_nothing_new(desk):
    path = desk.file("papi.csv", WIDE)
    desk.add("papi", path)
    again = desk.prepare("papi", path)
    assert (again.new, again.identical, again.something) == (0, 5, False)


def test_a_correction_needs_to_be_asked_for(desk):
    desk.add("papi", desk.file("papi.csv", WIDE))
    before, better = desk.contents(), desk.file("better.csv", WIDE.replace("2,25", "2,5"))
    with pytest.raises(ThuocDoError, match="FACT-024.*dòng 2, cột «1.2».* là 2,25, tệp ghi 2,5"):
        desk.add("papi", better)
    assert desk.contents() == before
    later = desk.prepare("papi", better, replace=True)
    assert (later.new, later.identical, len(later.changed)) == (0, 4, 1)
    storing.store(later, desk.home, desk.later)
    assert scores(desk)[("33", "1.2")] == 2.5
    assert len(scores(desk)) == 5
    assert check_all(desk.facts) == []


def test_a_published_figure_that_is_replaced_stays_as_a_rival(desk):
    path = desk.file("par.csv", "Tỉnh;Điểm;Hạng\nHưng Yên;81,25;2\nThái Bình;72,5;3\n")
    addition = desk.prepare("par-index", path, replace=True)
    assert (addition.new, addition.identical, len(addition.changed)) == (2, 1, 1)
    desk.add("par-index", path, replace=True)
    assert in_use(desk, "par-index", "33") == {"score": 81.25, "rank": 2}
    rivals = desk.facts.table("published").filter(pl.col("use") == "rival")
    assert sorted(rivals.select("unit", "measure", "value", "source").iter_rows()) == [
        ("33", "score", 80.0, "test"),
        ("34", "score_high", 75.0, "test"),
        ("34", "score_low", 70.0, "test"),
    ]
    assert check_all(desk.facts) == []


def test_bounds_give_way_to_the_score_without_asking(desk):
    desk.add("par-index", desk.file("par.csv", "Tỉnh;Điểm\nThái Bình;72,5\n"))
    assert in_use(desk, "par-index", "34") == {"score": 72.5}


def test_standard_errors_wide_and_long(desk):
    wide = desk.file("wide.csv", "Tỉnh;Tổng;1;2\nHưng Yên;0,35;0,2;0,1\n")
    long = desk.file("long.csv", "Tỉnh;Mã;Sai số chuẩn\nThái Bình;Tổng;0,4\nThái Bình;2;0,3\n")
    desk.add("papi-error", wide)
    desk.add("papi-error", long)
    rows = desk.facts.table("papi_error").select("unit", "item", "se").sort("unit", "item")
    assert rows.rows() == [
        *(("33", "1", 0.2), ("33", "2", 0.1), ("33", "total", 0.35)),
        *(("34", "2", 0.3), ("34", "total", 0.4)),
    ]
    assert check_all(desk.facts) == []


def test_departments_replace_the_simulated_list(desk):
    first = desk.file("a.csv", "STT,Mã,Tên cơ quan\n1,SNV,Sở Nội vụ\n2,STC,Sở Tài chính\n")
    assert desk.prepare("departments", first).new == 2
    desk.add("departments", first)
    rows = desk.facts.table("department").select("code", "name", "province", "basis")
    assert rows.rows() == [
        ("SNV", "Sở Nội vụ", "33", "stated"),
        ("STC", "Sở Tài chính", "33", "stated"),
    ]
    second = desk.file("b.csv", "Mã,Tên\nSNV,Sở Nội vụ\n")
    with pytest.raises(ThuocDoError, match="FACT-024.*STC là Sở Tài chính, tệp ghi không còn"):
        desk.add("departments", second)
    desk.add("departments", second, desk.later, replace=True)
    assert desk.facts.table("department")["code"].to_list() == ["SNV"]
    assert check_all(desk.facts) == []


def test_a_year_without_rule_set_takes_one_that_is_named(desk):
    path = desk.file("papi.csv", WIDE)
    with pytest.raises(ThuocDoError, match="FACT-023"):
        desk.prepare("papi", path, year=2024)
    assert desk.prepare("papi", path, year=2024, rule_set="papi-small").extended == "papi-small"
    desk.add("papi", path, year=2024, rule_set="papi-small")
    (row,) = desk.facts.table("rule_set").iter_rows(named=True)
    assert (row["rule_set"], row["year_from"], row["year_to"]) == ("papi-small", 2020, 2024)
    assert row["source"].startswith("added-2024-papi-")
    assert len(scores(desk, 2024)) == 5
    assert check_all(desk.facts) == []
    # once the year has its set, nobody need name it
    assert desk.prepare("papi", path, year=2024).extended == ""


def test_a_rule_set_is_of_no_use_to_a_published_index(desk):
    path = desk.file("par.csv", "Tỉnh;Điểm\nThái Bình;72,5\n")
    with pytest.raises(ThuocDoError, match="CALL-010"):
        desk.prepare("par-index", path, rule_set="papi-small")


def test_totals_rounded_as_printed_do_no_harm(desk):
    text = "Tỉnh;1.1;1.2;2.1;1;Tổng\nHưng Yên;1,25;2,25;3,25;3,5;6,8\n"
    assert desk.prepare("papi", desk.file("papi.csv", text)).new == 3
    with pytest.raises(ThuocDoError, match="FACT-017"):
        desk.prepare("papi", desk.file("papi.csv", text.replace("6,8", "6,9")))


@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_killed_between_the_writes(desk, monkeypatch, writes):
    """Source, rule set, record, figures: whatever is cut off, nothing dangles."""
    path, kept, done = desk.file("papi.csv", WIDE), os.replace, []

    def cut(source, target):
        if len(done) == writes:
            raise KeyboardInterrupt
        done.append(target)
        kept(source, target)

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        desk.add("papi", path, year=2024, rule_set="papi-small")
    monkeypatch.undo()
    assert scores(desk, 2024) == {}
    assert check_all(desk.facts) == []
    assert [entry["stored"] for entry in storing.record(desk.home)] == [False] * (writes == 3)
    assert not [name for name in desk.contents() if name.endswith(".partial")]
    desk.add("papi", path, year=2024, rule_set="papi-small" if writes < 2 else "")
    assert len(scores(desk, 2024)) == 5
    assert storing.record(desk.home)[-1]["stored"]
