"""The start and the end of the clock."""

from tests.spec.book import Chapter, Example
from tests.spec.clock_book import about, judged

CHAPTER = Chapter(
    title="Đồng hồ hồ sơ: bắt đầu và mốc kết thúc",
    prose=about("start", "end", "counted_in")
    + """

    Mốc kết thúc là NgayKetThucXuLy; thiếu thì lấy NgayTra; thiếu cả hai thì lấy lần cập nhật cuối
    của hồ sơ đã xong. Trả kết quả chậm mà xử lý xong kịp hạn vẫn là đúng hạn.
    """,
    uses={"judged": judged},
    examples=(
        Example(
            "A xong kịp dù trả sau; B chỉ có ngày trả; C chỉ có lần cập nhật cuối",
            given={
                "dossiers": """
                    | dossier | status | accepted | due | finished | returned | updated |
                    | A | 10 | 02/06 08:00 | 05/06 | 05/06 16:00 | 09/06 09:00 | 09/06 09:00 |
                    | B | 10 | 02/06 08:00 | 05/06 | – | 06/06 09:00 | 06/06 09:00 |
                    | C | 9 | 02/06 08:00 | 05/06 | – | – | 04/06 10:00 |
                """,
            },
            call="judged(dossiers)",
            expected="""
                | dossier | verdict |
                | A | đúng hạn |
                | B | quá hạn |
                | C | đúng hạn |
            """,
        ),
    ),
)
