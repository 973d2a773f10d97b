"""A withdrawn dossier."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: công dân rút",
    prose=about("withdrawn")
    + """

    Rút hồ sơ (trạng thái 7) là mốc kết thúc nếu hồ sơ đã được tiếp nhận.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A trước hạn, B sau hạn",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | finished |
                    | A | 7 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 7 | 02/06 08:00 | 05/06 | 06/06 10:00 |
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
                    | A | 7 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 7 | 02/06 08:00 | 05/06 | 06/06 10:00 |
                """,
            },
            call='judged(dossiers, withdrawn="left_out")',
            expected="""
                | dossier | verdict |
                | A | không tính |
                | B | không tính |
            """,
        ),
    ),
)
