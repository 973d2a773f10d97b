"""A dossier that is waiting for papers."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: đang chờ bổ sung",
    prose=about("waiting")
    + """

    Hồ sơ còn chờ bổ sung được xét tại ngày yêu cầu: yêu cầu khi còn hạn là còn hạn, yêu cầu sau hạn
    là quá hạn.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A bị yêu cầu trước hạn, B sau hạn; cả hai chưa được trả lời",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | asked_1 |
                    | A | 5 | 02/06 08:00 | 05/06 | 04/06 08:00 |
                    | B | 5 | 02/06 08:00 | 05/06 | 06/06 08:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
            """,
        ),
    ),
)
