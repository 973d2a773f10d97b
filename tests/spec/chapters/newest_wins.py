"""Which of two rows of one dossier wins."""

import polars as pl
from tests.spec.book import Chapter, Example
from tests.spec.clock_book import _column

from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.lake.merging import merge


def lake(known: pl.DataFrame, coming: pl.DataFrame) -> pl.DataFrame:
    """The lake after ``coming``, in the columns drawn."""
    both = (pl.DataFrame({name: _column(one, name) for name in SCHEMA}) for one in (known, coming))
    return merge(*both).rows.select("dossier", "status")


CHAPTER = Chapter(
    title="Kho hồ sơ: dòng nào thắng",
    prose="""
    Mỗi hồ sơ giữ một dòng. Dòng cập nhật sau thắng (NgayCapNhat, thiếu thì sự việc cuối cùng của
    hồ sơ); cùng lúc thì dòng đi xa hơn thắng; vẫn hòa thì so nội dung. Vì đó là một
    thứ tự, nạp tệp theo thứ tự nào, nạp mấy lần cũng ra một kho.
    """,
    uses={"lake": lake},
    examples=(
        Example(
            "1: tin đến muộn; 2: tin mới hơn; 3: cùng lúc, đi xa hơn; 4: hồ sơ mới",
            given={
                "known": """
                    | dossier         | status | updated          |
                    | H31-250602-0001 | 10     | 05/06 09:00 |
                    | H31-250602-0002 | 4      | 05/06 09:00 |
                    | H31-250602-0003 | 9      | 05/06 09:00 |
                """,
                "coming": """
                    | dossier         | status | updated          |
                    | H31-250602-0001 | 4      | 04/06 09:00 |
                    | H31-250602-0002 | 9      | 06/06 09:00 |
                    | H31-250602-0003 | 10     | 05/06 09:00 |
                    | H31-250602-0004 | 2      | 05/06 09:00 |
                """,
            },
            call="lake(known, coming)",
            expected="""
                | dossier         | status |
                | H31-250602-0001 | 10     |
                | H31-250602-0002 | 9      |
                | H31-250602-0003 | 10     |
                | H31-250602-0004 | 2      |
            """,
        ),
    ),
)
