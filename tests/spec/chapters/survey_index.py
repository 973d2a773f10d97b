"""An index made from a survey whose weights may be unknown."""

from types import SimpleNamespace

import numpy as np
from tests.spec.book import Chapter, Example

from thuocdo.surveys.scoring import Leaf, Part, SurveyIndex
from thuocdo.surveys.scoring.rules import bands, linear


def overall(policy: float, service: float, weight: float | None) -> SimpleNamespace:
    """The overall index of two parts; ``weight`` of policy, the rest is service's."""
    known = {} if weight is None else {"p": weight, "s": 1 - weight}
    leaves = (Leaf("p", "p"), Leaf("s", "s"))
    rules = SurveyIndex("thử", leaves, (Part("total", ("p", "s"), "weighted", weights=known),))
    nodes = linear(rules)
    value = nodes.constant + np.array([[policy, service]]) @ nodes.of
    low, high = bands(rules, value)
    told = None if np.isnan(value[0, 2]) else float(value[0, 2])
    return SimpleNamespace(value=told, lowest=float(low[0, 2]), highest=float(high[0, 2]))


CHAPTER = Chapter(
    title="Chỉ số làm từ khảo sát: trọng số chưa biết thì chỉ có khoảng",
    prose="""
    Chỉ số là cây: câu hỏi → yếu tố → phần → chỉ số chung. Khi mọi trọng số đã biết, mỗi nút là
    một tổng có trọng số của các câu hỏi, nên sai số đi thẳng từ mẫu lên tới chỉ số chung.

    Chưa thấy nơi nào công bố trọng số của SIPAS. Nút có **trọng số chưa biết** không có giá trị, chỉ
    có **khoảng**: thấp nhất và cao nhất trong những gì tạo nên nó, đúng với mọi trọng số. Trọng số
    bằng nhau là giả định của người dùng và được ghi như thế.
    """,
    uses={"overall": overall},
    examples=(
        Example(
            "chỉ số chung từ phần chính sách 80 % và phần dịch vụ 90 % người hài lòng",
            given={
                "cases": """
                    | policy | service | weight |
                    | 0,80   | 0,90    | –      |
                    | 0,80   | 0,90    | 0,50   |
                    | 0,80   | 0,90    | 0,60   |
                """
            },
            each=True,
            call="overall(policy, service, weight)",
            columns=("value", "lowest", "highest"),
            expected="""
                | weight | value | lowest | highest |
                | –      | –     | 0,80   | 0,90    |
                | 0,50   | 0,85  | 0,85   | 0,85    |
                | 0,60   | 0,84  | 0,84   | 0,84    |
            """,
        ),
    ),
)
