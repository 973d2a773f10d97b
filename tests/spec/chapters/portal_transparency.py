"""Group 1: publicity and transparency."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.scores import score_of, sum_of_metrics

CHAPTER = Chapter(
    title="Cổng dịch vụ công: công khai, minh bạch (18 điểm)",
    prose="""
    Bốn mục 6 + 4 + 2 + 6, mỗi mục bằng **điểm tối đa × tỷ lệ**. Điểm nhóm là tổng các mục; mục
    không có điểm thì không cộng gì, còn 18 vẫn là 18. Ba mục đầu là số của cả tỉnh, lặp lại ở mọi
    cơ quan: không xếp hạng, không cộng. Mục đồng bộ có cờ `TEMP_NATIONAL_REPORT_DENOMINATOR` thì
    tử bằng mẫu theo cách dựng số, nên 100 % không nói gì về cơ quan.
    """,
    uses={"score_of": score_of, "sum_of_metrics": sum_of_metrics},
    examples=(
        Example(
            "từng mục",
            given={
                "cases": """
                    | name                  | n   | d   |
                    | PUBLISH_ON_TIME       | 45  | 60  |
                    | PUBLIC_UPDATE_ON_TIME | 0   | 0   |
                    | PUBLIC_CONTENT_FULL   | 72  | 80  |
                    | DOSSIER_SYNC          | 500 | 500 |
                """
            },
            each=True,
            call='score_of("transparency", name, n, d)',
            columns=("points",),
            expected="""
                | name                  | points |
                | PUBLISH_ON_TIME       | 4,50   |
                | PUBLIC_UPDATE_ON_TIME | –      |
                | PUBLIC_CONTENT_FULL   | 1,80   |
                | DOSSIER_SYNC          | 6,00   |
            """,
        ),
        Example(
            "cả nhóm: 4,50 + 1,80 + 6,00",
            given={
                "cases": """
                    | a    | b | c    | d    |
                    | 4,50 | – | 1,80 | 6,00 |
                """
            },
            each=True,
            call="sum_of_metrics([a, b, c, d])",
            columns=("total",),
            expected="""
                | total |
                | 12,30 |
            """,
        ),
    ),
)
