"""Waiting for papers is subtracted."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: trừ thời gian chờ bổ sung",
    prose=about("supplement")
    + """

    Từ lúc yêu cầu đến lúc nhận bổ sung, đồng hồ dừng, tính theo giờ lịch. Hồ sơ đã xong mà không
    ghi ngày nhận bổ sung thì không biết đã chờ bao lâu: không trừ gì.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "chờ năm ngày: A xong ngày 10 là như ngày 5; B như ngày 6; C không ghi ngày nhận",
            given={
                "dossiers": """
                    | dossier | accepted | due | asked_1 | answered_1 | finished |
                    | A | 02/06 08:00 | 05/06 | 04/06 08:00 | 09/06 08:00 | 10/06 16:00 |
                    | B | 02/06 08:00 | 05/06 | 04/06 08:00 | 09/06 08:00 | 11/06 16:00 |
                    | C | 02/06 08:00 | 05/06 | 04/06 08:00 | – | 10/06 16:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
                | C | quá hạn |
            """,
        ),
        Example(
            "không trừ",
            given={
                "dossiers": """
                    | dossier | accepted | due | asked_1 | answered_1 | finished |
                    | A | 02/06 08:00 | 05/06 | 04/06 08:00 | 09/06 08:00 | 10/06 16:00 |
                    | B | 02/06 08:00 | 05/06 | 04/06 08:00 | 09/06 08:00 | 11/06 16:00 |
                    | C | 02/06 08:00 | 05/06 | 04/06 08:00 | – | 10/06 16:00 |
                """,
            },
            call='judged(dossiers, supplement="ignored")',
            expected="""
                | dossier | verdict |
                | A | quá hạn |
                | B | quá hạn |
                | C | quá hạn |
            """,
        ),
    ),
)
