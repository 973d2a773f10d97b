"""The cheapest way to more points."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.cheapest import cheapest
from thuocdo.dossiers.portal.levers import Effect, Lever

LATE = Effect("dvc-progress-tree", "total", 70, 100, 20.0)
SATISFIED = Effect("handling-satisfaction", "DOSSIER_RECEIVING_SATISFACTION", 70, 100, 6 / 0.9, 6.0)
SCANNED = Effect("dossier-digitized", "SO_HOA_GIAY_TO_GIAI_QUYET", 20, 100, 4.0, 4.0)
LEVERS = [
    Lever("on_time", "dossier", "đúng hạn", "on time", 30, (LATE, SATISFIED)),
    Lever("digitised", "dossier", "số hóa", "digitised", 80, (SCANNED,)),
]
TOLD = {
    "levers": "100 hồ sơ: 70 đúng hạn (tiến độ và hài lòng), 20 đã số hóa (tối đa 4 điểm)",
    "costs": "một hồ sơ đúng hạn tốn 10, một hồ sơ số hóa tốn 1",
}
COSTS = {"on_time": 10.0, "digitised": 1.0}

CHAPTER = Chapter(
    title="Cổng dịch vụ công: cần thêm những gì",
    prose="""
    Thêm một hồ sơ đúng hạn đáng 20 / số tiếp nhận, cộng 6 / 0,90 / số tiếp nhận cho đến khi hài
    lòng chạm trần; các việc khác tính theo quy tắc của mục ấy. Chưa biết chi phí thì tìm cách
    **ít việc nhất**: lấy dần việc đáng nhiều điểm nhất là đúng, vì điểm của mỗi việc chỉ giảm
    dần. Biết chi phí thì tìm cách **rẻ nhất**, có chứng minh: nhánh nào dù lấp phần còn lại bằng
    phân số theo giá tốt nhất vẫn không rẻ hơn cách đã biết thì bỏ. Mẫu số giữ nguyên: đây là câu
    về kỳ này, hoặc một kỳ sau giống hệt.
    """,
    uses={"cheapest": cheapest},
    examples=(
        Example(
            "cần bao nhiêu việc, chưa biết chi phí: toàn là hồ sơ đúng hạn",
            given={
                "cases": """
                    | needed |
                    | 0,50   |
                    | 6,00   |
                """,
                "levers": LEVERS,
            },
            told=TOLD,
            each=True,
            call="cheapest(levers, needed)",
            columns=("count", "points", "exact"),
            expected="""
                | needed | count | points | exact |
                | 0,50   | 2     | 0,53   | đúng  |
                | 6,00   | 24    | 6,13   | đúng  |
            """,
        ),
        Example(
            "biết chi phí: 77 số hóa và 11 đúng hạn; lấy dần việc rẻ nhất thì tốn 190",
            given={
                "cases": """
                    | needed |
                    | 0,50   |
                    | 6,00   |
                """,
                "levers": LEVERS,
                "costs": COSTS,
            },
            told=TOLD,
            each=True,
            call="cheapest(levers, needed, costs)",
            columns=("count", "cost", "exact"),
            expected="""
                | needed | count | cost   | exact |
                | 0,50   | 13    | 13,00  | đúng  |
                | 6,00   | 88    | 187,00 | đúng  |
            """,
        ),
    ),
)
