"""The five treatments of a denominator of 0."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.scores import group_score, score_of

CHAPTER = Chapter(
    title="Cổng dịch vụ công: mẫu số bằng 0",
    prose="""
    Không phát sinh việc gì thì được mấy điểm? Cổng Dịch vụ công quốc gia trả lời theo **năm
    cách**, tùy nhóm: (1) công khai và số hóa: không có điểm, mà điểm tối đa của nhóm vẫn giữ
    nguyên; (2) chứng thực bản sao điện tử: không có cả tử lẫn mẫu nhưng cổng ghi sẵn 100 %, ai
    cũng đủ điểm; (3) hài lòng về hồ sơ: 0 điểm; (4) phản ánh, kiến nghị: **đủ điểm**; (5) tiến
    độ, thanh toán, dịch vụ trực tuyến: 0 điểm. Vì thế một cơ quan không có hồ sơ nào vẫn được 12
    trên 18 điểm hài lòng và 0 trên 20 điểm tiến độ: đó là cách chấm, không phải chất lượng.
    """,
    uses={
        "score_of": score_of,
        "group_score": group_score,
        "groups": rule_book().groups,
    },
    examples=(
        Example(
            "bốn cách đầu, theo từng mục",
            given={
                "cases": """
                    | group                 | name                           | n | d | ratio |
                    | transparency          | PUBLISH_ON_TIME                | 0 | 0 | –     |
                    | dossier-digitized     | SO_HOA_GIAY_TO_GIAI_QUYET      | 0 | 0 | –     |
                    | dossier-digitized     | ELECTRONIC_CERTIFIED_COPY      | – | – | 100   |
                    | handling-satisfaction | DOSSIER_RECEIVING_SATISFACTION | 0 | 0 | 0     |
                    | handling-satisfaction | PETITION_PROCESSING_ON_TIME    | 0 | 0 | 0     |
                    | handling-satisfaction | PETITION_HANDLING_SATISFACTION | 0 | 0 | 0     |
                """
            },
            each=True,
            call="score_of(group, name, n, d, ratio)",
            columns=("points",),
            expected="""
                | name                           | points |
                | PUBLISH_ON_TIME                | –      |
                | SO_HOA_GIAY_TO_GIAI_QUYET      | –      |
                | ELECTRONIC_CERTIFIED_COPY      | 2,00   |
                | DOSSIER_RECEIVING_SATISFACTION | 0,00   |
                | PETITION_PROCESSING_ON_TIME    | 6,00   |
                | PETITION_HANDLING_SATISFACTION | 6,00   |
            """,
        ),
        Example(
            "cách thứ năm, ở nhóm chấm từ số đếm",
            given={
                "cases": """
                    | on_time | received |
                    | 0       | 0        |
                    | 40      | 50       |
                """
            },
            each=True,
            call='group_score(groups["dvc-progress-tree"], '
            '{"totalOnTime": on_time, "totalReceived": received})',
            columns=("points",),
            expected="""
                | on_time | received | points |
                | 0       | 0        | 0,00   |
                | 40      | 50       | 16,00  |
            """,
        ),
    ),
)
