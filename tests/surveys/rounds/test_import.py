"""Respondents from CSV, Excel, Kobo and ODK exports: what goes in, what is said, what is not."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime

import openpyxl
import polars as pl
import pytest
from tests.surveys.rounds.conftest import workbook

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds.error_book import COLOUR

PLAIN = "respondent,commune,q1,q2,tuoi,quang_duong,gioi,weight\n"
KOBO = (
    "start,end,ho_ten,dien_thoai,village,phuc_vu/q1,phuc_vu/q2,phuc_vu/q2/1,phuc_vu/q2/2,"
    "phuc_vu/q2/3,ho/tuoi,ho/quang_duong,ho/gioi,vi_tri,_vi_tri_latitude,gop_y,_id,_uuid,"
    "_submission_time,_index\n"
)
KOBO_ROW = (
    "2026-05-10T08:00:00.000+07:00,2026-05-10T08:20:00.000+07:00,Nguyễn A,0987654321,Thôn Đông,"
    '4,"1 3",1,0,1,45,"2,5",nu,20.6 106.1 0 0,20.6,Tốt,7001,u-1,2026-05-10T08:30:00,1\n'
)
ODK = (
    "SubmissionDate,start,end,ho_ten,dien_thoai,village,phuc_vu-q1,phuc_vu-q2,ho-tuoi,"
    "ho-quang_duong,ho-gioi,vi_tri-Latitude,gop_y,meta-instanceID,KEY,SET-OF-thanh_vien\n"
)


def test_codes_and_labels_become_codes_and_empty_stays_empty(desk):
    path = desk.csv(
        "a.csv",
        PLAIN
        + "p1,11953,4,1 3,45,2.5,nu,1.5\n"
        + 'p2,phường Phố Hiến,hài lòng,Trực tuyến,30,"0,5",Nam,2\n'
        + "p3,,98,,,,,1\n",
    )
    told = desk.load(path)
    rows = desk.rows()
    assert rows.drop("weight").to_dicts() == [
        {
            **{"respondent": "p1", "commune": "11953", "q1": 4, "q2/1": 1, "q2/2": 0, "q2/3": 1},
            **{"tuoi": 45.0, "quang_duong": 2.5, "gioi": "nu"},
        },
        {
            **{"respondent": "p2", "commune": "11953", "q1": 4, "q2/1": 0, "q2/2": 1, "q2/3": 0},
            **{"tuoi": 30.0, "quang_duong": 0.5, "gioi": "nam"},
        },
        {
            **{"respondent": "p3", "commune": None, "q1": None, "q2/1": None, "q2/2": None},
            **{"q2/3": None, "tuoi": None, "quang_duong": None, "gioi": None},
        },
    ]
    assert rows["weight"].to_list() == [1.5, 2.0, 1.0]
    (file,) = told.files
    assert (file.read, file.good, file.bad, file.missing) == (3, 3, 0, {"q1": 1})
    assert (told.new, told.rows, told.version, told.design.weight) == (3, 3, 1, "weight")


def test_kobo_groups_split_answers_times_and_number(desk):
    told = desk.load(desk.csv("k.csv", KOBO + KOBO_ROW))
    (row,) = desk.rows().to_dicts()
    assert row == {
        "respondent": "u-1",
        "village": "Thôn Đông",
        "started": datetime(2026, 5, 10, 1, 0, tzinfo=UTC),
        "ended": datetime(2026, 5, 10, 1, 20, tzinfo=UTC),
        **{"q1": 4, "q2/1": 1, "q2/2": 0, "q2/3": 1, "tuoi": 45.0, "quang_duong": 2.5},
        "gioi": "nu",
    }
    (file,) = told.files
    assert set(file.personal) == {"ho_ten", "dien_thoai", "vi_tri", "gop_y"}
    assert file.unmatched == ["_vi_tri_latitude", "_id", "_submission_time", "_index"]
    assert told.design.psu == "village" and told.design.stratum == ""


def test_odk_groups_and_the_set_of_a_repeat(desk):
    row = "2026-05-10,,,Ng A,0987,Thôn Đông,4,1 3,45,2.5,nu,20.6,Tốt,uuid:a1,uuid:a1,x\n"
    told = desk.load(desk.csv("o.csv", ODK + row))
    (held,) = desk.rows().to_dicts()
    assert (held["respondent"], held["q1"], held["q2/3"], held["tuoi"]) == ("uuid:a1", 4, 1, 45.0)
    assert "KEY" in told.files[0].unmatched


def test_split_answers_alone_with_labels_for_heads(desk):
    text = (
        "Thái độ của công chức,Channels used/Online,Channels used/Một cửa,Tuổi\n"
        "Rất hài lòng,1,0,20\nVery satisfied,True,,21\n"
    )
    told = desk.load(desk.csv("nhan.csv", text))
    rows = desk.rows()
    assert rows["q1"].to_list() == [5, 5]
    assert rows.select("q2/1", "q2/2", "q2/3").rows() == [(0, 1, None), (None, 1, None)]
    assert told.files[0].generated == 2
    assert rows["respondent"].str.contains("^f[0-9a-f]{8}-[23]$").all()


def test_labels_of_several_answers_in_one_cell(desk):
    text = 'q2,q1\nMột cửa Trực tuyến,1\n"Bưu điện, Một cửa",1\nOnline Post,1\n'
    desk.load(desk.csv("nhan.csv", text))
    rows = desk.rows().select("q2/1", "q2/2", "q2/3").rows()
    assert rows == [(1, 1, 0), (1, 0, 1), (0, 1, 1)]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8-sig", ","), ("utf-16", ";"), ("cp1258", "\t")]
)
def test_encodings_and_separators(desk, encoding, mark):
    text = "q1;village\nHài lòng;Thôn Đông Hạ\n".replace(";", mark)
    if encoding == "cp1258":  # tones stand behind their letters there
        whole = "àâêôơưăđÀ"
        letters = (one if one in whole else unicodedata.normalize("NFD", one) for one in text)
        text = "".join(letters)
    desk.load(desk.csv("a.csv", text, encoding))
    assert desk.rows().select("q1", "village").rows() == [(4, "Thôn Đông Hạ")]


def test_excel_with_further_sheets_says_the_repeats(desk):
    sheets = {
        "phieu": [("q1", "tuoi", "_uuid"), (4, 45.0, "u-1"), ("Hài lòng", None, "u-2")],
        "thanh_vien": [("ten_tv", "_parent_index"), ("Lan", 1)],
        "trong": [("a",)],
        "Ghi chú": [("Mô phỏng",), ("nguồn",)],
    }
    told = desk.load(workbook(desk.folder / "k.xlsx", sheets))
    assert told.files[0].repeats == ["thanh_vien"]
    assert desk.rows().select("respondent", "q1", "tuoi").rows() == [
        ("u-1", 4, 45.0),
        ("u-2", 4, None),
    ]


def test_repeat_columns_within_a_csv_are_said(desk):
    told = desk.load(desk.csv("k.csv", "q1,thanh_vien[1]/ten_tv,thanh_vien/ten_tv\n4,Lan,Hoa\n"))
    assert told.files[0].repeats == ["thanh_vien[1]/ten_tv", "thanh_vien/ten_tv"]


WRONG = {
    "beyond a scale": ("7,1,45,1,nu,1", "q1", "SURVEY-142"),
    "a code with a sign": ("-4,1,45,1,nu,1", "q1", "SURVEY-142"),
    "not a choice": ("4,1,45,1,khác,1", "gioi", "SURVEY-140"),
    "not a choice of several": ("4,1 9,45,1,nu,1", "q2", "SURVEY-140"),
    "codes with signs": ("4,-1,45,1,nu,1", "q2", "SURVEY-140"),
    "text in a number": ("4,1,bốn lăm,1,nu,1", "tuoi", "SURVEY-141"),
    "outside": ("4,1,17,1,nu,1", "tuoi", "SURVEY-142"),
    "a phone": ("4,1,45,0987654321,nu,1", "quang_duong", "SURVEY-143"),
    "no weight": ("4,1,45,1,nu,", "weight", "SURVEY-144"),
    "nought for a weight": ("4,1,45,1,nu,0", "weight", "SURVEY-144"),
    "a negative weight": ("4,1,45,1,nu,-2", "weight", "SURVEY-144"),
    "text for a weight": ("4,1,45,1,nu,nặng", "weight", "SURVEY-144"),
    "infinite": ("4,1,45,1,nu,1e99999", "weight", "SURVEY-144"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_cell_keeps_its_row_out_and_is_told(desk, case):
    cells, column, code = WRONG[case]
    path = desk.csv("a.csv", PLAIN + "p1,11953,4,1,45,1,nu,1\np2,11953," + cells + "\n")
    (file,) = desk.load(path).files
    assert (file.good, file.bad, file.faults) == (1, 1, {code: 1})
    assert file.wrong == [{"row": 3, "column": column, "code": code}]
    assert desk.rows()["respondent"].to_list() == ["p1"]
    sheet = openpyxl.load_workbook(file.error_file).active
    heads, line = list(sheet.iter_rows())
    names = [cell.value for cell in heads]
    assert names[: names.index("Dòng")] == PLAIN.strip().split(",")
    coloured = [n for n, cell in zip(names, line, strict=True) if cell.fill.fgColor.rgb == COLOUR]
    assert coloured == [column]
    assert line[names.index("Mã lỗi")].value == code
    assert line[names.index("Nguyên nhân và cách sửa")].value.startswith(f"«{column}»: ")


def test_a_mended_error_file_goes_in(desk):
    (file,) = desk.load(desk.csv("a.csv", PLAIN + "p1,11953,7,1 3,45,1,nu,1\n")).files
    assert not desk.round().numbers()
    book = openpyxl.load_workbook(file.error_file)
    names = [cell.value for cell in book.active[1]]
    book.active.cell(2, names.index("q1") + 1).value = 3
    book.save(desk.folder / "sua.xlsx")
    told = desk.load(desk.folder / "sua.xlsx")
    assert (told.new, told.files[0].bad) == (1, 0)
    assert desk.rows().select("q1", "q2/1", "q2/3", "weight").rows() == [(3, 1, 1, 1.0)]


def test_unknown_and_divided_communes(desk):
    path = desk.csv("a.csv", "commune,q1\n99999,1\nxã Không Có,1\n11953,1\n")
    (file,) = desk.load(path).files
    assert file.faults == {"SURVEY-146": 2}


def test_a_torn_row_is_said(desk):
    (file,) = desk.load(desk.csv("a.csv", "q1,tuoi\n4,45\n4,45,thừa\n3\n")).files
    assert (file.read, file.good, file.faults) == (3, 2, {"SURVEY-147": 1})


def test_the_same_respondent_twice_in_a_file_is_counted(desk):
    (file,) = desk.load(desk.csv("a.csv", "_uuid,q1\nu-1,1\nu-1,2\nu-2,3\n")).files
    assert (file.read, file.good, file.doubled) == (3, 2, 1)
    assert desk.rows().select("respondent", "q1").rows() == [("u-1", 2), ("u-2", 3)]


def test_importing_again_changes_nothing_and_a_change_is_counted(desk):
    path = desk.csv("a.csv", "_uuid,q1\nu-1,1\nu-2,2\n")
    desk.load(path)
    before = desk.files()
    again = desk.load(path)
    assert (again.new_version, again.version, again.unchanged) == (False, 1, 2)
    assert desk.files() == before
    more = desk.load(desk.csv("b.csv", "_uuid,q1,tuoi\nu-2,3,40\nu-3,1,\nu-1,1,\n"))
    assert (more.version, more.new, more.changed, more.unchanged) == (2, 1, 1, 1)
    assert desk.rows().select("respondent", "q1", "tuoi").rows() == [
        ("u-1", 1, None),
        ("u-2", 3, 40.0),
        ("u-3", 1, None),
    ]
    assert desk.round().respondents(1).height == 2, "an older version is as it was"


def test_the_codebook_of_the_round_serves_the_next_file(desk):
    desk.load(desk.csv("a.csv", "_uuid,q1\nu-1,1\n"))
    assert desk.load(desk.csv("b.csv", "_uuid,q1\nu-2,2\n"), book=None).rows == 2


def test_without_any_codebook_it_is_asked_for(desk):
    with pytest.raises(ThuocDoError) as caught:
        desk.load(desk.csv("a.csv", "_uuid,q1\nu-1,1\n"), book=None)
    assert caught.value.code == "SURVEY-122"


def test_heads_mapped_by_hand(desk):
    path = desk.csv("a.csv", "Cau 1;Quan;Trọng số cũ;Tầng\n4;x;2;A\n".replace("Quan", "q1"))
    told = desk.load(path, mapping=["Cau 1=q1", "q1=", "Trọng số cũ=weight", "Tầng=stratum"])
    row = desk.rows().row(0, named=True)
    assert (row["q1"], row["weight"], row["stratum"]) == (4, 2.0, "A")
    assert told.design.stratum == "stratum"
    with pytest.raises(ThuocDoError) as caught:
        desk.load(path, mapping=["Cau 1=không có"])
    assert caught.value.code == "SURVEY-121"


@pytest.mark.parametrize("heads", ["q1,q1,tuoi", "q1,phuc_vu/q1,tuoi", "weight,Trọng số,q1"])
def test_two_columns_for_one_thing_stop_the_import(desk, heads):
    with pytest.raises(ThuocDoError) as caught:
        desk.load(desk.csv("a.csv", f"{heads}\n1,2,45\n"))
    (problem,) = caught.value.problems
    assert problem.code == "SURVEY-119" and problem.column == heads.split(",")[1]
    assert desk.files() == {"surveys/dot-1/lock": b""}


def test_a_file_of_something_else_is_refused(desk):
    with pytest.raises(ThuocDoError) as caught:
        desk.load(desk.csv("a.csv", "xa,dan_so\nA,1\n"))
    assert caught.value.code == "SURVEY-120"


def test_simulated_is_carried_from_the_sidecar_and_never_lost(desk):
    path = desk.csv("a.csv", "_uuid,q1\nu-1,1\n")
    about = path.with_name("a.csv.mo-phong.json")
    about.write_text(json.dumps({"basis": "simulated", "seed": 1}), encoding="utf-8")
    assert desk.load(path).simulated
    assert desk.round().manifest().simulated and desk.round().codebook().simulated
    real = desk.load(desk.csv("b.csv", "_uuid,q1\nu-2,1\n"))
    assert real.simulated and desk.round().manifest().simulated
    assert [one.simulated for one in desk.round().manifest().sources] == [True, True]


def test_a_parquet_file_says_itself_that_it_is_simulated(desk):
    import pyarrow.parquet as pq

    table = pl.DataFrame({"respondent": ["r1"], "q1": [4], "n_villages": [20]}).to_arrow()
    path = desk.folder / "a.parquet"
    pq.write_table(table.replace_schema_metadata({"thuocdo.basis": "simulated"}), path)
    told = desk.load(path)
    assert told.simulated and told.design.fpc == ("n_villages",)


def test_the_manifest_knows_the_source(desk):
    path = desk.csv("a.csv", "_uuid,q1\nu-1,1\nu-2,9\n")
    told = desk.load(path)
    (source,) = desk.round().manifest().sources
    assert (source.file, source.sha256) == ("a.csv", told.files[0].sha256)
    assert (source.read, source.good, source.bad) == (2, 1, 1)
    assert source.captured.endswith("+00:00")


def test_a_form_with_other_choices_is_another_round(desk):
    from dataclasses import replace

    desk.load(desk.csv("a.csv", "_uuid,q1\nu-1,1\n"))
    first = next(one for one in desk.book.items if one.name == "q1")
    fewer = replace(first, choices=first.choices[:2])
    items = tuple(fewer if one is first else one for one in desk.book.items)
    with pytest.raises(ThuocDoError) as caught:
        desk.load(desk.csv("b.csv", "_uuid,q1\nu-2,1\n"), book=replace(desk.book, items=items))
    assert caught.value.code == "SURVEY-123"
    assert desk.rows().height == 1


def test_columns_of_a_design_as_the_simulator_writes_them(desk):
    heads = "respondent,stratum,psu,former_province,commune,village,n_villages,n_persons,weight"
    more = ",probability,sex,age_group,education,interviewer,began,minutes,q1,MoPhong\n"
    row = "1-11953.007-00252,11953,11953.007,33,11953,11953.007,34,953,418.8"
    own = ",0.0024,female,30-44,upper_secondary,NV-076,2026-03-02T11:02:00,28,5,1\n"
    told = desk.load(desk.csv("a.csv", heads + more + row + own))
    (held,) = desk.rows().drop("q1", "weight").to_dicts()
    assert held == {
        "respondent": "1-11953.007-00252",
        "commune": "11953",
        "village": "11953.007",
        "psu": "11953.007",
        "interviewer": "NV-076",
        "stratum": "11953",
        "probability": 0.0024,
        "former_province": "33",
        "gioi": "nu",  # the head is the item's English label
        "age_group": "30-44",
        "education": "upper_secondary",
        "started": datetime(2026, 3, 2, 4, 2, tzinfo=UTC),
        "minutes": 28.0,
        "n_villages": 34.0,
        "n_persons": 953.0,
    }
    design = told.design
    assert (design.stratum, design.psu, design.weight) == ("stratum", "psu", "weight")
    assert design.fpc == ("n_villages", "n_persons"), "stage by stage"
    assert told.simulated and told.files[0].hidden == {}


def test_an_item_goes_before_a_class_of_its_name(desk):
    from dataclasses import replace

    desk.load(desk.csv("a.csv", "_uuid,Giới tính,q1\nu-1,Nữ,4\n"))
    assert desk.rows()["gioi"].to_list() == ["nu"] and "sex" not in desk.rows().columns
    without = tuple(one for one in desk.book.items if one.name != "gioi")
    book = replace(desk.book, items=without)
    desk.load(desk.csv("b.csv", "_uuid,Giới tính,q1\nu-1,Nữ,4\nu-2,x,4\n"), book=book, into="b")
    assert desk.rows("b")["sex"].to_list() == ["Nữ", None]


def test_the_codebook_beside_the_data(desk):
    from thuocdo.surveys.rounds.codebook import written as said

    path = desk.csv("a.csv", "_uuid,q1\nu-1,4\n")
    path.with_name("a.csv.bang-ma.json").write_bytes(said(desk.book))
    assert desk.load(path, book=None).title == desk.book.title


def test_several_files_in_one_go_all_or_nothing(desk):
    first = desk.csv("a.csv", "_uuid,phuc_vu-q2/1,phuc_vu-q2/3\nu-1,1,0\nu-2,0,1\n")
    second = desk.csv("b.csv", "_uuid,q2\nu-2,1 2\nu-3,3\n")
    told = desk.load(first, second)
    assert (told.rows, told.new, [one.good for one in told.files]) == (3, 3, [2, 2])
    rows = desk.rows().select("respondent", "q2/1", "q2/2", "q2/3").rows()
    assert rows == [("u-1", 1, None, 0), ("u-2", 1, 1, 0), ("u-3", 0, 0, 1)]
    broken = desk.csv("c.csv", "_uuid,q2,q2\nu-9,1,1\n")
    with pytest.raises(ThuocDoError):
        desk.load(desk.csv("d.csv", "_uuid,q2\nu-8,1\n"), broken)
    assert desk.rows().height == 3
