"""The top set and the chance of being in it."""

from tests.spec.book import Chapter, Example

from thuocdo.indices import chance_of_rank, top_set

SCORES = """
    | unit | score | se  |
    | A    | 47,0  | 0,4 |
    | B    | 44,5  | 0,4 |
    | C    | 44,5  | 0,4 |
    | D    | 41,0  | 0,4 |
"""

CHAPTER = Chapter(
    title="Nhóm đầu và khả năng",
    prose="""
    *Nhóm đầu* của k tỉnh dẫn đầu gồm mọi tỉnh chưa đủ chứng cứ để loại khỏi k hạng đầu; với xác
    suất 95 % nó chứa đủ cả k tỉnh thật, nên thường đông hơn k. *Khả năng* là tỷ lệ lần mô phỏng
    mà hạng thật của tỉnh nằm trong k. Cách tính thẳng (`shrink=False`) hơi lạc quan cho tỉnh
    đứng đầu, vì đứng đầu một phần là nhờ may; `shrink=True` kéo mọi tỉnh về trung bình để sửa.
    """,
    uses={"top_set": top_set, "chance_of_rank": chance_of_rank},
    examples=(
        Example(
            "ai có thể ở trong hai hạng đầu",
            given={"scores": SCORES},
            call='top_set(scores["score"], scores["se"], 2)',
            columns=("in_top_2",),
            expected="""
                | unit | in_top_2 |
                | A    | đúng     |
                | B    | đúng     |
                | C    | đúng     |
                | D    | sai      |
            """,
        ),
        Example(
            "B và C như nhau nên mỗi tỉnh một nửa khả năng",
            given={"scores": SCORES},
            call='chance_of_rank(scores["score"], scores["se"], 2)',
            columns=("chance",),
            expected="""
                | unit | chance |
                | A    | 1,0    |
                | B    | 0,5    |
                | C    | 0,5    |
                | D    | 0,0    |
            """,
        ),
        Example(
            "A dẫn đầu với sai số lớn: tính thẳng thì 7 phần 10",
            given={
                "scores": """
                    | unit | score | se  |
                    | A    | 45,0  | 2,0 |
                    | B    | 44,0  | 0,4 |
                    | C    | 43,0  | 0,4 |
                    | D    | 42,0  | 0,4 |
                """
            },
            call='chance_of_rank(scores["score"], scores["se"], 1)',
            columns=("chance",),
            expected="""
                | unit | chance |
                | A    | 0,7    |
                | B    | 0,3    |
                | C    | 0,0    |
                | D    | 0,0    |
            """,
        ),
        Example(
            "trừ phần may của tỉnh đứng đầu: A chỉ còn 3 phần 10, kém B",
            given={
                "scores": """
                    | unit | score | se  |
                    | A    | 45,0  | 2,0 |
                    | B    | 44,0  | 0,4 |
                    | C    | 43,0  | 0,4 |
                    | D    | 42,0  | 0,4 |
                """
            },
            call='chance_of_rank(scores["score"], scores["se"], 1, shrink=True)',
            columns=("chance",),
            expected="""
                | unit | chance |
                | A    | 0,3    |
                | B    | 0,7    |
                | C    | 0,0    |
                | D    | 0,0    |
            """,
        ),
    ),
)
