"""How many of a pattern a unit is expected to show."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.integrity.testing import expectations


def expected(counts):
    """``expectations`` of the pattern x."""
    return expectations(counts, "x")


CHAPTER = Chapter(
    title="Dấu hiệu số được làm đẹp: bao nhiêu là nhiều",
    prose="""
    Mỗi dấu hiệu đếm số hồ sơ *có thể* mang nó và số hồ sơ mang nó. Con số chờ đợi của một đơn vị:
    với từng thủ tục, tỷ lệ ở **các đơn vị khác** nhân với số hồ sơ của đơn vị, rồi cộng lại; thủ tục
    chỉ một nơi làm thì lấy tỷ lệ chung. Đơn vị khác nhau vì nhiều lẽ chính đáng, nên phần khác nhau
    ngoài ngẫu nhiên được ước lượng rồi tính vào (phân phối nhị thức âm), và vì nhìn nhiều đơn vị cùng
    lúc nên trị số p được chỉnh (Benjamini & Hochberg 1995). Dưới 5 hồ sơ, hoặc chưa gấp đôi số chờ
    đợi, thì không hỏi. Ngưỡng là của hệ thống, chưa có văn bản nào đặt.
    """,
    uses={"expected": expected},
    examples=(
        Example(
            "A làm thủ tục T1; B làm cả hai; C chỉ làm T2",
            given={
                "counts": """
                    | unit | procedure | case_x | seen_x |
                    | A    | T1        | 10     | 1      |
                    | B    | T1        | 30     | 6      |
                    | B    | T2        | 10     | 0      |
                    | C    | T2        | 20     | 4      |
                """
            },
            call="expected(counts)",
            expected="""
                | unit | cases | observed | expected |
                | A    | 10    | 1        | 2        |
                | B    | 40    | 6        | 5        |
                | C    | 20    | 4        | 0        |
            """,
        ),
    ),
)
