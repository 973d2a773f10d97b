"""Sums and what is missing."""

from tests.spec.book import Chapter, Example, rules

from thuocdo.indices.scores import score_items

CHAPTER = Chapter(
    title="Tổng và phần thiếu",
    prose="""
    Điểm một nội dung là tổng điểm các nội dung thành phần; điểm chung (`total`) là tổng các nội
    dung. **Thiếu một phần thì không có tổng**: không coi phần thiếu là 0, không lấp bằng số
    khác. Cộng những phần còn lại cũng không phải là tổng.
    """,
    uses={"score_items": score_items},
    examples=(
        Example(
            "đơn vị B thiếu 1.2, đơn vị C không có dòng nào",
            given={
                "given": """
                    | unit | code | score |
                    | A    | 1.1  | 1,25  |
                    | A    | 1.2  | 2,50  |
                    | A    | 2.1  | 4,00  |
                    | B    | 1.1  | 1,75  |
                    | B    | 2.1  | 5,00  |
                """,
                "rules": rules("1 = 1.1 + 1.2", "2 = 2.1"),
                "units": ["A", "B", "C"],
            },
            told={
                "rules": "nội dung 1 = 1.1 + 1.2; nội dung 2 = 2.1",
                "units": "A, B, C",
            },
            call='score_items(given, rules, units).sort("unit", "item")',
            expected="""
                | unit | item  | score |
                | A    | 1     | 3,75  |
                | A    | 1.1   | 1,25  |
                | A    | 1.2   | 2,50  |
                | A    | 2     | 4,00  |
                | A    | 2.1   | 4,00  |
                | A    | total | 7,75  |
                | B    | 1     | –     |
                | B    | 1.1   | 1,75  |
                | B    | 1.2   | –     |
                | B    | 2     | 5,00  |
                | B    | 2.1   | 5,00  |
                | B    | total | –     |
                | C    | 1     | –     |
                | C    | 1.1   | –     |
                | C    | 1.2   | –     |
                | C    | 2     | –     |
                | C    | 2.1   | –     |
                | C    | total | –     |
            """,
        ),
    ),
)
