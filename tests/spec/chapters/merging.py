"""Merging provinces by census weights."""

from tests.spec.book import Chapter, Example, facts

from thuocdo.units import parts_and_weights, rebase

MERGER = """
    | old | new |
    | 91  | 90  |
    | 92  | 90  |
    | 93  | 93  |
"""
CENSUS = """
    | year | unit | population |
    | 2019 | 91   | 1.000.000  |
    | 2019 | 92   | 3.000.000  |
    | 2019 | 93   | 2.000.000  |
"""

CHAPTER = Chapter(
    title="Gộp tỉnh",
    prose="""
    Trước ngày 1/7/2025 không ai công bố điểm của tỉnh hợp nhất. Hệ thống tính lấy: bình quân các
    tỉnh cũ, trọng số là dân số tổng điều tra 1/4/2019. Kết quả luôn mang chữ **ước lượng** và kể
    tên các tỉnh cũ cùng trọng số. Tỉnh không sáp nhập giữ nguyên số công bố.
    """,
    uses={"parts_and_weights": parts_and_weights, "rebase": rebase},
    examples=(
        Example(
            "trọng số của tỉnh 90 (gồm 91 và 92) và tỉnh 93 (không sáp nhập)",
            given={"facts": facts(merger=MERGER, census=CENSUS)},
            told={"facts": "91 có 1 triệu dân, 92 có 3 triệu, 93 có 2 triệu"},
            call="parts_and_weights(facts)",
            expected="""
                | new | old | population | weight |
                | 90  | 91  | 1.000.000  | 0,25   |
                | 90  | 92  | 3.000.000  | 0,75   |
                | 93  | 93  | 2.000.000  | 1,00   |
            """,
        ),
        Example(
            "bình quân theo trọng số",
            given={
                "scores": """
                    | unit | item  | score |
                    | 91   | total | 40,0  |
                    | 92   | total | 44,0  |
                    | 93   | total | 42,5  |
                """,
                "parts": parts_and_weights(facts(merger=MERGER, census=CENSUS)),
            },
            told={"parts": "bảng trọng số ở ví dụ trên"},
            call='rebase(scores, parts, ["item"], values=("score",))',
            expected="""
                | unit | item  | score | present | parts |
                | 90   | total | 43,0  | 2       | 2     |
                | 93   | total | 42,5  | 1       | 1     |
            """,
        ),
    ),
)
