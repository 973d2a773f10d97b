"""A dossier without a due date."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: thiếu ngày hẹn trả",
    prose=about("missing_due", "no_term")
    + """

    Thiếu NgayHenTra thì hạn là hết ngày làm việc cuối của thời hạn quy định, đếm từ ngày sau ngày
    tiếp nhận; thời hạn 0 là chính ngày ấy, hoặc ngày làm việc kế tiếp. Ngày làm việc lấy từ một
    bảng lịch, mỗi ngày một dòng. Thiếu cả thời hạn thì
    không tính, và khoảng cho thấy điều đó đổi gì.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "thứ Sáu 6/6 cộng hai ngày làm việc là 10/6; C không rõ thời hạn; D nhận thứ Bảy",
            given={
                "dossiers": """
                    | dossier | procedure | accepted | due | finished |
                    | A | 1.000001 | 06/06 15:00 | – | 10/06 16:00 |
                    | B | 1.000001 | 06/06 15:00 | – | 11/06 08:00 |
                    | C | 1.000009 | 06/06 15:00 | – | 10/06 16:00 |
                    | D | 1.000002 | 07/06 09:00 | – | 09/06 16:00 |
                """,
                "terms": """
                    | procedure | term |
                    | 1.000001 | 2 |
                    | 1.000002 | 0 |
                """,
            },
            call="judged(dossiers, terms=terms)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
                | C | không tính |
                | D | đúng hạn |
            """,
        ),
        Example(
            "thiếu cả hai thì tính là quá hạn",
            given={
                "dossiers": """
                    | dossier | procedure | accepted | due | finished |
                    | A | 1.000001 | 06/06 15:00 | – | 10/06 16:00 |
                    | B | 1.000001 | 06/06 15:00 | – | 11/06 08:00 |
                    | C | 1.000009 | 06/06 15:00 | – | 10/06 16:00 |
                    | D | 1.000002 | 07/06 09:00 | – | 09/06 16:00 |
                """,
                "terms": """
                    | procedure | term |
                    | 1.000001 | 2 |
                    | 1.000002 | 0 |
                """,
            },
            call='judged(dossiers, terms=terms, no_term="late")',
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
                | C | quá hạn |
                | D | đúng hạn |
            """,
        ),
    ),
)
