"""PAPI's rescaling, found again."""

import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.indices.rescaling import Indicator, Rescaling


def rescaled(low, high, first, second) -> float | None:
    """Two indicators, each with the top of its scale, brought to the sub-dimension's scale."""
    (a, top_a), (b, top_b) = first, second
    rule = Rescaling(low, high, (Indicator("a", 0, top_a), Indicator("b", 0, top_b)))
    frame = pl.DataFrame({"a": [a], "b": [b]}, schema={"a": pl.Float64, "b": pl.Float64})
    return frame.select(rule.score()).item()


CHAPTER = Chapter(
    title="PAPI: từ chỉ số đơn lẻ đến nội dung thành phần",
    prose="""
    Mỗi chỉ số đơn lẻ đưa về 0–1 theo **hai đầu thang lý thuyết** (không phải thấp nhất, cao nhất
    quan sát được), lấy bình quân không trọng số, rồi trải lên thang của nội dung thành phần:
    **điểm = thấp + (cao − thấp) × bình quân**. Thiếu một chỉ số thì không có điểm.

    Quy tắc này do hệ thống tìm lại bằng hồi quy trên 63 tỉnh, không phải công bố: năm 2018 khớp 10,
    năm 2019 khớp 9 nội dung thành phần, lệch lớn nhất 2e-7. Các nội dung còn lại không khớp quy tắc
    tuyến tính nào của những chỉ số đã công bố và không được tính lại.
    """,
    uses={"rescaled": rescaled},
    examples=(
        Example(
            "tri thức công dân 2019: chỉ số thứ nhất trên thang 0–2; dòng cuối thiếu một chỉ số",
            given={
                "cases": """
                    | low  | high | a    | max_a | b    | max_b |
                    | 0,25 | 2,50 | 0,00 | 2,00  | 0,00 | 1,00  |
                    | 0,25 | 2,50 | 1,00 | 2,00  | 0,40 | 1,00  |
                    | 0,25 | 2,50 | 2,00 | 2,00  | 1,00 | 1,00  |
                    | 0,25 | 2,50 | 1,00 | 2,00  | –    | 1,00  |
                """
            },
            each=True,
            call="rescaled(low, high, (a, max_a), (b, max_b))",
            columns=("score",),
            expected="""
                | a    | b    | score |
                | 0,00 | 0,00 | 0,25  |
                | 1,00 | 0,40 | 1,26  |
                | 2,00 | 1,00 | 2,50  |
                | 1,00 | –    | –     |
            """,
        ),
    ),
)
