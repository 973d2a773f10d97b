"""Group 6: satisfaction."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.scores import score_of

CHAPTER = Chapter(
    title="Cổng dịch vụ công: mức độ hài lòng (18 điểm)",
    prose="""
    Hồ sơ: **min(6; 6 × tỷ lệ / 0,90)**. Phản ánh, kiến nghị đúng hạn và hài lòng: mỗi mục **6 ×
    tỷ lệ**. Hai mục phân loại chỉ để theo dõi. «Hài lòng về hồ sơ» **không phải khảo sát**: số
    hài lòng bằng số hồ sơ đúng hạn, hoặc kém vài hồ sơ, nên cùng một việc được tính hai lần (ở
    đây và ở tiến độ). Mỗi cơ quan thường chỉ có 0 đến 3 phản ánh: một việc quyết định 2 đến 6
    điểm.
    """,
    uses={"score_of": score_of},
    examples=(
        Example(
            "từng mục",
            given={
                "cases": """
                    | name                           | n   | d   |
                    | DOSSIER_RECEIVING_SATISFACTION | 360 | 500 |
                    | DOSSIER_RECEIVING_SATISFACTION | 450 | 500 |
                    | DOSSIER_RECEIVING_SATISFACTION | 480 | 500 |
                    | PETITION_PROCESSING_ON_TIME    | 2   | 3   |
                    | PETITION_HANDLING_SATISFACTION | 0   | 1   |
                    | PETITION_CLASSIFICATION_STAFF  | 1   | 3   |
                """
            },
            each=True,
            call='score_of("handling-satisfaction", name, n, d)',
            columns=("points",),
            expected="""
                | name                           | n   | d   | points |
                | DOSSIER_RECEIVING_SATISFACTION | 360 | 500 | 4,80   |
                | DOSSIER_RECEIVING_SATISFACTION | 450 | 500 | 6,00   |
                | DOSSIER_RECEIVING_SATISFACTION | 480 | 500 | 6,00   |
                | PETITION_PROCESSING_ON_TIME    | 2   | 3   | 4,00   |
                | PETITION_HANDLING_SATISFACTION | 0   | 1   | 0,00   |
                | PETITION_CLASSIFICATION_STAFF  | 1   | 3   | –      |
            """,
        ),
    ),
)
