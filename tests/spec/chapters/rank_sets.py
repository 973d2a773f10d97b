"""Rank confidence sets, marginal and simultaneous."""

from tests.spec.book import Chapter, Example

from thuocdo.indices import rank_sets

SCORES = """
    | unit | score | se  |
    | A    | 47,0  | 0,4 |
    | B    | 44,6  | 0,4 |
    | C    | 44,4  | 0,4 |
    | D    | 41,0  | 0,4 |
"""
STAIRS = """
    | unit | score | se  |
    | A    | 47,0  | 0,4 |
    | B    | 45,7  | 0,4 |
    | C    | 44,4  | 0,4 |
    | D    | 43,1  | 0,4 |
"""

CHAPTER = Chapter(
    title="Khoảng hạng riêng và đồng thời",
    prose="""
    Điểm là số đo trên mẫu nên hạng cũng có sai số. **Khoảng hạng** gồm mọi thứ hạng mà phép so
    từng cặp đơn vị không bác bỏ được (Mogstad, Romano, Shaikh và Wilhelm). Khoảng *riêng* đúng
    với xác suất 95 % cho từng đơn vị, dùng khi nói về một tỉnh; khoảng *đồng thời* đúng cho mọi
    đơn vị cùng lúc, dùng khi đọc cả bảng, và không bao giờ hẹp hơn khoảng riêng.
    """,
    uses={"rank_sets": rank_sets},
    examples=(
        Example(
            "khoảng riêng: A và D chắc chỗ, B và C chưa phân biệt được",
            given={"scores": SCORES},
            call='rank_sets(scores["score"], scores["se"], simultaneous=False)',
            columns=("low", "high"),
            expected="""
                | unit | low | high |
                | A    | 1   | 1    |
                | B    | 2   | 3    |
                | C    | 2   | 3    |
                | D    | 4   | 4    |
            """,
        ),
        Example(
            "bốn bậc thang, mỗi bậc 2,3 lần sai số của hiệu: nói riêng từng đơn vị thì đủ chắc …",
            given={"scores": STAIRS},
            call='rank_sets(scores["score"], scores["se"], simultaneous=False)',
            columns=("low", "high"),
            expected="""
                | unit | low | high |
                | A    | 1   | 1    |
                | B    | 2   | 2    |
                | C    | 3   | 3    |
                | D    | 4   | 4    |
            """,
        ),
        Example(
            "… nói về cả bảng cùng lúc thì chưa",
            given={"scores": STAIRS},
            call='rank_sets(scores["score"], scores["se"], simultaneous=True)',
            columns=("low", "high"),
            expected="""
                | unit | low | high |
                | A    | 1   | 2    |
                | B    | 1   | 3    |
                | C    | 2   | 4    |
                | D    | 3   | 4    |
            """,
        ),
        Example(
            "sai số gấp ba: hầu như không nói được gì",
            given={
                "scores": """
                    | unit | score | se  |
                    | A    | 47,0  | 1,2 |
                    | B    | 44,6  | 1,2 |
                    | C    | 44,4  | 1,2 |
                    | D    | 41,0  | 1,2 |
                """
            },
            call='rank_sets(scores["score"], scores["se"], simultaneous=True)',
            columns=("low", "high"),
            expected="""
                | unit | low | high |
                | A    | 1   | 3    |
                | B    | 1   | 4    |
                | C    | 1   | 4    |
                | D    | 2   | 4    |
            """,
        ),
    ),
)
