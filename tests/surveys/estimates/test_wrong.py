"""Bad input gives the message of the catalogue, the place and the remedy, and changes nothing."""

from __future__ import annotations

import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.estimates import association, compare, estimate, regress
from thuocdo.surveys.estimates.answers import NOTES
from thuocdo.wording import Sentence

GOOD = pl.DataFrame(
    {
        "h": ["a", "a", "a", "b", "b", "b"],
        "p": [1, 1, 2, 1, 2, 2],
        "w": [1.0, 2.0, 1.5, 2.0, 1.0, 3.0],
        "N": [4, 4, 4, 3, 3, 3],
        "M": [5, 5, 2, 6, 7, 7],
        "y": [1.0, 2.0, None, 4.0, 5.0, 3.0],
        "v": ["co", "khong", "co", None, "co", "khong"],
        "t": ["4", "5", "năm", "3", None, "2"],
        "empty": pl.Series([None] * 6, dtype=pl.Float64),
        "bit": [0, 1, 0, 1, 1, 0],
    }
)
DESIGN = {"strata": "h", "psu": "p", "weight": "w"}


def changed(**columns) -> pl.DataFrame:
    return GOOD.with_columns(pl.Series(name, values) for name, values in columns.items())


CALLS = [
    ({"frame": GOOD.clear()}, "SURVEY-001 Bảng phiếu không có dòng nào."),
    ({"target": "z"}, "SURVEY-002 cột «z»: Bảng phiếu không có cột này. Các cột có: h, p, w, N,"),
    ({"by": "xa"}, "SURVEY-002 cột «xa»: "),
    ({"weight": "W"}, "SURVEY-002 cột «W»: "),
    ({"target": "t"}, "SURVEY-003 dòng 4, cột «t»: «năm» không phải là số."),
    ({"target": "v", "kind": "quantile"}, "SURVEY-003 dòng 2, cột «v»: «co» không phải là số."),
    ({"weight": "v"}, "SURVEY-003 dòng 2, cột «v»: «co» không phải là số."),
    (
        {"frame": changed(w=[1.0, None, 1, 1, None, 1])},
        "SURVEY-004 dòng 3, cột «w»: Ô trống (2 dòng) ở cột mà thiết kế mẫu cần đủ.",
    ),
    ({"frame": changed(p=[1, 1, 2, 1, None, 2])}, "SURVEY-004 dòng 6, cột «p»: Ô trống (1 dòng)"),
    ({"frame": changed(h=["a", "a", "a", "b", "b", None])}, "SURVEY-004 dòng 7, cột «h»: "),
    (
        {"frame": changed(w=[1.0, 0.0, 1, 1, -2.5, 1])},
        "SURVEY-005 dòng 3, cột «w»: Giá trị 0 không dương (2 dòng).",
    ),
    (
        {"frame": changed(w=[1.0, 1.0, 1, 1, -2.5, 1])},
        "SURVEY-005 dòng 6, cột «w»: Giá trị -2,5 không dương (1 dòng).",
    ),
    (
        {"nest": False},
        "SURVEY-006 cột «p»: Đơn vị mẫu «1» nằm trong nhiều tầng: a; b (2 đơn vị như vậy).",
    ),
    (
        {"frame": changed(p=[1, 1, 1, 1, 2, 2])},
        "SURVEY-007 1 tầng chỉ có một đơn vị mẫu: a. Không tính được sai số trong tầng ấy;",
    ),
    ({"level": 95}, "SURVEY-008 level = 95 không nằm giữa 0 và 1. Viết phần, không viết phần trăm"),
    ({"level": 1}, "SURVEY-008 level = 1 "),
    ({"level": "0.95"}, "SURVEY-008 level = 0.95 "),
    ({"kind": "quantile", "p": 0}, "SURVEY-008 p = 0 "),
    (
        {"fpc": "N", "frame": changed(N=[4, 4, 4, 1, 1, 1])},
        "SURVEY-009 cột «N»: Quy mô 1 nhỏ hơn số đã chọn 2 (ở: b).",
    ),
    (
        {"fpc": ["N", "M"], "frame": changed(M=[1, 1, 2, 6, 7, 7])},
        "SURVEY-009 cột «M»: Quy mô 1 nhỏ hơn số đã chọn 2 (ở: a / 1).",
    ),
    (
        {"fpc": "N", "frame": changed(N=[4, 4, 5, 3, 3, 3])},
        "SURVEY-010 dòng 2, cột «N»: Quy mô không như nhau trong cùng một nhóm (ở: a).",
    ),
    (
        {"fpc": ["N", "M"]},
        "SURVEY-011 2 đơn vị mẫu chỉ có một đơn vị cấp hai: a / 2, b / 1.",
    ),
    (
        {"kind": "average"},
        "SURVEY-012 kind không thể là «average». Dùng: mean, total, prop,",
    ),
    ({"interval": "wilson"}, "SURVEY-012 interval không thể là «wilson»."),
    ({"singleton": "certainty"}, "SURVEY-012 singleton không thể là «certainty»."),
    ({"target": []}, "SURVEY-012 target không thể là «()»."),
    ({"replicate": {"kind": "jk2"}}, "SURVEY-012 replicate kind không thể là «jk2»."),
    ({"replicate": {"type": "jk1"}}, "SURVEY-012 replicate không thể là «type»."),
    ({"target": "empty"}, "SURVEY-013 cột «empty»: Cột không có giá trị nào."),
    ({"by": "empty"}, "SURVEY-013 cột «empty»: Cột không có giá trị nào."),
    ({"kind": "ratio"}, 'SURVEY-014 denominator chỉ đi với kind="ratio"'),
    ({"denominator": "w"}, 'SURVEY-014 denominator chỉ đi với kind="ratio"'),
    (
        {"kind": "prop", "frame": changed(y=[1.0, 2.0, None, 2.5, 1.0, 1.0])},
        "SURVEY-015 dòng 5, cột «y»: 2,5 không phải mã của một lựa chọn.",
    ),
    ({"fpc": ["N", "M", "w"]}, "SURVEY-016 Thiết kế không khớp: 3 cột quy mô."),
    ({"fpc": ["N", "M"], "psu": None}, "SURVEY-016 "),
    (
        {"fpc": ["N", "M"], "singleton": "center", "replicate": {"kind": "jkn"}},
        "SURVEY-017 Quyền số lặp không giữ được hiệu chỉnh quy mô của cấp hai.",
    ),
    ({"kind": "quantile", "replicate": {"kind": "jkn"}}, "SURVEY-018 "),
    (
        {"frame": changed(y=[1.0, 2.0, float("inf"), 2.5, 1.0, 1.0])},
        "SURVEY-019 dòng 4, cột «y»: Ô chứa số vô hạn.",
    ),
    (
        {"replicate": {"kind": "brr"}, "frame": changed(p=[1, 2, 3, 1, 2, 2])},
        "SURVEY-020 BRR cần đúng hai đơn vị mẫu mỗi tầng; tầng «a» có 3.",
    ),
    ({"interval": "logit"}, "SURVEY-021 Khoảng logit chỉ dành cho tỷ lệ; «y» không phải."),
    (
        {"by": "value", "frame": changed(value=[1] * 6)},
        "SURVEY-037 cột «value»: Cột miền trùng tên với một cột của kết quả",
    ),
    ({"by": ["h", "h"]}, "SURVEY-037 cột «h»: "),
]


