"""A form is read as pyxform reads it; what is wrong is told with its sheet, row, cause, remedy."""

from __future__ import annotations

import pytest
from tests.surveys.rounds.conftest import CHOICES, HEADS, LISTS, SURVEY, workbook, xlsform

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds.codebook import Choice
from thuocdo.surveys.rounds.xlsform import read_xlsform

YES = (("yn", "1", "Có"), ("yn", "0", "Không"))


def read(tmp_path, survey=SURVEY, choices=CHOICES, **more):
    return read_xlsform(xlsform(tmp_path / "phieu.xlsx", survey, choices, **more))


def test_items_kinds_labels_groups_and_bounds(tmp_path):
    book = read(tmp_path, settings=[("form_title", "form_id"), ("Phiếu thử", "p1")])
    assert book.title == "Phiếu thử" and not book.simulated
    told = {one.name: (one.kind, one.group, one.is_kept) for one in book.items}
    assert told == {
        "ho_ten": ("text", "", False),
        "dien_thoai": ("number", "", False),
        "village": ("text", "", False),
        "q1": ("scale", "phuc_vu", True),
        "q2": ("multiple", "phuc_vu", True),
        "tuoi": ("number", "ho", True),
        "quang_duong": ("number", "ho", True),
        "gioi": ("single", "ho", True),
        "vi_tri": ("place", "", False),
        "thanh_vien": ("repeat", "", False),
        "gop_y": ("text", "", False),
    }
    q1, age = book.by_name["q1"], book.by_name["tuoi"]
    assert (q1.low, q1.high, q1.missing, q1.codes) == (1, 5, (98,), (1, 2, 3, 4, 5, 98))
    assert q1.choices[3] == Choice(4, "Hài lòng", "Satisfied")
    assert (age.low, age.high, age.label_vi, age.label_en) == (18, 110, "Tuổi", "Age")
    assert book.by_name["q2"].columns == ("q2/1", "q2/2", "q2/3")


def test_one_name_in_two_groups(tmp_path):
    survey = (
        *(("begin_group", "a", "A"), ("integer", "n", "Số"), ("end_group",)),
        *(("begin_group", "b", "B"), ("integer", "n", "Số"), ("end_group",)),
    )
    assert [one.name for one in read(tmp_path, survey, YES).items] == ["a_n", "b_n"]


def test_a_form_in_one_language(tmp_path):
    heads = ("type", "name", "label")
    book = read(tmp_path, (("integer", "n", "Số người"),), (), heads=heads)
    assert (book.items[0].label_vi, book.items[0].label_en) == ("Số người", "")


