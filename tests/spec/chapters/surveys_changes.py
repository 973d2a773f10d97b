"""Changes between rounds that share PSUs."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.estimates import compare

SAME = """
    | round | village | score |
    | 2030  | 1       | 2     |
    | 2030  | 2       | 4     |
    | 2030  | 3       | 6     |
    | 2031  | 1       | 3     |
    | 2031  | 2       | 5     |
    | 2031  | 3       | 8     |
"""
OTHERS = """
    | round | village | score |
    | 2030  | 1       | 2     |
    | 2030  | 2       | 4     |
    | 2030  | 3       | 6     |
    | 2031  | 4       | 3     |
    | 2031  | 5       | 5     |
    | 2031  | 6       | 8     |
"""
PARTLY = """
    | round | village | score |
    | 2030  | 1       | 2     |
    | 2030  | 2       | 4     |
    | 2030  | 3       | 6     |
    | 2031  | 2       | 5     |
    | 2031  | 3       | 8     |
    | 2031  | 4       | 3     |
"""

CHAPTER = Chapter(
    title="Thay đổi giữa hai đợt khảo sát có chung thôn",
    prose="""
    Hỏi lại cùng những thôn thì thay đổi chắc hơn nhiều: cái riêng của mỗi thôn có ở cả hai đợt và
    tự triệt tiêu. Sai số của hiệu là **√(sai số₁² + sai số₂² − 2 × hiệp phương sai)**, hiệp
    phương sai lấy từ các thôn có ở cả hai đợt (Tam 1984). Mọi thôn trùng nhau: như so từng thôn
    với chính nó. Không thôn nào trùng: hai đợt độc lập. Coi mọi đợt là độc lập, như thường làm,
    sẽ bỏ sót những thay đổi có thật.
    """,
    uses={"compare": compare},
    examples=tuple(
        Example(
            title,
            given={"people": sample},
            call='compare(people, target="score", between="round", rounds=True, psu="village")',
            expected=f"""
                | first | second | value_first | value_second | value  | se | df | t |
                | 2030  | 2031   | 4,00        | 5,3333       | 1,3333 | {error} |
            """,
        )
        for title, sample, error in (
            ("ba thôn, hỏi lại đúng ba thôn ấy", SAME, "0,3333 | 2 | 4,00"),
            ("cùng những con số, nhưng là ba thôn khác", OTHERS, "1,8559 | 4 | 0,7184"),
            ("hai trong ba thôn được hỏi lại", PARTLY, "1,4530 | 3 | 0,9177"),
        )
    ),
)
