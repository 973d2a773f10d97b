"""The Fay-Herriot model by hand."""

import numpy as np
import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.surveys.areas import Benchmark, fay_herriot


def modelled(areas: pl.DataFrame, benchmark: Benchmark | None = None) -> pl.DataFrame:
    ones = np.ones((len(areas), 1))
    found = fay_herriot(areas["direct"], areas["variance"], ones, benchmark=benchmark)
    moved = found.eblup if found.benchmarked is None else found.benchmarked
    return areas.select("unit").with_columns(
        gamma=pl.Series(found.diagnostics.gamma),
        estimate=pl.Series(found.eblup),
        mse=pl.Series(found.mse),
        benchmarked=pl.Series(moved),
    )


AREAS = """
    | unit | direct | variance |
    | A    | 80,00  | 25,00    |
    | B    | 90,00  | 25,00    |
    | C    | 70,00  | 25,00    |
    | D    | –      | –        |
"""

CHAPTER = Chapter(
    title="Ước lượng cho xã ít phiếu (Fay–Herriot)",
    prose="""
    Xã ít phiếu thì số của riêng xã nhảy xa vì may rủi. Mô hình Fay–Herriot (1979) coi số riêng là
    điều mô hình chờ đợi, cộng phần riêng của xã (phương sai σ², chung cho các xã), cộng sai số lấy
    mẫu (phương sai ψ đã biết). Ước lượng là **γ × số riêng + (1 − γ) × số mô hình**, với
    γ = σ²/(σ² + ψ): càng ít phiếu càng dựa vào mô hình. Xã không có mẫu nhận số mô hình.

    Ở đây mô hình chỉ có một hằng số và ψ bằng nhau, nên tính tay được: trung bình 80; phương sai
    của ba số riêng là 100, trừ 25 do lấy mẫu còn σ² = 75; γ = 75/100. Sai số bình phương trung bình
    (Prasad và Rao 1990) của xã có mẫu là g1 + g2 + 2 g3: 25 × 0,75 = 18,75; 0,25² × 100/3 = 2,08;
    2 × 0,25²/100 × 2 × 100²/3 = 8,33. Của xã không mẫu: 75 + 100/3. Bỏ 2 g3 là nói mình chắc hơn
    sự thật.
    """,
    uses={"modelled": modelled, "Benchmark": Benchmark},
    examples=(
        Example(
            "ba xã có mẫu, một xã không",
            given={"areas": AREAS},
            call="modelled(areas)",
            expected="""
                | unit | gamma | estimate | mse    |
                | A    | 0,75  | 80,00    | 29,17  |
                | B    | 0,75  | 87,50    | 29,17  |
                | C    | 0,75  | 72,50    | 29,17  |
                | D    | 0,00  | 80,00    | 108,33 |
            """,
        ),
        Example(
            "khớp với số trực tiếp của tỉnh là 82: mọi xã nhân cùng một số, ở đây 82/80",
            given={"areas": AREAS, "province": Benchmark([1, 1, 1, 1], 82.0)},
            told={"province": "Benchmark([1, 1, 1, 1], 82.0), bốn xã đông dân như nhau"},
            call="modelled(areas, province)",
            expected="""
                | unit | estimate | benchmarked |
                | A    | 80,00    | 82,00       |
                | B    | 87,50    | 89,69       |
                | C    | 72,50    | 74,31       |
                | D    | 80,00    | 82,00       |
            """,
        ),
    ),
)
