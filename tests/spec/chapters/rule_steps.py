"""Points of a level chosen."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import Level, Steps

RULE = Steps("level", (Level("a", "Tốt", F(2)), Level("b", "Khá", F(1)), Level("c", "Kém", F(0))))
MAXIMUM = F(2)


def earned(level) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"level": level}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: theo mức",
    prose="""
    Người chấm chọn một mức đã định; mỗi mức có điểm của nó. Mức cao nhất phải bằng điểm tối đa,
    nếu không thì `thuocdo rules check` báo.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "ba mức, tối đa 2 điểm",
            given={
                "cases": """
                    | level |
                    | a |
                    | b |
                    | c |
                """
            },
            each=True,
            call="earned(level)",
            columns=("points", "how"),
            expected="""
                | level | points | how |
                | a | 2 | Mức «Tốt»: 2 điểm. |
                | b | 1 | Mức «Khá»: 1 điểm. |
                | c | 0 | Mức «Kém»: 0 điểm. |
            """,
        ),
    ),
)
