"""Replacements from the reserve list."""

import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.sampling import replaced

SAMPLE = """
    | unit | code | role    | turn |
    | A    | p1   | main    | –    |
    | A    | p2   | main    | –    |
    | A    | p3   | reserve | 1    |
    | A    | p4   | reserve | 2    |
"""


def after(sample: pl.DataFrame, *changes) -> pl.DataFrame:
    try:
        return replaced(sample.rename({"unit": "group"}), changes, unit="code")
    except ThuocDoError as error:
        return pl.DataFrame({"refused": [error.code]})


CHAPTER = Chapter(
    title="Thay người không gặp được",
    prose="""
    Người thay là người **kế tiếp trong danh sách dự phòng** của đúng nhóm ấy, danh sách có sẵn thứ tự
    từ lúc chọn mẫu. Mỗi lần thay ghi lại: ai ra, ai vào, lý do theo mã (vắng, từ chối, đã chuyển đi,
    không trả lời được, không thuộc đối tượng, không đến được, khác); không dòng nào mất đi. Hết dự
    phòng thì dừng và ghi là không trả lời: tự chọn thêm người dễ gặp làm mẫu lệch mà không ai thấy.
    """,
    uses={"after": after},
    examples=(
        Example(
            "p1 vắng, rồi người thay là p3 từ chối",
            given={"sample": SAMPLE},
            call='after(sample, ("p1", "absent"), ("p3", "refused"))',
            expected="""
                | code | role     | reason  | replaced_by | replaces |
                | p1   | replaced | absent  | p3          | –        |
                | p2   | main     | –       | –           | –        |
                | p3   | replaced | refused | p4          | p1       |
                | p4   | main     | –       | –           | p3       |
            """,
        ),
        Example(
            "ba lần thay khi chỉ có hai người dự phòng",
            given={"sample": SAMPLE},
            call='after(sample, ("p1", "absent"), ("p2", "moved"), ("p3", "absent"))',
            expected="""
                | refused    |
                | SURVEY-067 |
            """,
        ),
    ),
)
