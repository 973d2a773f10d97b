"""Splitting a loss with a threshold."""

from fractions import Fraction

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.losses.shares import Share
from thuocdo.dossiers.losses.splitting import split

SATISFIED = Share(Fraction(6), Fraction(9, 10), capped=True)


def carried(right, of, missed):
    """What a unit with ``missed`` cases carries, and what the next one right would gain."""
    loss = SATISFIED.loss(right, of)
    (unit,) = split(loss, of - right, [("u", missed, of)], "unit")
    return _Told(float(loss), float(unit.points), float(SATISFIED.next_points(right, of)))


class _Told:
    def __init__(self, lost: float, unit: float, next_one: float):
        self.lost, self.unit, self.next_one = lost, unit, next_one


CHAPTER = Chapter(
    title="Chia điểm mất khi có ngưỡng",
    prose="""
    Mục *hài lòng trong tiếp nhận* đủ 6 điểm từ 90 %. Trong 100 hồ sơ có 11 hồ sơ lỡ thì tỉnh chỉ
    mất 6 − 6 × 89 / 90 = 0,0667 điểm: mười hồ sơ lỡ đầu tiên không mất gì. Không ai nói được mười hồ
    sơ ấy là của ai, nên **mọi hồ sơ lỡ mang như nhau**: điểm mất thật × số lỡ của đơn vị / số lỡ của
    tỉnh. Nhân thẳng số lỡ với 6 / (0,9 × 100) thì cộng lại ra nhiều hơn điểm mất thật. Cách kia,
    chia phần miễn theo cỡ đơn vị, làm đơn vị tốt mang điểm mất âm; cũng cộng đúng nhưng không ai
    đọc được. Thêm *một* hồ sơ đúng thì được bao nhiêu là câu hỏi khác, lớn hơn phần mỗi hồ sơ
    mang. Trên ngưỡng thì không ai mất gì.
    """,
    uses={"carried": carried},
    examples=(
        Example(
            "đơn vị lỡ 6 hồ sơ trong tỉnh 100 hồ sơ",
            given={
                "cases": """
                    | right | of  | missed |
                    | 95    | 100 | 3      |
                    | 89    | 100 | 6      |
                    | 80    | 100 | 6      |
                    | 40    | 100 | 6      |
                """
            },
            each=True,
            call="carried(right, of, missed)",
            columns=("lost", "unit", "next_one"),
            expected="""
                | right | of  | missed | lost   | unit   | next_one |
                | 95    | 100 | 3      | 0,0000 | 0,0000 | 0,0000   |
                | 89    | 100 | 6      | 0,0667 | 0,0364 | 0,0667   |
                | 80    | 100 | 6      | 0,6667 | 0,2000 | 0,0667   |
                | 40    | 100 | 6      | 3,3333 | 0,3333 | 0,0667   |
            """,
        ),
    ),
)
