"""Waiting for payment."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: chờ nghĩa vụ tài chính",
    prose=about("payment")
    + """

    Không trường nào ghi lúc bắt đầu chờ nộp tiền, nên không trừ được. Mặc định đồng hồ vẫn chạy;
    chưa rõ nên kèm khoảng với cách bỏ ra ngoài.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A còn chờ nộp tiền khi đã qua hạn",
            given={
                "dossiers": """
                    | dossier | status | accepted | due |
                    | A | 6 | 02/06 08:00 | 05/06 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | quá hạn |
            """,
        ),
        Example(
            "bỏ ra ngoài",
            given={
                "dossiers": """
                    | dossier | status | accepted | due |
                    | A | 6 | 02/06 08:00 | 05/06 |
                """,
            },
            call='judged(dossiers, payment="left_out")',
            expected="""
                | dossier | verdict |
                | A | không tính |
            """,
        ),
    ),
)
