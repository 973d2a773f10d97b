"""Funnel limits."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.comparing import binomial_limits
from thuocdo.dossiers.comparing.funnels import shows


class _Limits:
    def __init__(self, n, target):
        self.low_95, self.high_95 = binomial_limits(n, target, 0.95)
        self.low_998, self.high_998 = binomial_limits(n, target, 0.998)


CHAPTER = Chapter(
    title="Giới hạn phễu",
    prose="""
    Xã ít hồ sơ thì tỷ lệ nhảy xa vì may rủi. Biểu đồ phễu (Spiegelhalter 2005) vẽ quanh mốc của tỉnh
    giới hạn 95 % và 99,8 % của **đúng phân bố nhị thức** ở cỡ ấy, nội suy giữa hai số đếm: giới hạn
    phân vị p là (r − α)/n, r là số đếm đầu tiên mà phân bố tích lũy đạt p và α = (F(r) − p)/P(R = r).

    Các xã vốn khác nhau hơn may rủi. Hệ số phân tán dư φ là trung bình z² sau khi kéo một phần mười
    ở mỗi đầu về phân vị 10 và 90; chỉ dùng khi φ·I > I + 2√(2I), I là số xã; giới hạn rộng ra √φ lần
    và trang nói φ là bao nhiêu.
    """,
    uses={"binomial_limits": binomial_limits, "Limits": _Limits, "shows": shows},
    examples=(
        Example(
            "mốc 90 %, từ 10 đến 10.000 hồ sơ",
            given={
                "cases": """
                    | n      |
                    | 10     |
                    | 100    |
                    | 1.000  |
                    | 10.000 |
                """
            },
            each=True,
            call="Limits(n, 0.9)",
            columns=("low_95", "high_95", "low_998", "high_998"),
            expected="""
                | n      | low_95 | high_95 | low_998 | high_998 |
                | 10     | 0,621  | 0,993   | 0,457   | 1,000    |
                | 100    | 0,832  | 0,950   | 0,792   | 0,976    |
                | 1.000  | 0,881  | 0,918   | 0,869   | 0,928    |
                | 10.000 | 0,894  | 0,906   | 0,891   | 0,909    |
            """,
        ),
        Example(
            "phân tán dư của 104 xã: từ khoảng 1,28 mới dùng",
            given={
                "cases": """
                    | phi  |
                    | 0,90 |
                    | 1,20 |
                    | 1,30 |
                    | 4,00 |
                """
            },
            each=True,
            call="shows(phi, 104)",
            columns=("used",),
            expected="""
                | phi  | used |
                | 0,90 | sai  |
                | 1,20 | sai  |
                | 1,30 | đúng |
                | 4,00 | đúng |
            """,
        ),
    ),
)
