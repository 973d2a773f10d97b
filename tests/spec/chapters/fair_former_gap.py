"""The gap of the former provinces."""

import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.dossiers.comparing import former_gap


def split_gap(counts):
    """The gap and its parts as a frame."""
    found = former_gap(counts, dict.fromkeys(("A1", "A2"), "A") | {"B1": "B", "B2": "B"}, "A", "B")
    parts = {name: float(getattr(found, name)) for name in ("gap", "mix", "performance")}
    return pl.DataFrame([{**parts, "se": found.se, "unshared": found.unshared}])


CHAPTER = Chapter(
    title="Chênh giữa hai tỉnh cũ: cơ cấu và cách làm",
    prose="""
    Chênh lệch tỷ lệ đúng hạn thô của hai nhóm xã tách *đúng* thành hai phần (Kitagawa 1955):

    - **cơ cấu**: Σ (w_A − w_B) (r_A + r_B) / 2, do một bên gặp thủ tục khó nhiều hơn;
    - **cách làm**: Σ (r_A − r_B) (w_A + w_B) / 2, chênh còn lại khi hai bên cùng một cơ cấu.

    w là phần của thủ tục trong hồ sơ mỗi bên, r là tỷ lệ đúng hạn của thủ tục ở bên ấy. Thủ tục chỉ một
    bên có thì bên kia coi như cùng tỷ lệ: cả phần của nó vào cơ cấu, và nói rõ bao nhiêu hồ sơ
    (`unshared`). Sai số của phần cách làm tính theo xã: hồ sơ trong một xã không độc lập với nhau.
    """,
    uses={"split_gap": split_gap},
    examples=(
        Example(
            "cùng cách làm, khác cơ cấu",
            given={
                "counts": """
                    | unit | procedure | judged | on_time |
                    | A1   | dễ        | 60     | 54      |
                    | A2   | khó       | 40     | 20      |
                    | B1   | dễ        | 50     | 45      |
                    | B2   | khó       | 50     | 25      |
                """
            },
            call="split_gap(counts)",
            expected="""
                | gap   | mix   | performance | se    | unshared |
                | 0,040 | 0,040 | 0,000       | 0,000 | 0        |
            """,
        ),
        Example(
            "A làm thủ tục khó tốt hơn 5 điểm phần trăm, và có một thủ tục riêng",
            given={
                "counts": """
                    | unit | procedure | judged | on_time |
                    | A1   | dễ        | 60     | 54      |
                    | A1   | khó       | 20     | 10      |
                    | A2   | khó       | 20     | 12      |
                    | A2   | riêng     | 20     | 16      |
                    | B1   | dễ        | 50     | 45      |
                    | B2   | khó       | 50     | 25      |
                """
            },
            call="split_gap(counts)",
            expected="""
                | gap    | mix    | performance | se     | unshared |
                | 0,0667 | 0,0458 | 0,0208      | 0,0208 | 20       |
            """,
        ),
    ),
)
