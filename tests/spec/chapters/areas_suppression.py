"""Small cells held back."""

import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.surveys.areas import nested_tables, suppressed


def printed(table: pl.DataFrame, minimum: int) -> pl.DataFrame:
    """The table as it may be printed, its totals in the last row and column."""
    names = [name for name in table.columns if name != "unit"]
    found = suppressed(table.select(names).to_numpy(), minimum)
    rows = [
        {"unit": unit, **dict(zip(names, cells, strict=True)), "total": total}
        for unit, cells, total in zip(table["unit"], found.cells, found.row_totals, strict=True)
    ]
    last = dict(zip(names, found.column_totals, strict=True))
    return pl.DataFrame([*rows, {"unit": "total", **last, "total": found.total}])


CHAPTER = Chapter(
    title="Che ô nhỏ để không ai trừ ra được",
    prose="""
    Ô có từ 1 đến dưới mức tối thiểu người trả lời thì không in. Chỉ che ô ấy là chưa đủ: lấy tổng
    trừ các ô còn lại là ra. Vì thế che kèm vài ô nữa, sao cho với **mỗi** ô nhỏ vẫn còn một bảng
    khác, toàn số nguyên không âm, giống hệt ở mọi chỗ đã in, mà ở đó ô ấy bằng mức tối thiểu. Người
    đọc không suy ra được số, cũng không suy ra được rằng nó nhỏ. Số 0 thì in: không có ai để lộ.

    Nhóm nằm trong nhóm cũng vậy: in «tất cả 100» và «người địa phương 96» là nói ra 4 người còn lại,
    dù không bảng nào in số 4. Cách làm đúng với từng ô, không hứa che ít ô nhất, không chống được
    người đã biết trước một số câu trả lời.
    """,
    uses={"printed": printed, "nested_tables": nested_tables},
    examples=(
        Example(
            "một ô nhỏ (3) kéo theo ba ô rẻ nhất làm thành hình chữ nhật",
            given={
                "table": """
                    | unit | x  | y  | z  |
                    | A    | 20 | 3  | 50 |
                    | B    | 40 | 30 | 20 |
                    | C    | 16 | 22 | 90 |
                """
            },
            call="printed(table, 5)",
            expected="""
                | unit  | x  | y  | z   | total |
                | A     | –  | –  | 50  | 73    |
                | B     | 40 | 30 | 20  | 90    |
                | C     | –  | –  | 90  | 128   |
                | total | 76 | 55 | 160 | 291   |
            """,
        ),
        Example(
            "hai bảng, nhóm trong nhóm: phần còn lại là 4 người nên một trong hai số phải che",
            given={
                "groups": """
                    | unit | parent | n   |
                    | a    | –      | 100 |
                    | b    | a      | 96  |
                    | c    | –      | 100 |
                    | d    | c      | 90  |
                """
            },
            call=(
                'nested_tables(groups.select("n", group="unit", '
                'inside=groups["parent"].replace("–", None)), 5).rename({"group": "unit"})'
            ),
            expected="""
                | unit | n   | printed |
                | a    | 100 | 100     |
                | b    | 96  | –       |
                | c    | 100 | 100     |
                | d    | 90  | 90      |
            """,
        ),
    ),
)
