"""Drawing villages in proportion to size."""

import numpy as np
import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.surveys.sampling import pps


def drawn(villages: pl.DataFrame, n: int, start: float) -> pl.DataFrame:
    sizes = villages["adults"].to_numpy().astype(float)
    found = pps(sizes, n, start)
    running = np.cumsum(np.where(found.certain, 0, found.chance))
    return villages.select("unit").with_columns(
        chance=pl.Series(found.chance),
        running=pl.Series(running),
        certain=pl.Series(found.certain),
        taken=pl.Series(found.taken),
    )


CHAPTER = Chapter(
    title="Chọn thôn theo quy mô",
    prose="""
    Cần n thôn, thôn đông dễ được chọn hơn: cơ hội là n × số người / tổng. Thôn nào cơ hội tới 1 thì
    **chắc chắn vào**, phần còn lại chia cho các thôn khác. Xếp các thôn thành hàng, cộng dồn cơ hội;
    bắt đầu từ một số ngẫu nhiên trong (0; 1), cứ thêm 1 thì chọn thôn chứa điểm ấy (Madow 1949). Mỗi
    thôn được đúng cơ hội của nó, và luôn đủ n thôn.

    Số ngẫu nhiên lấy từ mã băm SHA-256 của hạt giống và mã thôn, nên cùng danh sách thì cùng mẫu dù
    dòng xếp khác đi, và ai cũng kiểm lại được. Thôn chắc chắn vào không có sai số chọn thôn: khi ước
    lượng, nó thành một tầng riêng.
    """,
    uses={"drawn": drawn},
    examples=(
        Example(
            "chọn 2 thôn, bắt đầu từ 0,4: A chắc chắn vào, điểm 0,4 rơi vào D",
            given={
                "villages": """
                    | unit | adults |
                    | A    | 1.200  |
                    | B    | 200    |
                    | C    | 100    |
                    | D    | 300    |
                    | E    | 200    |
                """
            },
            call="drawn(villages, 2, 0.4)",
            expected="""
                | unit | chance | running | certain | taken |
                | A    | 1,000  | 0,000   | đúng    | đúng  |
                | B    | 0,250  | 0,250   | sai     | sai   |
                | C    | 0,125  | 0,375   | sai     | sai   |
                | D    | 0,375  | 0,750   | sai     | đúng  |
                | E    | 0,250  | 1,000   | sai     | sai   |
            """,
        ),
    ),
)
