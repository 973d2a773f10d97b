"""The mean of a survey, rescaled."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import SurveyMean

RULE = SurveyMean("mean", F(1), F(5))
MAXIMUM = F(2)


def earned(mean) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"mean": mean}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: trung bình khảo sát",
    prose="""
    Trung bình trên thang từ đầu thấp đến đầu cao được quy về từ 0 đến điểm tối đa. Số ngoài thang bị từ
    chối. Khi văn bản quy đổi khác thì dùng công thức.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "thang 1–5, tối đa 2 điểm",
            given={
                "cases": """
                    | mean |
                    | 5,0 |
                    | 4,2 |
                    | 1,0 |
                    | – |
                """
            },
            each=True,
            call="earned(mean)",
            columns=("points", "how"),
            expected="""
                | mean | points | how |
                | 5,0 | 2 | Trung bình khảo sát 5 trên thang 1–5: 2 × (5 − 1) : (5 − 1) = 2 điểm. |
                | 4,2 | 1,6 | Trung bình khảo sát 4,2 trên thang 1–5: 2 × (4,2 − 1) : (5 − 1) = 1,6 điểm. |
                | 1,0 | 0 | Trung bình khảo sát 1 trên thang 1–5: 2 × (1 − 1) : (5 − 1) = 0 điểm. |
                | – | – | Chưa có giá trị của mean: chưa có điểm. |
            """,
        ),
    ),
)
