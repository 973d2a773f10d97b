"""Weights that meet known totals."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.weighting import calibrate

SAMPLE = """
    | village | weight | sex | area     | score |
    | 1       | 10,0   | nam | đô thị   | 3     |
    | 1       | 10,0   | nữ  | đô thị   | 4     |
    | 2       | 10,0   | nam | nông thôn | 5    |
    | 2       | 10,0   | nam | nông thôn | 4    |
    | 3       | 10,0   | nam | nông thôn | 6    |
    | 3       | 10,0   | nữ  | nông thôn | 5    |
    | 4       | 10,0   | nam | đô thị   | 4     |
    | 4       | 10,0   | nam | đô thị   | 2     |
"""
SEX = {"sex": {"nam": 45, "nữ": 45}}
TWO = {**SEX, "area": {"đô thị": 30, "nông thôn": 60}}
TOLD = {"totals": "dân số: nam 45, nữ 45"}
TOLD_TWO = {"totals": "dân số: nam 45, nữ 45; đô thị 30, nông thôn 60"}

CHAPTER = Chapter(
    title="Hiệu chỉnh quyền số theo tổng đã biết",
    prose="""
    Mẫu thường lệch so với dân số: ở đây 60 nam và 20 nữ (theo quyền số) trong khi dân số có 45
    và 45. **Phân tầng sau** (`poststratify`) nhân quyền số mỗi nhóm cho đúng tổng: nam 45/60, nữ
    45/20. Nhiều cột cùng lúc thì dùng `raking` (nhân lần lượt tới khi mọi tổng đều đúng),
    `linear` (hồi quy) hoặc `logit` (hồi quy có cận, Deville và Särndal 1992). Tổng không thể đạt
    thì bị từ chối, kèm tên tổng và chỗ kẹt; không bao giờ dừng lặng lẽ.

    Sai số phải lấy từ **phần dư** của hiệu chỉnh: cái mà các tổng đã giải thích thì không còn là
    sai số nữa. Tính như mẫu thường sẽ ra sai số khác.
    """,
    uses={"calibrate": calibrate},
    examples=(
        Example(
            "tổng biên trước và sau",
            given={"people": SAMPLE, "totals": SEX},
            told=TOLD,
            call='calibrate(people, weight="weight", totals=totals, psu="village").report.margins',
            expected="""
                | column | level | total | before | after |
                | sex | nam | 45,00 | 60,00 | 45,00 |
                | sex | nữ | 45,00 | 20,00 | 45,00 |
            """,
        ),
        Example(
            "điểm trung bình với quyền số mới",
            given={"people": SAMPLE, "totals": SEX},
            told=TOLD,
            call='calibrate(people, weight="weight", totals=totals, psu="village")'
            '.estimate(target="score")',
            expected="""
                | value | se     | df | n_psu |
                | 4,25  | 0,4665 | 3  | 4     |
            """,
        ),
        Example(
            "tổng đã cho thì không còn sai số",
            given={"people": SAMPLE, "totals": SEX},
            told=TOLD,
            call='calibrate(people, weight="weight", totals=totals, psu="village")'
            '.estimate(target="sex", kind="total")',
            expected="""
                | category | value | se |
                | nam | 45,00 | 0,0000 |
                | nữ | 45,00 | 0,0000 |
            """,
        ),
        Example(
            "hai cột cùng lúc",
            given={"people": SAMPLE, "totals": TWO},
            told=TOLD_TWO,
            call='calibrate(people, weight="weight", totals=totals, method="raking",\n'
            '          psu="village").report.margins',
            expected="""
                | column | level | total | before | after |
                | sex | nam | 45,00 | 60,00 | 45,00 |
                | sex | nữ | 45,00 | 20,00 | 45,00 |
                | area | đô thị | 30,00 | 40,00 | 30,00 |
                | area | nông thôn | 60,00 | 40,00 | 60,00 |
            """,
        ),
    ),
)
