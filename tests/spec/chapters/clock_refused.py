"""A refused dossier."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: từ chối",
    prose=about("refused")
    + """

    Không được tiếp nhận (trạng thái 3) là mốc kết thúc tại NgayTuChoi. Hồ sơ từ chối khi chưa
    từng tiếp nhận thì không có đồng hồ.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A trước hạn, B sau hạn",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | refused |
                    | A | 3 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 3 | 02/06 08:00 | 05/06 | 06/06 10:00 |
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
                    | dossier | status | accepted | due | refused |
                    | A | 3 | 02/06 08:00 | 05/06 | 05/06 10:00 |
                    | B | 3 | 02/06 08:00 | 05/06 | 06/06 10:00 |
                """,
            },
            call='judged(dossiers, refused="left_out")',
            expected="""
                | dossier | verdict |
                | A | không tính |
                | B | không tính |
            """,
        ),
    ),
)
