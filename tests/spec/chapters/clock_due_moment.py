"""Due by the end of the day or by the hour."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: hạn đến 23:59:59",
    prose=about("due_moment")
    + """

    Hẹn trả ngày nào thì còn hạn đến 23:59:59 ngày ấy, giờ Việt Nam. Cách hiểu kia là hạn đến đúng
    giờ ghi trong NgayHenTra; vì chưa rõ nên mọi tỷ lệ đều kèm khoảng giữa hai cách.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "hạn ghi 17:00; A xong 17:30 cùng ngày, B xong sang ngày sau",
            given={
                "dossiers": """
                    | dossier | accepted | due | finished |
                    | A | 02/06 08:00 | 05/06 17:00 | 05/06 17:30 |
                    | B | 02/06 08:00 | 05/06 17:00 | 06/06 00:00 |
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
            "hiểu theo giờ ghi",
            given={
                "dossiers": """
                    | dossier | accepted | due | finished |
                    | A | 02/06 08:00 | 05/06 17:00 | 05/06 17:30 |
                    | B | 02/06 08:00 | 05/06 17:00 | 05/06 17:00 |
                """,
            },
            call='judged(dossiers, due_moment="as_written")',
            expected="""
                | dossier | verdict |
                | A | quá hạn |
                | B | đúng hạn |
            """,
        ),
    ),
)
