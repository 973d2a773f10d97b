"""Strata of one PSU."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.estimates import estimate

SAMPLE = """
    | commune | village | weight | score |
    | A       | 1       | 1,0    | 2     |
    | A       | 2       | 1,0    | 4     |
    | B       | 1       | 2,0    | 8     |
    | C       | 1       | 1,0    | 3     |
    | C       | 2       | 1,0    | 7     |
"""

CHAPTER = Chapter(
    title="Tầng chỉ có một đơn vị mẫu",
    prose="""
    Một thôn không nói được các thôn cùng xã khác nhau bao nhiêu. Mặc định hệ thống **từ chối** và
    nêu tên tầng. Người tính chọn một trong ba cách, mỗi cách là một giả định phải ghi ra:
    `center` đo tầng ấy quanh trung bình của mọi đơn vị mẫu (thường lớn hơn sự thật); `collapse`
    gộp nó với tầng kế tiếp theo mã, không bao giờ theo câu trả lời; `scale` coi nó bằng trung
    bình các tầng khác. Tầng lấy trọn (`fpc` bằng 1) không cần cách nào.
    """,
    uses={"estimate": estimate},
    examples=tuple(
        Example(
            title,
            given={"people": SAMPLE},
            call='estimate(people, target="score", strata="commune", psu="village",\n'
            f'         weight="weight", singleton="{how}")',
            expected=expected,
        )
        for title, how, expected in (
            (
                "xã B có một thôn: đo quanh trung bình chung",
                "center",
                """
                    | value  | se     | df |
                    | 5,3333 | 1,1600 | 2  |
                """,
            ),
            (
                "gộp xã B với xã C",
                "collapse",
                """
                    | value  | se     | df |
                    | 5,3333 | 1,1560 | 3  |
                """,
            ),
            (
                "coi xã B như trung bình của A và C",
                "scale",
                """
                    | value  | se     | df |
                    | 5,3333 | 0,9129 | 2  |
                """,
            ),
        )
    ),
)
