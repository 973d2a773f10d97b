"""Intervals of shares."""

from tests.spec.book import Chapter, Example

from thuocdo.surveys.estimates import estimate

SAMPLE = """
    | village | weight | satisfied |
    | 1       | 1,0    | có        |
    | 1       | 1,0    | có        |
    | 2       | 1,0    | có        |
    | 2       | 1,0    | có        |
    | 3       | 1,0    | có        |
    | 3       | 1,0    | không     |
    | 4       | 1,0    | có        |
    | 4       | 1,0    | có        |
    | 5       | 1,0    | có        |
    | 5       | 1,0    | có        |
"""
ALL = "\n".join(line.replace("không", "có") for line in SAMPLE.splitlines())

CHAPTER = Chapter(
    title="Khoảng của một tỷ lệ",
    prose="""
    Tỷ lệ nằm giữa 0 và 1; gần hai đầu, khoảng *giá trị ± t × sai số* tràn ra ngoài. Khoảng
    `logit` tính trên thang logarit của p/(1 − p) nên không tràn, nhưng không có khi p bằng 0
    hay 1. Khoảng `korn-graubard` (Korn và Graubard 1998) là khoảng nhị thức chính xác với **cỡ
    mẫu hữu hiệu** p(1 − p)/sai số², hiệu chỉnh theo bậc tự do; nó có cả ở 0 và 1. Dùng nó cho
    xã, nơi ít người và tỷ lệ cao. Cột `category` cho biết lựa chọn.
    """,
    uses={"estimate": estimate},
    examples=(
        *(
            Example(
                title,
                given={"people": SAMPLE},
                call='estimate(people, target="satisfied", kind="prop", psu="village",\n'
                f'         weight="weight", interval="{method}")',
                expected=f"""
                    | category | value | se   | low    | high   |
                    | có       | 0,90  | 0,10 | {yes} |
                    | không    | 0,10  | 0,10 | {no} |
                """,
            )
            for title, method, yes, no in (
                ("khoảng t tràn quá 1", "t", "0,6224 | 1,1776", "−0,1776 | 0,3776"),
                ("khoảng logit", "logit", "0,2916 | 0,9949", "0,0051 | 0,7084"),
                ("khoảng Korn–Graubard", "korn-graubard", "0,4231 | 0,9997", "0,0003 | 0,5769"),
            )
        ),
        Example(
            "mọi người đều hài lòng: vẫn có khoảng",
            given={"people": ALL},
            call='estimate(people, target="satisfied", kind="prop", psu="village",\n'
            '         weight="weight", interval="korn-graubard")',
            expected="""
                | category | value | se   | low    | high |
                | có       | 1,00  | 0,00 | 0,5737 | 1,00 |
            """,
        ),
    ),
)
