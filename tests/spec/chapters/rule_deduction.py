"""A deduction per violation."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import Deduction

RULE = Deduction("violations", F(1, 4))
MAXIMUM = F(1)


def earned(violations) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"violations": violations}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: trừ theo số lần vi phạm",
    prose="""
    Từ điểm tối đa trừ đi mỗi lần vi phạm một lượng, không xuống dưới sàn. Chưa biết số lần thì chưa có
    điểm; biết là 0 lần mới được đủ.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "mỗi lần trừ 0,25, tối đa 1 điểm",
            given={
                "cases": """
                    | violations |
                    | 0 |
                    | 3 |
                    | 9 |
                    | – |
                """
            },
            each=True,
            call="earned(violations)",
            columns=("points", "how"),
            expected="""
                | violations | points | how |
                | 0 | 1 | 1 − 0,25 × 0, không dưới 0 = 1 điểm. |
                | 3 | 0,25 | 1 − 0,25 × 3, không dưới 0 = 0,25 điểm. |
                | 9 | 0 | 1 − 0,25 × 9, không dưới 0 = 0 điểm. |
                | – | – | Chưa có giá trị của violations: chưa có điểm. |
            """,
        ),
    ),
)
