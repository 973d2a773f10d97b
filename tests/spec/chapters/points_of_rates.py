"""A rate into points, by both generations."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.points import point_rules, points_of


def scored(counts):
    """Every row's points by its rule."""
    import polars as pl

    rows = []
    for generation, code, numerator, denominator in counts.iter_rows():
        metric = next(one for one in point_rules(generation).metrics if one.code == code)
        points = points_of(metric, int(numerator), int(denominator))
        rows.append((code, None if points is None else float(points)))
    return pl.DataFrame(rows, {"metric": pl.String, "points": pl.Float64}, orient="row")


CHAPTER = Chapter(
    title="Từ tỷ lệ ra điểm",
    prose="""
    Điểm = nhỏ hơn trong hai số: điểm tối đa, và hệ số × tử số / mẫu số. Hệ số là điểm tối đa chia
    ngưỡng đủ điểm. Mẫu số bằng 0 thì theo quy tắc của mục: không có điểm (để trống), 0 điểm, hoặc
    đủ điểm. Mục chưa biết điểm tối đa thì không quy ra điểm, hoặc hiện điểm mà không cộng. Tính bằng
    phân số, chỉ làm tròn khi hiện.
    """,
    uses={"scored": scored},
    examples=(
        Example(
            "Đúng hạn, hài lòng (đủ điểm ở 90 %), phản ánh, số hóa (thế hệ trước đủ điểm ở 80 %)",
            given={
                "counts": """
                    | generation | metric                         | numerator | denominator |
                    | 766-2026   | PROGRESS                       | 2348      | 2971        |
                    | 766-2026   | DOSSIER_RECEIVING_SATISFACTION | 45        | 100         |
                    | 766-2026   | DOSSIER_RECEIVING_SATISFACTION | 95        | 100         |
                    | 766-2026   | PETITION_PROCESSING_ON_TIME    | 0         | 0           |
                    | 766-2026   | ORIGINAL_RESULT_AVAILABLE      | 0         | 0           |
                    | 766-2022   | A4.2                           | 60        | 100         |
                    | 766-2022   | A4.2                           | 85        | 100         |
                """
            },
            call="scored(counts)",
            expected="""
                | metric                         | points  |
                | PROGRESS                       | 15,8061 |
                | DOSSIER_RECEIVING_SATISFACTION | 3       |
                | DOSSIER_RECEIVING_SATISFACTION | 6       |
                | PETITION_PROCESSING_ON_TIME    | 6       |
                | ORIGINAL_RESULT_AVAILABLE      |         |
                | A4.2                           | 3       |
                | A4.2                           | 4       |
            """,
        ),
    ),
)
