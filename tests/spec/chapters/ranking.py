"""Competition ranking."""

from tests.spec.book import Chapter, Example

from thuocdo.indices.ranks import ranked

CHAPTER = Chapter(
    title="Xếp hạng, đồng hạng",
    prose="""
    Hạng là 1 cộng số đơn vị có điểm cao hơn, tính từ **điểm chưa làm tròn**. Điểm bằng nhau thì
    cùng nhận hạng tốt hơn, và hạng kế tiếp bị bỏ qua. `of` là số đơn vị có điểm hợp lệ: đơn vị
    thiếu điểm không có hạng và cũng không được đếm.
    """,
    uses={"ranked": ranked},
    examples=(
        Example(
            "B và C bằng điểm nhau, E thiếu điểm",
            given={
                "scores": """
                    | unit | item  | score |
                    | A    | total | 42,1  |
                    | B    | total | 44,6  |
                    | C    | total | 44,6  |
                    | D    | total | 40,0  |
                    | E    | total | –     |
                """
            },
            call="ranked(scores)",
            expected="""
                | unit | score | rank | of |
                | A    | 42,1  | 3    | 4  |
                | B    | 44,6  | 1    | 4  |
                | C    | 44,6  | 1    | 4  |
                | D    | 40,0  | 4    | 4  |
                | E    | –     | –    | 4  |
            """,
        ),
        Example(
            "in ra giống nhau nhưng không bằng nhau",
            given={
                "scores": """
                    | unit | item  | score  |
                    | A    | total | 44,601 |
                    | B    | total | 44,604 |
                """
            },
            call="ranked(scores)",
            expected="""
                | unit | score | rank |
                | A    | 44,60 | 2    |
                | B    | 44,60 | 1    |
            """,
        ),
    ),
)