@pytest.mark.parametrize(("call", "message"), CALLS, ids=[f"{m[:10]}-{c}" for c, m in CALLS])
def test_estimates(call, message):
    asked = {"frame": GOOD, "target": "y", **DESIGN, **call}
    frame = asked.pop("frame")
    before = frame.clone()
    with pytest.raises(ThuocDoError) as raised:
        estimate(frame, **asked)
    problem = raised.value.problems[0]
    assert problem.text("vi").startswith(message)
    assert problem.text("en").startswith(raised.value.code)
    assert frame.equals(before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: compare(GOOD.head(3), target="y", between="h", **DESIGN),
            "SURVEY-029 cột «h»: Không đủ hai giá trị để so sánh; có: a; không có: –.",
        ),
        (
            lambda: compare(GOOD, target="y", between="h", pairs=[("a", "c")], **DESIGN),
            "SURVEY-029 cột «h»: Không đủ hai giá trị để so sánh; có: a, b; không có: c.",
        ),
        (
            lambda: compare(GOOD, target="y", between="h", pairs=[("a", "a")], **DESIGN),
            "SURVEY-029 ",
        ),
        (lambda: compare(GOOD, target="y", between="h", by="h", **DESIGN), "SURVEY-037 cột «h»"),
        (
            lambda: association(GOOD.with_columns(h=pl.lit("a")), first="h", second="v"),
            "SURVEY-030 cột «h»: Cột chỉ có 1 mức trong số người trả lời đủ cả hai câu.",
        ),
        (
            lambda: regress(GOOD, target="y", on="w", family="binomial", **DESIGN),
            "SURVEY-031 dòng 3, cột «y»: Giá trị 2 không phải 0 hay 1.",
        ),
        (
            lambda: regress(GOOD, target="y", on=["w", "N", "N"], **DESIGN),
            "SURVEY-032 Không hồi quy được trên w, N, N:",
        ),
        (
            lambda: regress(
                GOOD.with_columns(x=pl.col("bit") * 2), target="bit", on="x", family="binomial"
            ),
            "SURVEY-032 Không hồi quy được trên x:",
        ),
    ],
)
def test_comparisons_and_tests(call, message):
    with pytest.raises(ThuocDoError) as raised:
        call()
    assert raised.value.problems[0].text("vi").startswith(message)


def test_a_domain_without_an_error_says_why():
    frame = GOOD.with_columns(
        g=pl.Series(["one", "one", "none", "two", "two", "two"]),
        zero=pl.Series([0.0, 0.0, 1.0, 1.0, 1.0, 1.0]),
    )
    got = estimate(frame, target="y", by="g", **DESIGN)
    assert got.select("g", "value", "se", "low", "n", "n_psu", "note").rows() == [
        ("none", None, None, None, 0, 0, "no-answers"),
        ("one", pytest.approx(5 / 3), None, None, 2, 1, "one-psu"),
        ("two", pytest.approx((8 + 5 + 9) / 6), pytest.approx(got["se"][2]), got["low"][2], 3, 2)
        + (None,),
    ]
    ratio = estimate(frame, target="y", kind="ratio", denominator="zero", by="g", **DESIGN)
    assert ratio["note"].to_list() == ["no-answers", "zero-denominator", None]
    alone = estimate(frame.head(2), target="y", singleton="center", **DESIGN)
    assert alone.select("se", "note").row(0) == (None, "one-psu")
    sure = estimate(frame, target="zero", kind="prop", interval="logit", by="g", **DESIGN)
    assert sure["note"].unique().to_list() != [None]


def test_rows_of_no_domain_are_in_no_domain_but_in_the_design():
    frame = GOOD.with_columns(g=pl.Series(["x", None, "x", "x", None, "x"]))
    got = estimate(frame, target="w", by="g", strata="h", psu="p")
    assert got["g"].to_list() == ["x"]
    assert got["n"].to_list() == [4]
    assert got["df"].to_list() == [2]


def test_every_note_has_its_words():
    for note in NOTES:
        for language in ("vi", "en"):
            assert Sentence("surveys.estimates", note).text(language)
