"""A stopped dossier."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: dừng xử lý",
    prose=about("stopped")
    + """

    Dừng xử lý (trạng thái 8) là mốc kết thúc.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A trước hạn, B sau hạn",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | finished |
                    | A | 8 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 8 | 02/06 08:00 | 05/06 | 06/06 10:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
            """,
        ),
        Example(
            "bỏ ra ngoài",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | finished |
                    | A | 8 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 8 | 02/06 08:00 | 05/06 | 06/06 10:00 |
                """,
            },
            call='judged(dossiers, stopped="left_out")',
            expected="""
                | dossier | verdict |
                | A | không tính |
                | B | không tính |
            """,
        ),
    ),
)
