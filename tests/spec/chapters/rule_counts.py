"""Points for pieces counted."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import Counts

RULE = Counts("pieces", F(1, 2))
MAXIMUM = F(1)


def earned(pieces) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"pieces": pieces}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: cộng theo số lượng",
    prose="""
    Mỗi sản phẩm được một lượng điểm, nhiều nhất bằng điểm tối đa.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "mỗi sáng kiến 0,5 điểm, tối đa 1 điểm",
            given={
                "cases": """
                    | pieces |
                    | 0 |
                    | 1 |
                    | 5 |
                    | – |
                """
            },
            each=True,
            call="earned(pieces)",
            columns=("points", "how"),
            expected="""
                | pieces | points | how |
                | 0 | 0 | 0,5 × 0, nhiều nhất 1 = 0 điểm. |
                | 1 | 0,5 | 0,5 × 1, nhiều nhất 1 = 0,5 điểm. |
                | 5 | 1 | 0,5 × 5, nhiều nhất 1 = 1 điểm. |
                | – | – | Chưa có giá trị của pieces: chưa có điểm. |
            """,
        ),
    ),
)
