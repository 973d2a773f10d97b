"""Make up the simulated rule set: ``python -m tools.simulated_rules`` prints
``scoring/rules/sets/mo-phong.toml``.

No complete annex of a decision could be read, so this set is *mô phỏng*: it has the size of a
real one (8 lĩnh vực, 38 tiêu chí, 88 tiêu chí thành phần, 100 points) and every kind of rule; its
names, maxima, rules and owners are invented. For trying, never for scoring.
"""

from __future__ import annotations

import sys
from fractions import Fraction as F

from thuocdo.scoring.rules.bands import Band
from thuocdo.scoring.rules.kinds import (
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
)
from thuocdo.scoring.rules.shapes import Node, RuleSet
from thuocdo.scoring.rules.writing import written

CRITERIA = (5, 4, 6, 4, 6, 3, 5, 5)  # of each field; 38 together
THREE_PARTS, LARGER = 12, 24  # criteria with three parts, not two; parts of 1.5 points, not 1
NOTE = """# MÔ PHỎNG: cỡ của một bộ thật (8/38/88, 100 điểm), nội dung bịa ra để chạy thử.
# SIMULATED: the size of a real set, everything in it invented. Do not edit by hand:
# python -m tools.simulated_rules
"""
KINDS = (
    *("full_or_none", "thresholds", "proportional", "steps", "deduction", "counts", "formula"),
    *("survey_mean", "from_index"),
)
NAMES = {
    "full_or_none": ("Ban hành kế hoạch đúng hạn", "Plan issued in time", "Kế hoạch"),
    "thresholds": ("Nhiệm vụ hoàn thành", "Duties completed", "Báo cáo kết quả nhiệm vụ"),
    "proportional": ("Hồ sơ đúng hạn", "Dossiers on time", "Số liệu một cửa"),
    "steps": ("Chất lượng báo cáo", "Quality of reports", "Báo cáo"),
    "deduction": ("Không có văn bản trái luật", "No unlawful documents", "Kết luận kiểm tra"),
    "counts": ("Sáng kiến được công nhận", "Recognised initiatives", "Quyết định công nhận"),
    "formula": ("Tiết kiệm so với dự toán", "Savings against the budget", "Báo cáo tài chính"),
    "survey_mean": ("Đánh giá của lãnh đạo được hỏi", "As leaders asked rate it", ""),
    "from_index": ("Chỉ số hài lòng", "Satisfaction index", ""),
}
METHODS = {"survey_mean": "survey", "from_index": "survey", "proportional": "system"}
METHODS |= {"formula": "statistics"}


def rule_set() -> RuleSet:
    """The simulated set."""
    nodes: list[Node] = []
    made = 0
    for field, criteria in enumerate(CRITERIA, start=1):
        below: list[Node] = []
        for place in range(1, criteria + 1):
            number = f"{field}.{place}"
            parts = 3 if sum(CRITERIA[: field - 1]) + place <= THREE_PARTS else 2
            leaves = [_leaf(f"{number}.{one}", made + one - 1) for one in range(1, parts + 1)]
            made += parts
            below += [_above(number, "Tiêu chí", "Criterion", leaves), *leaves]
        own = [one for one in below if one.number.count(".") == 1]
        nodes += [_above(str(field), "Lĩnh vực", "Field", own), *below]
    title = "Bộ tiêu chí mô phỏng"
    source = "tools/simulated_rules.py (mô phỏng)"
    return RuleSet(
        *("mo-phong", title, "", "department", 2026, None, F(100), tuple(nodes)),
        simulated=True,
        source=source,
        sizes=(8, 38, 88),
    )


def _above(number: str, vi: str, en: str, parts: list[Node]) -> Node:
    maximum = sum((one.maximum for one in parts), F(0))
    name, english = f"{vi} mô phỏng {number}", f"Simulated {en.lower()} {number}"
    return Node(number, name, maximum, name_en=english)


def _leaf(number: str, place: int) -> Node:
    kind = KINDS[place % len(KINDS)]
    maximum = F(3, 2) if place < LARGER else F(1)
    vi, en, proof = NAMES[kind]
    return Node(
        number,
        f"{vi} (mô phỏng)",
        maximum,
        name_en=f"{en} (simulated)",
        rule=_rule(kind, maximum),
        method=METHODS.get(kind, "appraised"),
        owner=f"SO-{place % 16 + 1:02d}",
        evidence=(proof,) if proof else (),
    )


def _rule(kind: str, maximum: F):
    half = maximum / 2
    return {
        "full_or_none": FullOrNone("met"),
        "steps": Steps(
            "level",
            (
                Level("good", "Tốt", maximum, "Good"),
                Level("fair", "Khá", half, "Fair"),
                Level("poor", "Chưa đạt", F(0), "Not met"),
            ),
        ),
        "proportional": Proportional("done", "planned", F(1, 2), F(95, 100)),
        "thresholds": Thresholds(
            "done",
            (
                Band(F(1), None, True, False, maximum),
                Band(F(4, 5), F(1), True, False, half),
                Band(None, F(4, 5), False, False, F(0)),
            ),
            "planned",
        ),
        "deduction": Deduction("violations", F(1, 4)),
        "counts": Counts("pieces", F(1, 2)),
        "formula": Formula(
            f"{float(maximum):g} * min(1, (budget - spent) / (0.1 * budget))", ("budget", "spent")
        ),
        "survey_mean": SurveyMean("mean", F(1), F(5)),
        "from_index": FromIndex("index_value", "sipas", F(100)),
    }[kind]


def main() -> None:
    """Print the file."""
    sys.stdout.write(written(rule_set(), NOTE))


if __name__ == "__main__":
    main()