ONE = ("select_one yn", "q1", "Câu 1")
FAULTS = {
    "unknown type": (
        (("selekt_one yn", "q1", "Câu 1"),),
        YES,
        "SURVEY-102 phieu.xlsx [survey], dòng 2, cột «type»: Kiểu câu hỏi «selekt_one yn» không "
        "có trong XLSForm. Dùng kiểu của XLSForm, như select_one danh_sach, select_multiple "
        "danh_sach, integer, decimal, text, note, begin_group.",
    ),
    "no list": (
        (ONE, ("select_one", "q2", "Câu 2")),
        YES,
        "SURVEY-106 phieu.xlsx [survey], dòng 3, cột «type»: Câu hỏi chọn gọi danh sách «» mà "
        "trang choices không có; có: yn. Ghi đúng tên danh sách sau kiểu câu hỏi, hoặc thêm danh "
        "sách ấy vào cột list_name của trang choices.",
    ),
    "a list that is not there": (
        (("select_multiple yx", "q1", "Câu 1"),),
        YES,
        "SURVEY-106 phieu.xlsx [survey], dòng 2, cột «type»: Câu hỏi chọn gọi danh sách «yx» mà "
        "trang choices không có; có: yn. Ghi đúng tên danh sách sau kiểu câu hỏi, hoặc thêm danh "
        "sách ấy vào cột list_name của trang choices.",
    ),
    "one name twice": (
        (ONE, ("integer", "q1", "Số")),
        YES,
        "SURVEY-113 phieu.xlsx [survey], dòng 3, cột «name»: Tên hoặc mã «q1» đã có ở dòng 2. Đổi "
        "một trong hai cho khác nhau.",
    ),
    "one code twice": (
        (ONE,),
        (*YES, ("yn", "1", "Đúng")),
        "SURVEY-113 phieu.xlsx [choices], dòng 4, cột «name»: Tên hoặc mã «1» đã có ở dòng 2. Đổi "
        "một trong hai cho khác nhau.",
    ),
    "a choice without a code": (
        (ONE,),
        (*YES, ("yn", None, "Khác")),
        "SURVEY-105 phieu.xlsx [choices], dòng 4, cột «name»: Ô trống: thiếu mã. Điền ô ấy, hoặc "
        "xóa cả dòng.",
    ),
    "a choice without a list": (
        (ONE,),
        (*YES, (None, "2", "Khác")),
        "SURVEY-105 phieu.xlsx [choices], dòng 4, cột «list_name»: Ô trống: thiếu danh sách. Điền "
        "ô ấy, hoặc xóa cả dòng.",
    ),
    "a code with a space": (
        (ONE,),
        (*YES, ("yn", "co le", "Có lẽ")),
        "SURVEY-114 phieu.xlsx [choices], dòng 4, cột «name»: Mã lựa chọn «co le» có khoảng "
        "trắng. Dùng mã ngắn không có khoảng trắng, như 1, 2, 3; chữ để đọc thì ghi ở cột label.",
    ),
    "a name with marks": (
        (("integer", "tuổi", "Tuổi"),),
        YES,
        "SURVEY-112 phieu.xlsx [survey], dòng 2, cột «name»: Tên «tuổi» không dùng được. Tên bắt "
        "đầu bằng chữ không dấu hoặc gạch dưới, sau đó chỉ gồm chữ không dấu, số, gạch dưới, gạch "
        "nối, dấu chấm.",
    ),
    "no name": (
        (("integer", None, "Tuổi"),),
        YES,
        "SURVEY-105 phieu.xlsx [survey], dòng 2, cột «name»: Ô trống: thiếu tên. Điền ô ấy, hoặc "
        "xóa cả dòng.",
    ),
    "no type": (
        ((None, "tuoi", "Tuổi"),),
        YES,
        "SURVEY-105 phieu.xlsx [survey], dòng 2, cột «type»: Ô trống: thiếu kiểu. Điền ô ấy, hoặc "
        "xóa cả dòng.",
    ),
    "an open group": (
        (("begin_group", "g", "Nhóm"), ONE),
        YES,
        "SURVEY-107 phieu.xlsx [survey], dòng 2, cột «type»: Nhóm không khớp ở «begin_group»: mở "
        "mà không đóng, hoặc đóng mà không mở. Thêm dòng begin_group/end_group "
        "(begin_repeat/end_repeat) còn thiếu, hoặc bỏ dòng thừa.",
    ),
    "a group closed as a repeat": (
        (("begin_group", "g", "Nhóm"), ONE, ("end_repeat",), ("end_group",)),
        YES,
        "SURVEY-107 phieu.xlsx [survey], dòng 4, cột «type»: Nhóm không khớp ở «end_repeat»: mở "
        "mà không đóng, hoặc đóng mà không mở. Thêm dòng begin_group/end_group "
        "(begin_repeat/end_repeat) còn thiếu, hoặc bỏ dòng thừa.",
    ),
    "no questions": (
        (),
        YES,
        "SURVEY-109 phieu.xlsx [survey]: Trang survey không có câu hỏi nào. Thêm câu hỏi dưới "
        "dòng đầu của trang survey.",
    ),
    "no words (told by pyxform)": (
        (ONE, ("integer", "tuoi")),
        YES,
        "SURVEY-116 phieu.xlsx [survey], dòng 3: Câu hỏi «tuoi» không có lời hỏi. Ghi lời hỏi vào "
        "cột label (hoặc hint) của câu ấy.",
    ),
    "a question that is not there (told by pyxform)": (
        (("integer", "tuoi", "Tuổi", "", "", ". > ${q9}"),),
        YES,
        "SURVEY-117 phieu.xlsx [survey], dòng 2, cột «constraint»: Biểu thức gọi câu hỏi «q9» mà "
        "biểu mẫu không có. Sửa tên trong ngoặc nhọn, hoặc thêm câu hỏi ấy.",
    ),
    "what only pyxform knows": (
        (("range", "r", "Mức", "", "", ""),),
        YES,
        "SURVEY-108 phieu.xlsx [survey], dòng 2, cột «parameters»: Biểu mẫu không theo chuẩn "
        "XLSForm ở chỗ này. Đối chiếu dòng ấy với mẫu do thuocdo survey form viết ra, sửa hoặc bỏ "
        "phần lạ rồi chạy lại.",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_malformed_form_is_told_exactly(tmp_path, case):
    survey, choices, said = FAULTS[case]
    heads = HEADS
    if "only pyxform" in case:
        heads, survey = (*HEADS, "parameters"), ((*survey[0], "start=a"),)
    with pytest.raises(ThuocDoError) as caught:
        read(tmp_path, survey, choices, heads=heads)
    assert [one.text() for one in caught.value.problems] == [said]
    for english in (one.text("en") for one in caught.value.problems):
        assert "xlsform.org" not in english and "On the '" not in english


def test_all_faults_in_one_go(tmp_path):
    survey = (("integr", "q1", "Một"), ("integer", "q1", "Hai"), ("select_one", "q2", "Ba"))
    with pytest.raises(ThuocDoError) as caught:
        read(tmp_path, survey, (*YES, ("yn", "0", "Không")))
    assert [(one.code, one.row) for one in caught.value.problems] == [
        ("SURVEY-102", 2),
        ("SURVEY-113", 3),
        ("SURVEY-106", 4),
        ("SURVEY-113", 4),
    ]


@pytest.mark.parametrize("heads", [("type", "label"), ("name", "label"), ("a", "b")])
def test_heads_that_are_missing(tmp_path, heads):
    with pytest.raises(ThuocDoError) as caught:
        read(tmp_path, (("integer", "q1"),), YES, heads=heads)
    assert {one.code for one in caught.value.problems} == {"SURVEY-103"}
    assert {one.column for one in caught.value.problems} == {"type", "name"} - set(heads)


def test_a_head_that_stands_twice(tmp_path):
    with pytest.raises(ThuocDoError) as caught:
        read(tmp_path, (ONE,), YES, heads=("type", "name", "label", "name"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.row, problem.column) == ("SURVEY-104", 1, "name")


def test_no_sheet_survey(tmp_path):
    with pytest.raises(ThuocDoError) as caught:
        read_xlsform(workbook(tmp_path / "a.xlsx", {"choices": [LISTS], "Sheet1": [("a",)]}))
    assert caught.value.code == "SURVEY-115"


def test_a_fault_of_pyxform_nobody_foresaw_is_no_traceback(tmp_path, monkeypatch):
    import pyxform.xls2xform

    def broken(*_, **__):
        raise RecursionError("deep")

    monkeypatch.setattr(pyxform.xls2xform, "convert", broken)
    with pytest.raises(ThuocDoError) as caught:
        read(tmp_path)
    assert caught.value.code == "SURVEY-108"
