"""The chances of the villages of a simulated survey, and sizes kept out of real weights."""

import numpy as np
import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.surveys.simulating import real_sizes
from thuocdo.surveys.simulating.drawing import inclusion


def chances(villages: pl.DataFrame, count: int) -> pl.DataFrame:
    """Each village with its chance and, for 16 of its adults, the weight of one of them."""
    chance = inclusion(villages["people"].to_numpy(), count)
    weight = 1 / (chance * np.minimum(16, villages["adults"]) / villages["adults"].to_numpy())
    return villages.select("village").with_columns(chance=chance, weight=weight)


def answer(basis: str) -> str:
    """What a frame of one commune of that basis gets."""
    frame = pl.DataFrame({"code": ["A"], "simulated": [basis == "simulated"]})
    return "nhận" if real_sizes(frame) is frame else ""


CHAPTER = Chapter(
    title="Khảo sát mô phỏng: chọn thôn và quyền số",
    prose="""
    Thôn được chọn với xác suất tỷ lệ với dân số; thôn nào vì thế vượt quá 1 thì chắc chắn được
    chọn và các thôn còn lại chia phần còn lại. Người được chọn ngẫu nhiên trong thôn. Quyền số
    là nghịch đảo của tích các xác suất ấy. Dân số bịa không bao giờ vào quyền số thật.
    """,
    uses={"chances": chances, "answer": answer},
    examples=(
        Example(
            "Chọn 2 trong 4 thôn, 16 người mỗi thôn",
            given={
                "villages": """
                    | village | people | adults |
                    | A.001   | 1000   | 800    |
                    | A.002   | 1000   | 640    |
                    | A.003   | 2000   | 1600   |
                    | A.004   | 6000   | 4800   |
                """
            },
            call="chances(villages, 2)",
            expected="""
                | village | chance | weight |
                | A.001   | 0,25   | 200,00 |
                | A.002   | 0,25   | 160,00 |
                | A.003   | 0,50   | 200,00 |
                | A.004   | 1,00   | 300,00 |
            """,
        ),
        Example(
            "Dân số có căn cứ nào thì dùng được cho quyền số thật",
            given={
                "sizes": """
                    | basis     |
                    | stated    |
                    | estimated |
                    | simulated |
                """
            },
            call="answer(basis)",
            each=True,
            columns=("answer",),
            expected="""
                | basis     | answer     |
                | stated    | nhận       |
                | estimated | nhận       |
                | simulated | SURVEY-080 |
            """,
        ),
    ),
)
