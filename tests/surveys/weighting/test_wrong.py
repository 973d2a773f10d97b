"""Impossible weights are refused with the reason, and nothing is changed."""

from __future__ import annotations

import polars as pl
import pytest
from tests.surveys.samples import DESIGNS, schools

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.weighting import (
    adjust_nonresponse,
    calibrate,
    design_weights,
    propensity_classes,
    trim,
)

TYPES = {"E": 4421, "H": 755, "M": 1018}
PEOPLE = pl.DataFrame(
    {
        "w": [1.0, 2.0, 3.0, 40.0],
        "there": [True, False, False, True],
        "sex": ["nam", "nu", "nu", "nam"],
        "age": [20, 30, 40, 50],
        "chance": [0.5, 0.2, 1.5, 0.1],
        "gap": [1, None, 0, 1],
    }
)

CALIBRATIONS = [
    ({"totals": {}}, "SURVEY-028 poststratify nhận đúng một cột lựa chọn"),
    ({"totals": {}, "method": "linear"}, "SURVEY-012 totals không thể là «{}»."),
    ({"method": "greg"}, "SURVEY-012 method không thể là «greg»."),
    ({"totals": {"type": TYPES}}, "SURVEY-002 cột «type»"),
    (
        {"totals": {"stype": {"E": 4421, "H": 755, "T": 1018}}},
        "SURVEY-022 cột «stype»: Mức của cột không khớp với tổng đã cho: "
        "trong phiếu mà không có tổng: M; có tổng mà không có phiếu: T.",
    ),
    (
        {"totals": {"stype": {**TYPES, "M": 0}}},
        "SURVEY-023 cột «stype»: Tổng 0 (mức: M) không phải là số dùng được.",
    ),
    (
        {"totals": {"api99": "nhiều"}, "method": "linear"},
        "SURVEY-023 cột «api99»: Tổng nhiều (mức: –)",
    ),
    (
        {"totals": {"stype": TYPES, "sch_wide": {"No": 1072, "Yes": 6000}}, "method": "raking"},
        "SURVEY-024 Các tổng mâu thuẫn: «stype» cộng lại 6194, «sch_wide» cộng lại 7072.",
    ),
    ({"bounds": (0.5, 2)}, "SURVEY-025 Cận (0.5, 2) không dùng được."),
    ({"method": "logit"}, "SURVEY-025 Cận – không dùng được."),
    ({"method": "logit", "bounds": (1.1, 2)}, "SURVEY-025 Cận (1.1, 2) không dùng được."),
    (
        {"method": "logit", "bounds": (0.9, 1.1)},
        "SURVEY-026 Không hiệu chỉnh được: stype = H cần 755, đạt 5",
    ),
    ({"method": "raking", "bounds": (0.95, 1.05)}, "SURVEY-026 "),
    ({"method": "linear", "bounds": (0.95, 1.05)}, "SURVEY-026 "),
    (
        {"totals": {"stype": TYPES, "api99": 2_600_000}, "method": "linear"},
        "SURVEY-027 Hiệu chỉnh cho ",
    ),
    (
        {"totals": {"stype": TYPES, "api99": 3914069}},
        "SURVEY-028 poststratify nhận đúng một cột lựa chọn kèm số người từng mức; "
        "đang là: stype, api99.",
    ),
    ({"method": "linear", "tolerance": 1}, "SURVEY-012 tolerance không thể là «1»."),
    ({"weight": "stype"}, "SURVEY-003 dòng 2, cột «stype»: «H» không phải là số."),
    ({"totals": {"snum": {"1": 6194}}}, "SURVEY-022 cột «snum»: "),
]


@pytest.mark.parametrize(("call", "message"), CALIBRATIONS)
def test_calibration(call, message):
    frame = schools("clusters")
    before = frame.clone()
    asked = {"totals": {"stype": TYPES}, **DESIGNS["clusters"], **call}
    with pytest.raises(ThuocDoError) as raised:
        calibrate(frame, **asked)
    assert raised.value.problems[0].text("vi").startswith(message)
    assert raised.value.problems[0].text("en").startswith(raised.value.code)
    assert frame.equals(before)


def test_a_gap_in_a_margin_is_refused():
    frame = schools("clusters").with_columns(
        api99=pl.when(pl.int_range(pl.len()) == 3).then(None).otherwise(pl.col("api99"))
    )
    with pytest.raises(ThuocDoError, match="SURVEY-004 dòng 5, cột «api99»: Ô trống"):
        calibrate(frame, totals={"api99": 3914069}, method="linear", **DESIGNS["clusters"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: adjust_nonresponse(PEOPLE, weight="w", answered="there", classes="sex"),
            "SURVEY-034 Lớp sex = nu: không ai trong 2 người được chọn trả lời.",
        ),
        (
            lambda: adjust_nonresponse(PEOPLE, weight="w", answered="age"),
            "SURVEY-031 dòng 2, cột «age»: Giá trị 20 không phải 0 hay 1.",
        ),
        (
            lambda: adjust_nonresponse(PEOPLE, weight="w", answered="gap"),
            "SURVEY-004 dòng 3, cột «gap»: Ô trống (1 dòng)",
        ),
        (
            lambda: propensity_classes(PEOPLE.head(3), weight="w", answered="there", on="age"),
            "SURVEY-032 Không hồi quy được trên age:",
        ),
        (
            lambda: propensity_classes(PEOPLE, weight="w", answered="there", on="age", classes=1),
            "SURVEY-012 classes không thể là «1».",
        ),
        (
            lambda: design_weights(PEOPLE, probability="chance"),
            "SURVEY-033 dòng 4, cột «chance»: Xác suất được chọn 1,5 lớn hơn 1.",
        ),
        (lambda: design_weights(PEOPLE), "SURVEY-016 "),
        (lambda: trim(PEOPLE, weight="w"), "SURVEY-035 Giới hạn cắt least = None, most = None"),
        (
            lambda: trim(PEOPLE, weight="w", most=0.9),
            "SURVEY-035 Giới hạn cắt least = None, most = 0.9",
        ),
        (
            lambda: trim(PEOPLE, weight="w", most=2),
            "SURVEY-036 Lớp –: quyền số trung bình 11,5 nằm ngoài 0…5, nên không giữ được tổng.",
        ),
    ],
)
def test_other_weights(call, message):
    with pytest.raises(ThuocDoError) as raised:
        call()
    assert raised.value.problems[0].text("vi").startswith(message)
