"""The yearly gain that is usual."""

from tests.spec.book import Chapter, Example, facts

from thuocdo.insight import typical_gains

SCORES = """
    | year | boundaries | unit | code | concept | score |
    | 2030 | 63         | 91   | 1.1  | a       | 4,0   |
    | 2030 | 63         | 92   | 1.1  | a       | 4,0   |
    | 2030 | 63         | 93   | 1.1  | a       | 4,0   |
    | 2030 | 63         | 94   | 1.1  | a       | 4,0   |
    | 2031 | 63         | 91   | 1.1  | a       | 4,1   |
    | 2031 | 63         | 92   | 1.1  | a       | 4,3   |
    | 2031 | 63         | 93   | 1.1  | a       | 4,9   |
    | 2031 | 63         | 94   | 1.1  | a       | 3,5   |
"""
STRUCTURE = {
    "rule_set": """
        | rule_set | index | level | year_from | year_to |
        | vi-du    | papi  | tỉnh  | 2030      | 2031    |
    """,
    "criterion": """
        | rule_set | code | parent | concept | rule  |
        | vi-du    | 1    |        | mot     | sum   |
        | vi-du    | 1.1  | 1      | a       | given |
    """,
    "province": """
        | boundaries | code | name |
        | 63         | 91   | A    |
        | 63         | 92   | B    |
        | 63         | 93   | C    |
        | 63         | 94   | D    |
    """,
}

CHAPTER = Chapter(
    title="Mức tăng thường thấy",
    prose="""
    Khoảng cách tới hạng 10 khó hình dung bằng điểm, nên được đổi ra *năm*: chia cho mức tăng
    thường thấy một năm, tức **trung vị của các mức tăng dương** qua mọi cặp năm liền nhau trong
    cùng phiên bản bộ chỉ số, không có chỗ đứt, của mọi tỉnh. Tỉnh giảm điểm không tính vào. Sai
    số làm số này hơi lớn hơn thật.
    """,
    uses={"typical_gains": typical_gains},
    examples=(
        Example(
            "tăng 0,1, 0,3, 0,9 và giảm 0,5: thường thấy là 0,3",
            given={"facts": facts(papi_score=SCORES, **STRUCTURE)},
            told={
                "facts": "nội dung 1 = 1.1; bốn tỉnh năm 2030 cùng được 4,0 điểm, năm 2031 được "
                "4,1, 4,3, 4,9 và 3,5"
            },
            call="dict(sorted(typical_gains(facts, 2031).items()))",
            columns=("item", "gain"),
            expected="""
                | item  | gain |
                | 1     | 0,30 |
                | 1.1   | 0,30 |
                | total | 0,30 |
            """,
        ),
        Example(
            "cùng số ấy, nhưng 1.1 đổi câu hỏi từ 2031: không cặp năm nào so được",
            given={
                "facts": facts(
                    papi_score=SCORES,
                    **STRUCTURE,
                    **{
                        "break": """
                            | index | year | item | reason      | reason_en    |
                            | papi  | 2031 | 1.1  | Đổi câu hỏi | New question |
                        """
                    },
                )
            },
            told={"facts": "như trên, và 1.1 có chỗ đứt năm 2031"},
            call="typical_gains(facts, 2031)",
            columns=("item", "gain"),
            expected="""
                | item | gain |
            """,
        ),
    ),
)
