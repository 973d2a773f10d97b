"""Median and 90th of the hours a dossier took."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.measures.figures import order_statistics


def statistics(bins):
    """By unit, as ``order_statistics`` gives them."""
    return order_statistics(bins.lazy(), ["unit"])


CHAPTER = Chapter(
    title="Thời gian giải quyết: trung vị và phần trăm thứ 90",
    prose="""
    Thời gian của một hồ sơ đã xong là số **giờ đã bắt đầu** từ lúc tiếp nhận đến lúc kết thúc, trừ
    thời gian chờ bổ sung (2 giờ 1 giây là 3 giờ). Trị số thứ K phần trăm là số giờ *nhỏ nhất* mà
    ít nhất K % hồ sơ không lâu hơn: luôn là một số giờ có thật, không nằm giữa hai hồ sơ. Bảng đếm
    theo giờ cộng được, nên thêm hồ sơ mới không phải tính lại cả năm. Không văn bản nào đã thấy ghi
    công thức của mục này; số chỉ để tham khảo.
    """,
    uses={"statistics": statistics},
    examples=(
        Example(
            "Chín hồ sơ nhanh, một hồ sơ rất lâu",
            given={
                "bins": """
                    | unit | hours | count |
                    | A    | 2     | 4     |
                    | A    | 8     | 5     |
                    | A    | 900   | 1     |
                    | B    | 24    | 1     |
                    | B    | 48    | 1     |
                """
            },
            call="statistics(bins)",
            expected="""
                | unit | count | median | p90 |
                | A    | 10    | 8      | 8   |
                | B    | 2     | 24     | 48  |
            """,
        ),
    ),
)
