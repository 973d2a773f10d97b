"""Rates for the same mix of procedures."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.comparing import standardised


def told(counts):
    """The columns a reader sees."""
    return standardised(counts).select(
        "unit", "judged", "late", "expected", "crude", "ratio", "rate", "low", "high"
    )


CHAPTER = Chapter(
    title="Tỷ lệ đúng hạn theo cùng cơ cấu thủ tục",
    prose="""
    Xã làm nhiều thủ tục khó thì lỡ hạn nhiều hơn dù làm không kém. *Số lỡ hạn kỳ vọng* của một đơn
    vị là Σ số hồ sơ từng thủ tục × tỷ lệ lỡ hạn của thủ tục ấy trong cả tỉnh. *Tỷ số* = lỡ hạn thật /
    kỳ vọng: 1 là làm như tỉnh với chính những thủ tục ấy. *Tỷ lệ chuẩn hóa* = 1 − tỷ số × tỷ lệ lỡ hạn
    của tỉnh (chuẩn hóa gián tiếp; Breslow và Day 1987).

    Khoảng 95 %: những tỷ số θ mà số lỡ hạn thật còn hợp, với số lỡ hạn là tổng các nhị thức; một thủ
    tục thì đó là khoảng Wilson (1927). Không lỡ hồ sơ nào cũng có khoảng. Không dùng khoảng
    Poisson theo Byar vì lỡ hạn không hiếm, khoảng ấy rộng quá mức nó nói.
    """,
    uses={"told": told},
    examples=(
        Example(
            "A và B làm như nhau với từng thủ tục; A gặp thủ tục chậm nhiều hơn; C không lỡ hồ sơ nào",
            given={
                "counts": """
                    | unit | procedure | judged | late |
                    | A    | chậm      | 80     | 40   |
                    | A    | nhanh     | 20     | 2    |
                    | B    | chậm      | 20     | 10   |
                    | B    | nhanh     | 80     | 8    |
                    | C    | lạ        | 9      | 0    |
                """
            },
            call="told(counts)",
            expected="""
                | unit | judged | late | expected | crude | ratio | rate  | low   | high  |
                | A    | 100    | 42   | 42,0     | 0,580 | 1,000 | 0,713 | 0,651 | 0,774 |
                | B    | 100    | 18   | 18,0     | 0,820 | 1,000 | 0,713 | 0,597 | 0,809 |
                | C    | 9      | 0    | 0,0      | 1,000 | –     | –     | –     | –     |
            """,
        ),
    ),
)
