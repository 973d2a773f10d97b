"""A formula over named variables."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import Formula

RULE = Formula("max(0, 1 - spent / budget) * 20", ("budget", "spent"))
MAXIMUM = F(1)


def earned(budget, spent) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"budget": budget, "spent": spent}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: công thức",
    prose="""
    Công thức chỉ gồm + − × ÷, so sánh, `min`, `max`, `a if điều kiện else b`, tên biến đã khai báo và số;
    không có gì khác chạy được. Kết quả được giữ từ 0 đến điểm tối đa. Thiếu một biến, hoặc chia cho 0,
    thì chưa có điểm.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "tiết kiệm 5 % được đủ 1 điểm",
            given={
                "cases": """
                    | budget | spent |
                    | 200 | 194 |
                    | 200 | 150 |
                    | 200 | 220 |
                    | 0 | 0 |
                    | 200 | – |
                """
            },
            each=True,
            call="earned(budget, spent)",
            columns=("points", "how"),
            expected="""
                | budget | spent | points | how |
                | 200 | 194 | 0,6 | max(0, 1 - spent / budget) * 20 với budget = 200, spent = 194: 0,6 điểm. |
                | 200 | 150 | 1 | max(0, 1 - spent / budget) * 20 với budget = 200, spent = 150: ra 5, giữ trong 0–1 thành 1 điểm. |
                | 200 | 220 | 0 | max(0, 1 - spent / budget) * 20 với budget = 200, spent = 220: 0 điểm. |
                | 0 | 0 | – | max(0, 1 - spent / budget) * 20: chia cho 0, chưa có điểm. |
                | 200 | – | – | Chưa có giá trị của spent: chưa có điểm. |
            """,
        ),
    ),
)
