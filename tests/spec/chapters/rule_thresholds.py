"""Points of the band a value falls into."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.bands import Band
from thuocdo.scoring.rules.kinds import Thresholds

RULE = Thresholds(
    "done",
    (
        Band(F(1), None, True, False, F(2)),
        Band(F(4, 5), F(1), True, False, None),
        Band(None, F(4, 5), False, False, F(0)),
    ),
    "planned",
)
MAXIMUM = F(2)


def earned(done, planned) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = RULE.points({"done": done, "planned": planned}, MAXIMUM)
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: theo ngưỡng",
    prose="""
    Mỗi mức là một khoảng: `from` (từ), `above` (trên), `to` (đến), `below` (dưới), `at` (đúng bằng).
    Các mức phải phủ mọi giá trị, không chồng nhau; `thuocdo rules check` chỉ ra chỗ chồng, chỗ trống.
    Một mức có thể cho điểm theo tỷ lệ (`share = true`).
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "đạt 100 %: 2; từ 80 % đến dưới 100 %: theo tỷ lệ; dưới 80 %: 0",
            given={
                "cases": """
                    | done | planned |
                    | 10 | 10 |
                    | 9 | 10 |
                    | 8 | 10 |
                    | 7 | 10 |
                    | – | 10 |
                """
            },
            each=True,
            call="earned(done, planned)",
            columns=("points", "how"),
            expected="""
                | done | planned | points | how |
                | 10 | 10 | 2 | 100 % thuộc mức từ 100 % trở lên: 2 điểm. |
                | 9 | 10 | 1,8 | 90 % thuộc mức từ 80 % đến dưới 100 %: 1,8 điểm. |
                | 8 | 10 | 1,6 | 80 % thuộc mức từ 80 % đến dưới 100 %: 1,6 điểm. |
                | 7 | 10 | 0 | 70 % thuộc mức dưới 80 %: 0 điểm. |
                | – | 10 | – | Chưa có giá trị của done: chưa có điểm. |
            """,
        ),
    ),
)
