"""Ranks that others published."""

from tests.spec.book import Chapter, Example, facts

from thuocdo.indices import Options
from thuocdo.indices.published import published_items

PUBLISHED = facts(
    published="""
        | index | year | boundaries | unit | measure | value | use | basis  |
        | sipas | 2030 | 63         | 91   | score   | 88,10 | yes | stated |
        | sipas | 2030 | 63         | 91   | rank    | 2     | yes | stated |
        | sipas | 2030 | 63         | 92   | rank    | 5     | yes | stated |
    """,
    province="""
        | boundaries | code | name |
        | 63         | 91   | A    |
        | 63         | 92   | B    |
        | 63         | 93   | C    |
        | 34         | 90   | N    |
    """,
    merger="""
        | old | new |
        | 91  | 90  |
        | 92  | 90  |
    """,
    census="""
        | year | unit | population |
        | 2019 | 91   | 1.000.000  |
        | 2019 | 92   | 3.000.000  |
    """,
)

CHAPTER = Chapter(
    title="Hạng công bố",
    prose="""
    PAR INDEX và SIPAS được chép lại như đã công bố, không tính lại. Hạng là hạng **của nơi công
    bố**, trong số tỉnh họ xếp; không kèm khoảng hạng, vì *chưa biết sai số*. Ô chưa thấy công bố
    để trống. Trên ranh giới 34 tỉnh không có hạng công bố, và hệ thống không tự xếp.
    """,
    uses={"published_items": published_items, "options": Options()},
    examples=(
        Example(
            "trên ranh giới cũ: A có điểm và hạng, B chỉ có hạng, C chưa thấy gì",
            given={"facts": PUBLISHED},
            told={"facts": "đã công bố: A 88,10 điểm, hạng 2; B hạng 5; tỉnh N gồm A và B"},
            call='published_items(facts, "sipas", 2030, "63", options)[0]',
            expected="""
                | unit | score | rank | of | basis  |
                | 91   | 88,10 | 2    | 3  | stated |
                | 92   | –     | 5    | 3  | stated |
                | 93   | –     | –    | –  | –      |
            """,
        ),
        Example(
            "trên ranh giới mới: thiếu điểm của B nên N không có điểm, và không có hạng",
            given={"facts": PUBLISHED},
            told={"facts": "như trên"},
            call='published_items(facts, "sipas", 2030, "34", options)[0]',
            expected="""
                | unit | score | rank | of | basis |
                | 90   | –     | –    | –  | –     |
            """,
        ),
    ),
)
