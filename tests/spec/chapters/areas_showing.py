"""What may be shown of a commune."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.areas import shown

CHAPTER = Chapter(
    title="Hiện số của xã, số mô hình, hay để trống",
    prose="""
    Theo thứ tự: **số riêng** khi đủ phiếu, tính được sai số và sai số đủ nhỏ; không thì **số mô
    hình** khi sai số của nó đủ nhỏ; không thì **để trống** và nói vì sao. Số riêng không có sai số
    (chỉ hỏi một thôn) không bao giờ hiện.

    Ngưỡng là tham số, mỗi ngưỡng có nguồn: ít nhất 15 phiếu (chú thích trong bảng PAPI 2019, *đã
    đọc*); ít nhất 3 cụm khi biết số cụm (đo trên tỉnh mô phỏng: hai thôn thì sai số nhiều khi nhỏ quá
    mức); sai số chuẩn không quá 16,5 % số riêng, 33,3 % số mô hình (hướng dẫn của Thống kê Canada
    theo một trang dẫn lại, *thứ cấp*); nửa khoảng 95 % tối đa bao nhiêu điểm là lựa chọn của nơi
    dùng, *chưa biết*, nên mặc định không áp.
    """,
    uses={"shown": shown},
    examples=(
        Example(
            "đủ phiếu; 14 phiếu; không sai số; quá không chắc; cả hai đều không được",
            given={
                "areas": """
                    | unit | n  | own   | own_se | model | model_mse |
                    | A    | 15 | 80,00 | 6,00   | 78,00 | 9,00      |
                    | B    | 14 | 80,00 | 6,00   | 78,00 | 9,00      |
                    | C    | 30 | 80,00 | –      | 78,00 | 9,00      |
                    | D    | 20 | 60,00 | 12,00  | 75,00 | 16,00     |
                    | E    | 9  | 60,00 | 12,00  | 60,00 | 625,00    |
                    | F    | 0  | –     | –      | 76,00 | 36,00     |
                """
            },
            call="shown(areas)",
            expected="""
                | unit | show    | value | se   | why         |
                | A    | own     | 80,00 | 6,00 | enough      |
                | B    | model   | 78,00 | 3,00 | few_answers |
                | C    | model   | 78,00 | 3,00 | no_error    |
                | D    | model   | 75,00 | 4,00 | too_unsure  |
                | E    | nothing | –     | –    | few_answers |
                | F    | model   | 76,00 | 6,00 | few_answers |
            """,
        ),
    ),
)
