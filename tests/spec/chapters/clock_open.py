"""Open at the end of the period."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: chưa xong khi hết kỳ",
    prose=about("open")
    + """

    Chưa kết thúc thì xét tại mốc chốt số: chưa đến hạn là trong hạn. Việc xảy ra sau mốc chốt
    thì coi như chưa xảy ra.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "chốt hết ngày 30/6: A đã qua hạn, B chưa đến hạn, C xong sau mốc chốt",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | finished |
                    | A | 4 | 02/06 08:00 | 05/06 | – |
                    | B | 4 | 02/06 08:00 | 02/07 | – |
                    | C | 9 | 02/06 08:00 | 02/07 | 04/07 08:00 |
                """,
            },
            call='judged(dossiers, cut="30/06/2025 23:59")',
            expected="""
                | dossier | verdict |
                | A | quá hạn |
                | B | đúng hạn |
                | C | đúng hạn |
            """,
        ),
    ),
)
