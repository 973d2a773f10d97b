"""The standard error of a merged province."""

from tests.spec.book import Chapter, Example

from thuocdo.units import rebase

CHAPTER = Chapter(
    title="Sai số của tỉnh hợp nhất",
    prose="""
    Các tỉnh cũ là những mẫu độc lập, nên sai số chuẩn của bình quân là √Σ trọng số² × sai số².
    Vì thế sai số của tỉnh hợp nhất thường **nhỏ hơn** sai số của từng tỉnh cũ.
    """,
    uses={"rebase": rebase},
    examples=(
        Example(
            "√(0,6² × 0,5² + 0,4² × 1,0²) = 0,5",
            given={
                "scores": """
                    | unit | item  | score | se  |
                    | 91   | total | 44,0  | 0,5 |
                    | 92   | total | 45,0  | 1,0 |
                """,
                "parts": """
                    | new | old | weight |
                    | 90  | 91  | 0,6    |
                    | 90  | 92  | 0,4    |
                """,
            },
            call='rebase(scores, parts, ["item"], values=("score",), errors=("se",))',
            expected="""
                | unit | item  | score | se  |
                | 90   | total | 44,4  | 0,5 |
            """,
        ),
    ),
)
