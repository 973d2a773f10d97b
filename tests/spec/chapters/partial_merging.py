"""Merging where a part is missing."""

from tests.spec.book import Chapter, Example

from thuocdo.units import rebase

SCORES = """
    | unit | item  | score |
    | 91   | total | 40,0  |
    | 92   | total | –     |
    | 94   | total | 46,0  |
"""
PARTS = """
    | new | old | weight |
    | 90  | 91  | 0,2    |
    | 90  | 92  | 0,5    |
    | 90  | 94  | 0,3    |
"""

CHAPTER = Chapter(
    title="Gộp khi thiếu một tỉnh cũ; --allow-partial",
    prose="""
    Một tỉnh cũ không có số hợp lệ thì tỉnh mới **không có số**. Ai cần một con số tạm thì yêu
    cầu rõ bằng `--allow-partial`: trọng số của các tỉnh có số được chia lại cho tròn 1, và lời
    chú đi kèm nói rõ là tính từ một phần. `present` là số tỉnh cũ có số, `parts` là số tỉnh cũ.
    """,
    uses={"rebase": rebase},
    examples=(
        Example(
            "mặc định: thiếu 92 thì 90 không có điểm",
            given={"scores": SCORES, "parts": PARTS},
            call='rebase(scores, parts, ["item"], values=("score",))',
            expected="""
                | unit | item  | score | present | parts |
                | 90   | total | –     | 2       | 3     |
            """,
        ),
        Example(
            "--allow-partial: 91 và 94 với trọng số 0,4 và 0,6",
            given={"scores": SCORES, "parts": PARTS},
            call='rebase(scores, parts, ["item"], values=("score",), allow_partial=True)',
            expected="""
                | unit | item  | score | present | parts |
                | 90   | total | 43,6  | 2       | 3     |
            """,
        ),
    ),
)
