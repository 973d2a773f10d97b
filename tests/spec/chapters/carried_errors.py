"""Standard errors carried from the year they were printed."""

from tests.spec.book import Chapter, Example, rules

from thuocdo.indices.standard_errors import carried_errors, scale_factors

NOW, BASE = rules("4 = 4.1 + 4.2", "5 = 5.1 + 5.3"), rules("4 = 4.1 + 4.2", "5 = 5.1 + 5.2 + 5.3")

CHAPTER = Chapter(
    title="Sai số mang sang",
    prose="""
    PAPI chỉ in sai số chuẩn cho năm 2019. Cho các năm 2018 và 2020–2024 hệ thống mang sai số đó
    sang, giữ nguyên. Nội dung gồm những phần khác năm 2019 (nội dung 5 từ 2021, nội dung 8 năm
    2018) thì nhân với tỷ số độ lệch chuẩn giữa các tỉnh của hai năm. Sai số mang sang là **ước
    lượng**. Trước 2018 và ở nội dung thành phần: chưa biết sai số, và hạng ở đó không kèm khoảng.
    """,
    uses={"scale_factors": scale_factors, "carried_errors": carried_errors},
    examples=(
        Example(
            "nội dung 5 bỏ phần 5.2 và tản mát bằng một nửa năm gốc",
            given={
                "scores": """
                    | unit | item | score |
                    | A    | 4    | 6,0   |
                    | B    | 4    | 9,0   |
                    | A    | 5    | 7,0   |
                    | B    | 5    | 7,5   |
                """,
                "base_scores": """
                    | unit | item | score |
                    | A    | 4    | 6,0   |
                    | B    | 4    | 7,0   |
                    | A    | 5    | 7,0   |
                    | B    | 5    | 8,0   |
                """,
                "now": NOW,
                "base": BASE,
            },
            told={
                "now": "nội dung 4 = 4.1 + 4.2; nội dung 5 = 5.1 + 5.3",
                "base": "nội dung 4 = 4.1 + 4.2; nội dung 5 = 5.1 + 5.2 + 5.3",
            },
            call="scale_factors(scores, base_scores, now, base)",
            columns=("item", "factor"),
            expected="""
                | item  | factor |
                | total | 1,0    |
                | 4     | 1,0    |
                | 5     | 0,5    |
            """,
        ),
        Example(
            "mang sang với hệ số ấy",
            given={
                "errors": """
                    | unit | item  | se   |
                    | A    | total | 0,40 |
                    | A    | 4     | 0,12 |
                    | A    | 5     | 0,10 |
                """,
                "factors": {"total": 1.0, "4": 1.0, "5": 0.5},
            },
            told={"factors": "bảng ở ví dụ trên"},
            call="carried_errors(errors, factors)",
            expected="""
                | unit | item  | se   |
                | A    | total | 0,40 |
                | A    | 4     | 0,12 |
                | A    | 5     | 0,05 |
            """,
        ),
        Example(
            "nghi sai số thật lớn gấp rưỡi: --se-scale 1.5",
            given={
                "errors": """
                    | unit | item  | se   |
                    | A    | total | 0,40 |
                """,
                "factors": {"total": 1.0},
            },
            told={"factors": "điểm chung: 1"},
            call="carried_errors(errors, factors, se_scale=1.5)",
            expected="""
                | unit | item  | se   |
                | A    | total | 0,60 |
            """,
        ),
    ),
)
