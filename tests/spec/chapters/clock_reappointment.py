"""Re-appointment."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: hẹn lại",
    prose=about("reappointment")
    + """

    Hẹn lại thì NgayHenTraTruoc giữ hạn đầu. Mặc định xét theo hạn mới nhất; chưa rõ nên kèm khoảng.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A đã hẹn lại, B thì không",
            given={
                "dossiers": """
                    | dossier | accepted | due_before | due | finished |
                    | A | 02/06 08:00 | 05/06 | 09/06 | 09/06 10:00 |
                    | B | 02/06 08:00 | – | 09/06 | 09/06 10:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | đúng hạn |
            """,
        ),
        Example(
            "xét theo hạn đầu",
            given={
                "dossiers": """
                    | dossier | accepted | due_before | due | finished |
                    | A | 02/06 08:00 | 05/06 | 09/06 | 09/06 10:00 |
                    | B | 02/06 08:00 | – | 09/06 | 09/06 10:00 |
                """,
            },
            call='judged(dossiers, reappointment="first")',
            expected="""
                | dossier | verdict |
                | A | quá hạn |
                | B | đúng hạn |
            """,
        ),
    ),
)
