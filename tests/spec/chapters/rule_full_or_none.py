"""All points or none."""

from fractions import Fraction as F
from types import SimpleNamespace

from tests.spec.book import Chapter, Example

from thuocdo.scoring.rules.kinds import FullOrNone

SAID = {"đạt": True, "không đạt": False, "": None}


def earned(met) -> SimpleNamespace:
    """Points of the rule, and how it says them."""
    found = FullOrNone("met").points({"met": SAID[met]}, F(3, 2))
    points = None if found.points is None else float(found.points)
    return SimpleNamespace(points=points, how=found.said("vi"))


CHAPTER = Chapter(
    title="Chấm điểm: đủ hoặc không",
    prose="""
    Đạt thì đủ điểm, không đạt thì 0. Chưa biết thì **chưa có điểm**, và tổng của đơn vị cũng chưa có:
    thiếu không bao giờ là 0. Điểm là phân số đúng, nên cộng 88 tiêu chí không sinh sai số; có làm tròn
    thì quy tắc làm tròn là một tham số của bộ tiêu chí, kèm đã đọc ở văn bản nào hay chưa.
    """,
    uses={"earned": earned},
    examples=(
        Example(
            "tối đa 1,5 điểm",
            given={
                "cases": """
                    | met       |
                    | đạt       |
                    | không đạt |
                    | –         |
                """
            },
            each=True,
            call="earned(met)",
            columns=("points", "how"),
            expected="""
                | met       | points | how                                   |
                | đạt       | 1,5    | Đạt: 1,5 điểm.                        |
                | không đạt | 0      | Không đạt: 0 trên 1,5 điểm.           |
                | –         | –      | Chưa có giá trị của met: chưa có điểm. |
            """,
        ),
    ),
)
