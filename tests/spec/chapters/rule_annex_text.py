"""Scoring text of an annex as a rule."""

from fractions import Fraction as F

from tests.spec.book import Chapter, Example

from thuocdo.scoring.annex import rule_of_text


def kind(name: str) -> str:
    """The kind of rule in a text for 1 point."""
    found = rule_of_text(name, F(1))
    return found.kind if found else "unread"


CHAPTER = Chapter(
    title="Chấm điểm: chữ trong phụ lục thành quy tắc",
    prose="""
    `thuocdo rules import` chỉ nhận một câu khi hiểu được **mọi vế**, các vế khớp nhau (không chồng,
    không trống) và mức cao nhất bằng điểm tối đa. Còn lại giữ nguyên chữ (`unread`), ghi *cần hoàn
    thiện*, không chấm điểm. Máy không đoán.
    """,
    uses={"kind": kind},
    examples=(
        Example(
            "tiêu chí 1 điểm",
            given={
                "cases": """
                    | name                                                      |
                    | Đạt 100%: 1 điểm; từ 80% đến dưới 100%: 0,5; dưới 80%: 0  |
                    | Đạt 100%: 1 điểm; từ 80% đến 100%: 0,5; dưới 80%: 0       |
                    | Đạt 100%: 1 điểm; từ 80% đến dưới 90%: 0,5; dưới 80%: 0   |
                    | Tốt: 1; khá: 0,5; chưa đạt: 0                             |
                    | Có ban hành: 1 điểm; không ban hành: 0 điểm               |
                    | Mỗi văn bản trái luật trừ 0,25 điểm                       |
                    | Mỗi sáng kiến được cộng 0,5 điểm, tối đa 1 điểm           |
                    | Tỷ lệ % x điểm tối đa                                     |
                    | Theo hướng dẫn của Bộ Nội vụ                              |
                """
            },
            each=True,
            call="kind(name)",
            columns=("kind",),
            expected="""
                | name                                                      | kind         |
                | Đạt 100%: 1 điểm; từ 80% đến dưới 100%: 0,5; dưới 80%: 0  | thresholds   |
                | Đạt 100%: 1 điểm; từ 80% đến 100%: 0,5; dưới 80%: 0       | unread       |
                | Đạt 100%: 1 điểm; từ 80% đến dưới 90%: 0,5; dưới 80%: 0   | unread       |
                | Tốt: 1; khá: 0,5; chưa đạt: 0                             | steps        |
                | Có ban hành: 1 điểm; không ban hành: 0 điểm               | full_or_none |
                | Mỗi văn bản trái luật trừ 0,25 điểm                       | deduction    |
                | Mỗi sáng kiến được cộng 0,5 điểm, tối đa 1 điểm           | counts       |
                | Tỷ lệ % x điểm tối đa                                     | proportional |
                | Theo hướng dẫn của Bộ Nội vụ                              | unread       |
            """,
        ),
    ),
)
