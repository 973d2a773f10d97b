"""A change beyond noise."""

from tests.spec.book import Chapter, Example

from thuocdo.indices import change

CHAPTER = Chapter(
    title="Thay đổi vượt sai số",
    prose="""
    Thay đổi giữa hai năm chỉ được coi là có thật khi **|Δ| > 1,96 × √(sai số₁² + sai số₂²)**. Mẫu
    hai năm độc lập, nên sai số của hiệu lớn hơn sai số của mỗi năm. Không biết sai số thì không
    kết luận. Thiếu điểm một năm thì không có thay đổi nào để nói.
    """,
    uses={"change": change},
    examples=(
        Example(
            "cùng tăng một điểm, khác nhau ở sai số",
            given={
                "cases": """
                    | before | se_before | after | se_after |
                    | 43,00  | 0,30      | 44,00 | 0,40     |
                    | 43,00  | 0,40      | 44,00 | 0,40     |
                    | 44,00  | 0,30      | 43,00 | 0,40     |
                    | 43,00  | –         | 44,00 | 0,40     |
                """
            },
            each=True,
            call='change("total", (2030, 2031), {"score": before, "se": se_before}, '
            '{"score": after, "se": se_after})',
            columns=("difference", "se", "beyond_noise"),
            expected="""
                | before | after | difference | se   | beyond_noise |
                | 43,00  | 44,00 | 1,00       | 0,50 | đúng         |
                | 43,00  | 44,00 | 1,00       | 0,57 | sai          |
                | 44,00  | 43,00 | −1,00      | 0,50 | đúng         |
                | 43,00  | 44,00 | 1,00       | –    | –            |
            """,
        ),
    ),
)
