"""Group 5: digitisation."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.scores import score_of

CHAPTER = Chapter(
    title="Cổng dịch vụ công: số hóa hồ sơ (22 điểm)",
    prose="""
    Bảy mục 6 + 4 + 2 + 4 + 2 + 2 + 2, mỗi mục **min(tối đa; tối đa × tỷ lệ)**, riêng dùng lại dữ
    liệu số hóa đủ điểm ở 80 %: min(2; 2 × tỷ lệ / 0,80). Mục kết nối, chia sẻ
    (`SYNCED_WITH_DVCQG_PERSONAL_STORAGE`) mới chỉ thấy ở 0 %, nên hệ số chưa kiểm được.
    """,
    uses={"score_of": score_of},
    examples=(
        Example(
            "từng mục",
            given={
                "cases": """
                    | name                               | n   | d   |
                    | ORIGINAL_RESULT_AVAILABLE          | 350 | 500 |
                    | SO_HOA_GIAY_TO_GIAI_QUYET          | 510 | 500 |
                    | REUSED_DIGITIZED_DATA              | 100 | 500 |
                    | REUSED_DIGITIZED_DATA              | 450 | 500 |
                    | SYNCED_WITH_DVCQG_PERSONAL_STORAGE | 0   | 500 |
                    | CITIZEN_DATA_CONNECTED_FORMALITY   | 30  | 120 |
                """
            },
            each=True,
            call='score_of("dossier-digitized", name, n, d)',
            columns=("points",),
            expected="""
                | name                               | n   | points |
                | ORIGINAL_RESULT_AVAILABLE          | 350 | 4,20   |
                | SO_HOA_GIAY_TO_GIAI_QUYET          | 510 | 4,00   |
                | REUSED_DIGITIZED_DATA              | 100 | 0,50   |
                | REUSED_DIGITIZED_DATA              | 450 | 2,00   |
                | SYNCED_WITH_DVCQG_PERSONAL_STORAGE | 0   | 0,00   |
                | CITIZEN_DATA_CONNECTED_FORMALITY   | 30  | 0,50   |
            """,
        ),
    ),
)
