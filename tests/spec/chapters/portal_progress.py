"""Group 2: progress."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.scores import group_score

CHAPTER = Chapter(
    title="Cổng dịch vụ công: tiến độ giải quyết (20 điểm)",
    prose="""
    **20 × số đúng hạn / số tiếp nhận.** Đúng hạn và quá hạn kể cả hồ sơ đang xử lý, nên cộng lại
    bằng số tiếp nhận chứ không phải số đã xong. Thời gian giải quyết trung bình chỉ để xem.
    """,
    uses={"group_score": group_score, "groups": rule_book().groups},
    examples=(
        Example(
            "thiếu một số đầu vào thì không có điểm tính lại",
            given={
                "cases": """
                    | on_time | received |
                    | 900     | 1.000    |
                    | 1       | 3        |
                    | 900     | –        |
                """
            },
            each=True,
            call='group_score(groups["dvc-progress-tree"], '
            '{"totalOnTime": on_time, "totalReceived": received})',
            columns=("points",),
            expected="""
                | on_time | received | points |
                | 900     | 1.000    | 18,00  |
                | 1       | 3        | 6,67   |
                | 900     | –        | –      |
            """,
        ),
    ),
)
