"""A figure of an index, rescaled."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import FromIndex

RULE = FromIndex("index_value", "sipas", F(100))
MAXIMUM = F(10)


def earned(index_value) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"index_value": index_value}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: lấy từ một chỉ số",
    prose="""
    Số của một chỉ số (như SIPAS, %) chia cho thang của nó, nhân điểm tối đa.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "SIPAS theo %, tối đa 10 điểm",
            given={
                "cases": """
                    | index_value |
                    | 83,5 |
                    | 100,0 |
                    | – |
                """
            },
            each=True,
            call="earned(index_value)",
            columns=("points", "how"),
            expected="""
                | index_value | points | how |
                | 83,5 | 8,35 | Chỉ số sipas: 10 × 83,5 : 100 = 8,35 điểm. |
                | 100,0 | 10 | Chỉ số sipas: 10 × 100 : 100 = 10 điểm. |
                | – | – | Chưa có giá trị của index_value: chưa có điểm. |
            """,
        ),
    ),
)
