"""A second request for papers."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: yêu cầu bổ sung lần hai",
    prose=about("second_request")
    + """

    Yêu cầu bổ sung quá một lần thì tính là quá hạn, dù xong sớm.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A xong trước hạn nhưng bị yêu cầu hai lần",
            given={
                "dossiers": """
                    | dossier | accepted | due | asked_1 | asked_2 | finished |
                    | A | 02/06 08:00 | 12/06 | 03/06 08:00 | 05/06 08:00 | 09/06 08:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | quá hạn |
            """,
        ),
        Example(
            "tính như mọi lần yêu cầu",
            given={
                "dossiers": """
                    | dossier | accepted | due | asked_1 | asked_2 | finished |
                    | A | 02/06 08:00 | 12/06 | 03/06 08:00 | 05/06 08:00 | 09/06 08:00 |
                """,
            },
            call='judged(dossiers, second_request="counts_as_any")',
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
            """,
        ),
    ),
)
