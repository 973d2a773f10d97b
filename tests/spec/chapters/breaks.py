"""Breaks: where the measurement changed."""

from tests.spec.book import Chapter, Example, facts, rules

from thuocdo.indices import broken_in, comparable_since

BREAKS = facts(
    **{
        "break": """
            | index | year | item | reason          | reason_en       |
            | papi  | 2030 | 1.2  | Đổi câu hỏi     | New question    |
            | papi  | 2032 | 2    | Đổi thang điểm  | New scale       |
        """
    }
)
RULES = rules("1 = 1.1 + 1.2", "2 = 2.1")
TOLD = {
    "facts": "1.2 đổi câu hỏi từ 2030; nội dung 2 đổi thang điểm từ 2032",
    "rules": "nội dung 1 = 1.1 + 1.2; nội dung 2 = 2.1",
}

CHAPTER = Chapter(
    title="Chỗ đứt",
    prose="""
    Khi cách đo đổi, chuỗi số liệu đứt: điểm trước và sau không so được với nhau, chỉ so được vị
    trí. Chỗ đứt là số liệu, mỗi chỗ kèm lý do. Đứt ở một phần thì nội dung chứa nó và điểm chung
    cũng đứt; đứt ở nội dung thì từng phần của nó chưa chắc đứt.
    """,
    uses={"broken_in": broken_in, "comparable_since": comparable_since},
    examples=(
        Example(
            "năm ấy mục ấy có đứt không",
            given={
                "cases": """
                    | item  | year |
                    | 1.2   | 2030 |
                    | 1.1   | 2030 |
                    | 1     | 2030 |
                    | total | 2030 |
                    | 2     | 2032 |
                    | 2.1   | 2032 |
                    | 1     | 2032 |
                """,
                "facts": BREAKS,
                "rules": RULES,
            },
            told=TOLD,
            each=True,
            call='bool(broken_in(facts, "papi", year, item, rules))',
            columns=("broken",),
            expected="""
                | item  | year | broken |
                | 1.2   | 2030 | đúng   |
                | 1.1   | 2030 | sai    |
                | 1     | 2030 | đúng   |
                | total | 2030 | đúng   |
                | 2     | 2032 | đúng   |
                | 2.1   | 2032 | sai    |
                | 1     | 2032 | sai    |
            """,
        ),
        Example(
            "so được với năm nào sớm nhất (số liệu có từ 2028)",
            given={
                "cases": """
                    | item  | year |
                    | total | 2033 |
                    | total | 2031 |
                    | 1     | 2033 |
                    | 1.1   | 2033 |
                    | 2     | 2032 |
                """,
                "facts": BREAKS,
                "rules": RULES,
            },
            told=TOLD,
            each=True,
            call='comparable_since(facts, "papi", year, item, rules, 2028)',
            columns=("since",),
            expected="""
                | item  | year | since |
                | total | 2033 | 2032  |
                | total | 2031 | 2030  |
                | 1     | 2033 | 2030  |
                | 1.1   | 2033 | 2028  |
                | 2     | 2032 | 2032  |
            """,
        ),
    ),
)
