"""Allocation of a sample to strata."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.sampling import allocate, allocate_for_precision

COMMUNES = """
    | unit | adults | sd   | mean  |
    | A    | 1.000  | 4,00 | 10,00 |
    | B    | 4.000  | 1,00 | 5,00  |
    | C    | 5.000  | 2,00 | 20,00 |
"""

CHAPTER = Chapter(
    title="Chia mẫu cho các xã",
    prose="""
    *Tỷ lệ*: xã đông được nhiều. *Neyman* (1934): xã đông và xã ý kiến phân tán được nhiều; số của cả
    tỉnh chắc nhất. *Lũy thừa* (Bankier 1988): cân giữa số của tỉnh và số của từng xã; lũy thừa 0 thì
    mọi xã chắc như nhau (tính theo phần trăm), 1 thì như Neyman. *Đủ chính xác từng xã*: mỗi xã tự
    đạt sai số đã đặt.

    Số người là số nguyên và là cách chia **tốt nhất** trong mọi cách chia nguyên: từ mức tối thiểu,
    mỗi người thêm được đưa vào xã làm giảm tổng w²/n nhiều nhất (Wright 2012).
    """,
    uses={"allocate": allocate, "allocate_for_precision": allocate_for_precision},
    examples=(
        Example(
            "tỷ lệ, 100 người",
            given={"communes": COMMUNES},
            call='allocate(communes, 100, stratum="unit", size="adults")',
            expected="""
                | unit | adults | n  | fraction |
                | A    | 1.000  | 10 | 0,010    |
                | B    | 4.000  | 40 | 0,010    |
                | C    | 5.000  | 50 | 0,010    |
            """,
        ),
        Example(
            "Neyman, 180 người: theo N × độ lệch chuẩn = 4.000, 4.000, 10.000",
            given={"communes": COMMUNES},
            call='allocate(communes, 180, stratum="unit", size="adults", method="neyman")',
            expected="""
                | unit | n   |
                | A    | 40  |
                | B    | 40  |
                | C    | 100 |
            """,
        ),
        Example(
            "lũy thừa 0, 70 người: theo độ lệch chuẩn / trung bình = 0,4; 0,2; 0,1",
            given={"communes": COMMUNES},
            call=(
                'allocate(communes, 70, stratum="unit", size="adults", method="power", power=0.0)'
            ),
            expected="""
                | unit | n  |
                | A    | 40 |
                | B    | 20 |
                | C    | 10 |
            """,
        ),
        Example(
            "mỗi xã ±5 điểm, hệ số thiết kế 1,5: xã nhỏ không cần ít đi bao nhiêu",
            given={"communes": COMMUNES},
            call=(
                'allocate_for_precision(communes, 0.05, stratum="unit", size="adults", deff=1.5)'
            ),
            expected="""
                | unit | n   |
                | A    | 366 |
                | B    | 504 |
                | C    | 517 |
            """,
        ),
    ),
)
