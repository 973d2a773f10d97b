"""Splitting the loss of a share."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.losses.from_cells import losses_of_cells
from thuocdo.dossiers.losses.lake_metrics import lake_metrics

PROGRESS = [one for one in lake_metrics() if one.endpoint == "dvc-progress-tree"]


def places(cells):
    """Every unit and procedure with its part of the loss, as a frame."""
    import polars as pl

    (metric,) = losses_of_cells(cells, PROGRESS).loss.parts[0].parts
    rows = [("tỉnh", "", metric.missed, float(metric.points), float(metric.each))]
    for unit in metric.parts:
        rows.append((unit.code, "", unit.missed, float(unit.points), float(unit.each)))
        rows += [
            (unit.code, one.code, one.missed, float(one.points), float(one.each))
            for one in unit.parts
        ]
    names = ("unit", "procedure", "missed", "points", "each")
    return pl.DataFrame(rows, names, orient="row")


CHAPTER = Chapter(
    title="Chia điểm mất của một tỷ lệ",
    prose="""
    Mục *tiến độ* được 20 × đúng hạn / được tính. Tỉnh có d hồ sơ, m hồ sơ lỡ hạn thì mất
    20 × m / d. Một đơn vị lỡ m_u hồ sơ mang **20 × m_u / d**: chia cho hồ sơ của *cả tỉnh*, vì câu
    hỏi là điểm của tỉnh mất ở đâu. Một thủ tục trong đơn vị, rồi một hồ sơ, cũng vậy; hồ sơ nào lỡ
    hạn cũng mang như nhau. Mọi tầng cộng lại đúng bằng tầng trên, tính bằng phân số nên không có
    sai số làm tròn. Đơn vị nhỏ lỡ nhiều vẫn có thể mang ít điểm của tỉnh: điểm của chính đơn vị ấy
    thì hỏi bằng `--unit`.
    """,
    uses={"places": places},
    examples=(
        Example(
            "71 hồ sơ, 23 lỡ hạn: mỗi hồ sơ lỡ hạn 20/71 điểm",
            given={
                "cells": """
                    | unit | procedure | judged | on_time |
                    | A    | T1        | 30     | 17      |
                    | B    | T1        | 37     | 30      |
                    | B    | T2        | 4      | 1       |
                """
            },
            call="places(cells)",
            expected="""
                | unit | procedure | missed | points | each   |
                | tỉnh |           | 23     | 6,4789 | 0,2817 |
                | A    |           | 13     | 3,6620 | 0,2817 |
                | A    | T1        | 13     | 3,6620 | 0,2817 |
                | B    |           | 10     | 2,8169 | 0,2817 |
                | B    | T1        | 7      | 1,9718 | 0,2817 |
                | B    | T2        | 3      | 0,8451 | 0,2817 |
            """,
        ),
    ),
)
