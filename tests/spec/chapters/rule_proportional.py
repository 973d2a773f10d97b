"""Points in proportion to a rate."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import Proportional

RULE = Proportional("done", "planned", F(1, 2), F(9, 10))
MAXIMUM = F(2)


def earned(done, planned) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"done": done, "planned": planned}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: theo tỷ lệ, có sàn và trần",
    prose="""
    Tỷ lệ = tử số / mẫu số. Dưới sàn được 0, từ trần trở lên được đủ; ở giữa, điểm = tối đa × tỷ lệ /
    trần (`within = "share"`) hoặc tối đa × (tỷ lệ − sàn) / (trần − sàn) (`"between"`). Mẫu số 0 theo
    `zero`: chưa có điểm, đủ điểm, hoặc 0. Thiếu giá trị thì chưa có điểm, không bao giờ là 0.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "sàn 50 %, trần 90 %, tối đa 2 điểm",
            given={
                "cases": """
                    | done | planned |
                    | 95 | 100 |
                    | 60 | 100 |
                    | 49 | 100 |
                    | 0 | 0 |
                    | – | 100 |
                """
            },
            each=True,
            call="earned(done, planned)",
            columns=("points", "how"),
            expected="""
                | done | planned | points | how |
                | 95 | 100 | 2 | 95 %, từ 90 % trở lên được đủ 2 điểm. |
                | 60 | 100 | 1,3333 | 2 × 60 % : 90 % = 1,3333 điểm. |
                | 49 | 100 | 0 | 49 %, dưới 50 % được 0 trên 2 điểm. |
                | 0 | 0 | – | Không phát sinh (mẫu số 0) và quy tắc không nói: chưa có điểm. |
                | – | 100 | – | Chưa có giá trị của done: chưa có điểm. |
            """,
        ),
    ),
)
