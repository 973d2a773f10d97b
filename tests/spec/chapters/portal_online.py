"""Group 3: online services, a candidate rule."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.scores import group_score

CHAPTER = Chapter(
    title="Cổng dịch vụ công: dịch vụ trực tuyến (12 điểm), quy tắc dự kiến",
    prose="""
    Chỉ có cho dòng của **tỉnh**: 6 + min(2; 2,5 × (một phần + toàn trình) / TTHC trong phạm vi) +
    4 × dịch vụ có phát sinh hồ sơ / số dịch vụ. Quy tắc này khớp bốn lần chụp của một tỉnh nhưng
    chưa đủ để tin: số 6 có lẽ là 6 × min(1; tỷ lệ hồ sơ trực tuyến / một ngưỡng), mà mới thấy khi
    tỷ lệ ấy từ 98,5 % trở lên; trần 2 mới thấy một lần. Vì thế mọi dòng của nó ghi `candidate`,
    không bao giờ được đếm là khớp. Các cơ quan: cổng không công bố số đầu vào, nên
    `undetermined`.
    """,
    uses={"group_score": group_score, "group": rule_book().groups["provide-online-tree"]},
    examples=(
        Example(
            "chưa chạm trần, chạm trần, không có hồ sơ nào",
            given={
                "cases": """
                    | part | full | scope | used | services | dossiers |
                    | 20   | 20   | 80    | 300  | 1.200    | 9.000    |
                    | 40   | 36   | 80    | 300  | 1.200    | 9.000    |
                    | 20   | 20   | 80    | 0    | 1.200    | 0        |
                """
            },
            each=True,
            call="""\
group_score(
    group,
    {
        "partialCount": part,
        "fullCount": full,
        "authorityCount": scope,
        "onlineDossierCount": used,
        "onlineServiceTotal": services,
        "channelTotalSum": dossiers,
    },
)""",
            columns=("points",),
            expected="""
                | part | full | used | dossiers | points |
                | 20   | 20   | 300  | 9.000    | 8,25   |
                | 40   | 36   | 300  | 9.000    | 9,00   |
                | 20   | 20   | 0    | 0        | 0,00   |
            """,
        ),
    ),
)
