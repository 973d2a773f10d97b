"""Scoring text: what is understood, and what is left alone."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from thuocdo.scoring.annex import rule_of_text
from thuocdo.scoring.rules.kinds import Counts, Deduction, FullOrNone, Proportional

UNDERSTOOD = {
    "Đạt 100%: 1 điểm; từ 80% đến dưới 100%: 0,5; dưới 80%: 0": "thresholds",
    "- Từ 90% trở lên: 1\n- Trên 70% đến dưới 90%: 0.5\n- Từ 70% trở xuống: 0": "thresholds",
    "100%: 1; từ 50% - dưới 100%: 0,25; dưới 50%: 0 điểm.": "thresholds",
    "Hoàn thành 100% số nhiệm vụ: 1; hoàn thành từ 80% - dưới 100% số nhiệm vụ: 0.5; "
    "hoàn thành dưới 80% số nhiệm vụ: 0": "thresholds",
    "Tốt: 1; khá: 0,5; chưa đạt: 0": "steps",
    "Có ban hành: 1 điểm\nKhông ban hành: 0 điểm": "full_or_none",
    "Mỗi văn bản trái luật trừ 0,25 điểm": "deduction",
    "Không có văn bản sai: 1 điểm; mỗi văn bản sai bị trừ 0,25 điểm, trừ đến hết điểm": "deduction",
    "Mỗi sáng kiến được công nhận được cộng 0,5 điểm, tối đa 1 điểm": "counts",
    "Tỷ lệ % x điểm tối đa": "proportional",
}
LEFT = (
    "Theo hướng dẫn của Bộ Nội vụ",
    "Đạt 100%: 1; từ 80% đến 100%: 0,5; dưới 80%: 0",  # 100 % twice
    "Đạt 100%: 1; từ 80% đến dưới 90%: 0,5; dưới 80%: 0",  # a hole
    "Đạt 100%: 0,5; dưới 100%: 0",  # the best is not the maximum
    "Đạt 100%: 2; dưới 100%: 0",
    "Đạt 100%: 1; còn lại: 0%",
    "Khoảng 80%: 1; dưới 80%: 0",
    "100% kế hoạch: 1; dưới 100% nhiệm vụ: 0",  # of two things
    "Từ 80% trở lên: 1; chưa đạt: 0",
    "Tốt: 1; tốt: 0,5; chưa đạt: 0",
    "Đúng hạn: 1; mỗi ngày chậm: 0,1",
    "Mỗi sáng kiến được công nhận được cộng 0,5 điểm, tối đa 3 điểm",
    "Mỗi văn bản sai trừ 0,25 điểm, tối đa 0,5 điểm",
    "Mỗi văn bản sai trừ 0 điểm",
    "Đạt: 1",
    "",
    "; ;",
    "a" * 4001,
)


@pytest.mark.parametrize("text,kind", UNDERSTOOD.items())
def test_understood(text, kind):
    assert rule_of_text(text, F(1)).kind == kind


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text):
    assert rule_of_text(text, F(1)) is None


def test_without_a_maximum_nothing_is_understood():
    assert all(rule_of_text(text, None) is None for text in UNDERSTOOD)


def test_what_it_says():
    assert rule_of_text("Mỗi lỗi trừ 0,25 điểm", F(1)) == Deduction("violations", F(1, 4))
    assert rule_of_text("Mỗi bài được 0,5 điểm", F(1)) == Counts("pieces", F(1, 2))
    assert rule_of_text("Tỷ lệ x điểm tối đa", F(1)) == Proportional("numerator", "denominator")
    assert rule_of_text("Có: 1; không: 0", F(1)) == FullOrNone("met")
    graded = rule_of_text("Trên 70% đến 90%: 0.5; trên 90%: 1; từ 70% trở xuống: 0", F(1))
    rates = {
        n: graded.points({"numerator": n, "denominator": 100}, F(1)).points
        for n in (70, 71, 90, 91)
    }
    assert rates == {70: 0, 71: F(1, 2), 90: F(1, 2), 91: 1}
