"""Every kind of rule: its points, what is missing, what is refused, how it says it."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.scoring.rules.bands import Band
from thuocdo.scoring.rules.formula import NotAFormula, parsed
from thuocdo.scoring.rules.kinds import (
    KINDS,
    Counts,
    Deduction,
    Formula,
    FromIndex,
    FullOrNone,
    Level,
    Proportional,
    Steps,
    SurveyMean,
    Thresholds,
    Unread,
)
from thuocdo.scoring.rules.shapes import Node, Rounding, RuleSet
from thuocdo.scoring.rules.sheets import score

BANDS = (
    Band(F(1), None, True, False, F(2)),
    Band(F(4, 5), F(1), True, False, None),
    Band(None, F(4, 5), False, False, F(0)),
)
RULES = {
    "full_or_none": FullOrNone("met"),
    "steps": Steps("level", (Level("a", "Tốt", F(2)), Level("b", "Khá", F(1)))),
    "proportional": Proportional("done", "planned", F(1, 2), F(9, 10)),
    "thresholds": Thresholds("done", BANDS, "planned"),
    "deduction": Deduction("late", F(1, 4), F(1, 2)),
    "counts": Counts("ideas", F(1, 2)),
    "formula": Formula("min(2, 2 * done / planned)", ("done", "planned")),
    "survey_mean": SurveyMean("mean", F(1), F(5)),
    "from_index": FromIndex("sipas", "sipas", F(100)),
    "unread": Unread("Chấm theo hướng dẫn riêng"),
}
WORKED = [
    ("full_or_none", {"met": True}, F(2)),
    ("full_or_none", {"met": False}, F(0)),
    ("steps", {"level": "b"}, F(1)),
    ("proportional", {"done": 9, "planned": 10}, F(2)),
    ("proportional", {"done": 12, "planned": 10}, F(2)),
    ("proportional", {"done": 6, "planned": 10}, F(4, 3)),
    ("proportional", {"done": 49, "planned": 100}, F(0)),
    ("proportional", {"done": 0, "planned": 0}, None),
    ("thresholds", {"done": 10, "planned": 10}, F(2)),
    ("thresholds", {"done": 9, "planned": 10}, F(9, 5)),
    ("thresholds", {"done": 79, "planned": 100}, F(0)),
    ("deduction", {"late": 0}, F(2)),
    ("deduction", {"late": 3}, F(5, 4)),
    ("deduction", {"late": 100}, F(1, 2)),
    ("counts", {"ideas": 3}, F(3, 2)),
    ("counts", {"ideas": 30}, F(2)),
    ("formula", {"done": 1, "planned": 3}, F(2, 3)),
    ("formula", {"done": 1, "planned": 0}, None),
    ("survey_mean", {"mean": "4.2"}, "RULE-040"),
    ("survey_mean", {"mean": 4.2}, F(8, 5)),
    ("survey_mean", {"mean": 6}, "RULE-040"),
    ("from_index", {"sipas": 83.5}, F(167, 100)),
    ("from_index", {"sipas": 101}, "RULE-040"),
    ("full_or_none", {"met": 1}, "RULE-040"),
    ("steps", {"level": "c"}, "RULE-040"),
    ("counts", {"ideas": 1.5}, "RULE-040"),
    ("deduction", {"late": -1}, "RULE-040"),
    ("proportional", {"done": -1, "planned": 2}, "RULE-040"),
    ("proportional", {"done": 1, "planned": -2}, "RULE-040"),
    ("from_index", {"sipas": float("nan")}, "RULE-040"),
    ("counts", {"ideas": True}, "RULE-040"),
    ("counts", {"ideas": 10**4000}, "RULE-040"),
]


def test_every_kind_is_tried():
    assert set(RULES) == set(KINDS) and {k for k, _, _ in WORKED} == set(KINDS) - {"unread"}


@pytest.mark.parametrize("kind,values,wanted", WORKED)
def test_worked(kind, values, wanted):
    if wanted == "RULE-040":
        with pytest.raises(ThuocDoError, match=wanted):
            RULES[kind].points(values, F(2))
        return
    found = RULES[kind].points(values, F(2))
    assert found.points == wanted
    assert found.said("vi") and found.said("en") and found.said("vi") != found.said("en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_value_is_no_zero(kind):
    for values in ({}, dict.fromkeys(RULES[kind].variables)):
        found = RULES[kind].points(values, F(2))
        assert found.points is None and found.missing == RULES[kind].variables
    assert found.said("vi").startswith("Cần hoàn thiện" if kind == "unread" else "Chưa có giá trị")


def test_how_it_is_said():
    found = RULES["proportional"].points({"done": 6, "planned": 10}, F(2))
    assert found.said("vi") == "2 × 60 % : 90 % = 1,3333 điểm."
    band = RULES["thresholds"].points({"done": 9, "planned": 10}, F(2))
    assert band.said("vi") == "90 % thuộc mức từ 80 % đến dưới 100 %: 1,8 điểm."
    assert band.said("en") == "90% is in the band from 80% to below 100%: 1.8 points."


def test_no_cases_as_the_rule_says():
    told = {"full": F(2), "none": F(0), "null": None}
    for zero, wanted in told.items():
        rule = Proportional("done", "planned", zero=zero)
        assert rule.points({"done": 0, "planned": 0}, F(2)).points == wanted


def test_a_value_in_no_band():
    rule = Thresholds("done", (Band(F(0), F(1), True, True, F(1)),))
    found = rule.points({"done": 2}, F(1))
    assert found.points is None and "không thuộc mức nào" in found.said("vi")


def test_between_reaches_both_ends():
    rule = Proportional("rate", floor=F(1, 2), ceiling=F(9, 10), within="between")
    assert [rule.points({"rate": F(n, 10)}, F(2)).points for n in (5, 7, 9)] == [0, 1, 2]


NUMBERS = st.fractions(min_value=0, max_value=1000, max_denominator=100)


@given(st.sampled_from(sorted(set(KINDS) - {"unread", "full_or_none", "steps"})), NUMBERS, NUMBERS)
def test_points_stay_within_the_maximum(kind, one, two):
    rule = RULES[kind]
    try:
        found = rule.points(dict(zip(rule.variables, (one, two), strict=False)), F(2))
    except ThuocDoError as error:
        assert error.code == "RULE-040"
        return
    assert found.points is None or 0 <= found.points <= 2


@given(NUMBERS, NUMBERS)
def test_a_formula_counts_as_python_does(a, b):
    written = "max(a, b) - a / (b + 0.1) if a > b and a != 3 else -b * 2.5 − 1 × a"
    wanted = max(a, b) - a / (b + F(1, 10)) if a > b and a != 3 else -b * F(5, 2) - 1 * a
    assert parsed(written).value({"a": a, "b": b}) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("__import__('os')", "a.b", "a[0]", "(lambda: 1)()", "a ** 9", "a // 2", "a % 2", "a @ b"),
        *("[a for a in b]", "'x' * 9", "f'{a}'", "True", "None", "1e999", "0x10", "1j", "1_0"),
        *("min(a)", "min(*a)", "max(a, key=b)", "print(a, b)", "min", "A", "a > 1", "not a"),
        *(
            "a if a else b",
            "(a > 1) * 3",
            "a > (b > 1)",
            "a and b",
            "a := 1",
            "",
            "a b",
            "\0",
            "~a",
        ),
        *("(" * 300 + "a" + ")" * 300, "-" * 200 + "a", "a" * 41, "a" * 401, "a+" * 190 + "a"),
        *("a in b", "+a", "...", "a; b", "await a", "1" * 13),
    ],
)
def test_what_is_no_formula(text):
    with pytest.raises(NotAFormula) as told:
        parsed(text)
    assert all(told.value.why)


def test_rounding_is_exact():
    found = {
        mode: [Rounding(1, mode).of(F(n, 100)) for n in (5, 15, 25, 149, -25)]
        for mode in ("half_up", "half_even", "down")
    }
    tenths = {mode: [int(10 * one) for one in each] for mode, each in found.items()}
    assert tenths == {
        "half_up": [1, 2, 3, 15, -3],
        "half_even": [0, 2, 2, 15, -2],
        "down": [0, 1, 2, 14, -2],
    }
    assert Rounding().of(F(1, 3)) == F(1, 3)


def small(**more) -> RuleSet:
    nodes = (
        Node("1", "Lĩnh vực", F(3)),
        Node("1.1", "Kế hoạch", F(2), rule=RULES["proportional"]),
        Node("1.2", "Báo cáo", F(1), rule=RULES["full_or_none"]),
        Node("2", "Điểm trừ", F(1), rule=RULES["counts"], effect="penalty"),
    )
    return RuleSet("thu", "Thử", "", "department", 2030, None, F(3), nodes, **more)


def test_a_sheet_adds_up_and_takes_penalties_off():
    values = {"1.1": {"done": 6, "planned": 10}, "1.2": {"met": True}, "2": {"ideas": 1}}
    found = score(small(), values)
    assert (found.total, found.known_maximum, found.missing) == (F(4, 3) + 1 - F(1, 2), 3, ())
    rounded = score(small(rounding=Rounding(2)), values)
    assert rounded.points["1.1"].points == F(133, 100)
    assert rounded.points["1.1"].said("vi").endswith("Làm tròn 2 chữ số: 1,33 điểm.")


def test_a_sheet_with_a_gap_has_no_total():
    found = score(small(), {"1.2": {"met": True}, "2": {"ideas": 0}})
    assert (found.total, found.known, found.known_maximum) == (None, 1, 1)
    assert found.missing == ("1.1",)


def test_a_formula_far_beyond_every_number():
    rule = Formula("*".join(["done"] * 60), ("done",))
    found = rule.points({"done": 10**15}, F(2))
    assert found.points == 2 and "hơn 10^15" in found.said("vi")
