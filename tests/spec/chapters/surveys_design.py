"""The design of a sample, and domains of it."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.estimates import estimate

SAMPLE = """
    | village | villages | sex | score |
    | 1       | 16       | nam | 1     |
    | 1       | 16       | nữ  | 3     |
    | 2       | 16       | nam | 4     |
    | 2       | 16       | nữ  | 4     |
    | 3       | 16       | nam | 3     |
    | 3       | 16       | nữ  | 5     |
    | 4       | 16       | nam | 5     |
    | 4       | 16       | nữ  | 7     |
"""
GAPS = """
    | village | sex | group | score |
    | 1       | nam | a     | 1     |
    | 1       | nữ  | a     | –     |
    | 2       | nam | a     | 4     |
    | 2       | nữ  | a     | 4     |
    | 3       | nam | a     | 3     |
    | 3       | nữ  | a     | 5     |
    | 4       | nam | b     | 5     |
    | 4       | nữ  | b     | 7     |
"""

CHAPTER = Chapter(
    title="Thiết kế mẫu và miền",
    prose="""
    Người trong cùng một thôn giống nhau, nên tám người ở bốn thôn cho ít hiểu biết hơn tám người
    chọn rải khắp tỉnh. Vì vậy sai số tính theo **đơn vị mẫu** (thôn), không theo người: số trung
    bình của bốn thôn là 2, 4, 4, 6, độ lệch chuẩn 1,63, chia √4 được 0,82. Biết tổng thể chỉ có
    16 thôn (`fpc`) thì nhân thêm √(1 − 4/16). Khoảng tin cậy dùng phân phối t với số **bậc tự do
    = số đơn vị mẫu − số tầng** của cả thiết kế. `deff` so phương sai ấy với mẫu ngẫu nhiên đơn
    giản cùng cỡ.

    **Miền** (một xã, một giới) không bao giờ là một thiết kế riêng: người ngoài miền đóng góp 0,
    nhưng thôn của họ vẫn được đếm. Người không trả lời cũng vậy: thiếu là thiếu, không thành 0.
    Miền gặp dưới hai đơn vị mẫu thì không có sai số, và `note` nói vì sao.
    """,
    uses={"estimate": estimate},
    examples=(
        Example(
            "tám người, bốn thôn",
            given={"people": SAMPLE},
            call='estimate(people, target="score", psu="village")',
            expected="""
                | value | se     | low    | high   | df | n | n_psu |
                | 4,00  | 0,8165 | 1,4015 | 6,5985 | 3  | 8 | 4     |
            """,
        ),
        Example(
            "biết tổng thể có 16 thôn",
            given={"people": SAMPLE},
            call='estimate(people, target="score", psu="village", fpc="villages")',
            expected="""
                | value | se     | low    | high   | df | n | n_psu |
                | 4,00  | 0,7071 | 1,7497 | 6,2503 | 3  | 8 | 4     |
            """,
        ),
        Example(
            "nam và nữ là hai miền của cùng thiết kế: bậc tự do vẫn là 3",
            given={"people": GAPS},
            call='estimate(people, target="score", by="sex", psu="village")',
            expected="""
                | sex | value  | se     | df | n | n_psu | note |
                | nam | 3,2500 | 0,8539 | 3  | 4 | 4     | –    |
                | nữ  | 5,3333 | 0,8315 | 3  | 3 | 3     | –    |
            """,
        ),
        Example(
            "nhóm b chỉ gặp ở một thôn: có giá trị, không có sai số",
            given={"people": GAPS},
            call='estimate(people, target="score", by="group", psu="village")',
            expected="""
                | group | value | se     | low    | high   | n | n_psu | note    |
                | a     | 3,40  | 0,6788 | 1,2397 | 5,5603 | 5 | 3     | –       |
                | b     | 6,00  | –      | –      | –      | 2 | 1     | one-psu |
            """,
        ),
        Example(
            "tỷ số của hai tổng, có tầng và quyền số",
            given={
                "households": """
                    | commune | village | weight | people | satisfied |
                    | A       | 1       | 10,0   | 4      | 3         |
                    | A       | 2       | 10,0   | 5      | 5         |
                    | A       | 3       | 10,0   | 3      | 1         |
                    | B       | 1       | 25,0   | 6      | 4         |
                    | B       | 2       | 25,0   | 2      | 2         |
                """
            },
            call='estimate(households, target="satisfied", kind="ratio", denominator="people",\n'
            '         strata="commune", psu="village", weight="weight")',
            expected="""
                | value | se     | low    | high   | df | n_psu |
                | 0,75  | 0,1033 | 0,4211 | 1,0789 | 3  | 5     |
            """,
        ),
    ),
)
