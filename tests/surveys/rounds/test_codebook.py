"""A codebook goes to JSON and comes back the same; what is no codebook is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds import Choice, Codebook, Item
from thuocdo.surveys.rounds.codebook import KINDS, code_of, read, to_json, written

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
codes = st.one_of(
    st.integers(-(10**6), 10**6),
    st.from_regex(r"[a-z_]{1,6}", fullmatch=True),
    st.just("01"),
)


@st.composite
def codebooks(draw):
    names = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), unique=True))
    items = []
    for name in names:
        kind = draw(st.sampled_from(KINDS))
        some = draw(st.lists(codes, unique_by=str, min_size=kind == "multiple", max_size=5))
        choices = tuple(Choice(code, draw(words), draw(words)) for code in some)
        low, high = sorted(draw(st.tuples(st.integers(0, 9), st.integers(0, 9))))
        bounds = draw(st.sampled_from([(None, None), (float(low), float(high))]))
        missing = tuple(some[:1])
        items.append(Item(name, draw(words), draw(words), kind, choices, *bounds, missing=missing))
    return Codebook(draw(words), tuple(items), draw(st.booleans()), draw(words))


@given(codebooks())
def test_json_and_back(book):
    assert read(written(book), "a.json") == book


def test_the_json_of_the_simulator_is_read():
    item = {
        "name": "q1",
        "label_vi": "Một",
        "label_en": "One",
        "kind": "scale",
        "choices": [{"code": 1, "label_vi": "Kém", "label_en": "Poor"}],
        "low": 1,
        "high": 5,
        "group": "",
        "source": "x",
    }
    book = read(json.dumps({"title": "T", "simulated": True, "items": [item]}), "a.json")
    assert book.simulated and book.items[0].high == 5.0
    assert to_json(book)["items"][0] == item


@pytest.mark.parametrize(
    ("text", "code"),
    [("1", 1), ("-9", -9), ("1.0", 1), ("01", "01"), ("1.5", "1.5"), ("a", "a"), ("", "")],
)
def test_codes_are_numbers_only_where_nothing_is_lost(text, code):
    assert code_of(text) == code and type(code_of(text)) is type(code)


BAD = {
    "no JSON": b"{",
    "no object": b"[1]",
    "no items": b'{"title": "a"}',
    "items of another shape": b'{"items": [1]}',
    "a name that is a number": b'{"items": [{"name": 5}]}',
    "a truth for a code": b'{"items": [{"name": "a", "choices": [{"code": true}]}]}',
    "deep": b"[" * 100_000,
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_codebook(case):
    with pytest.raises(ThuocDoError) as caught:
        read(BAD[case], "a.json")
    assert caught.value.code == "SURVEY-100"


WRONG = {
    "thiếu tên": {"name": ""},
    "trùng tên với mục trước": {"name": "Q1"},
    "kind «color» không có": {"name": "b", "kind": "color"},
    "có mã lựa chọn bị lặp": {"name": "b", "choices": [{"code": 1}, {"code": "1"}]},
    "không có lựa chọn": {"name": "b", "kind": "multiple"},
    "low lớn hơn high": {"name": "b", "low": 2, "high": 1},
}


@pytest.mark.parametrize("why", WRONG)
def test_items_that_are_wrong(why):
    with pytest.raises(ThuocDoError) as caught:
        read(json.dumps({"items": [{"name": "q1"}, WRONG[why]]}), "a.json")
    (problem,) = caught.value.problems
    assert problem.code == "SURVEY-101" and why in problem.text()


@pytest.mark.parametrize(
    ("name", "label", "personal"),
    [
        ("so_dien_thoai", "", True),
        ("q1", "Họ và tên người trả lời", True),
        ("q1", "What is your name?", True),
        ("cccd", "", True),
        ("q1", "Địa chỉ liên hệ", True),
        ("ngay_sinh", "Ngày sinh", True),
        ("q1", "Nơi nộp hồ sơ có địa chỉ rõ ràng", False),
        ("q1", "Có tên thủ tục trên bảng niêm yết", False),
        ("tuoi", "Tuổi", False),
    ],
)
def test_items_that_ask_who_somebody_is(name, label, personal):
    assert Item(name, label, kind="number").is_personal == personal
