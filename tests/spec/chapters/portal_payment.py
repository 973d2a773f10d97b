"""Group 4: online payment."""

from tests.spec.book import Chapter, Example

from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.scores import group_score

CHAPTER = Chapter(
    title="Cổng dịch vụ công: thanh toán trực tuyến (10 điểm)",
    prose="""
    **6A + min(2; 2,5B) + 2,5C.** A: hồ sơ trả trực tuyến / hồ sơ có nghĩa vụ tài chính; B: TTHC
    có phí đã có hồ sơ trả trực tuyến / TTHC có phí; C: `totalFeeDossierFormality` / TTHC có phí,
    nghĩa chưa rõ. Mẫu số 0 thì phần ấy 0 điểm. 2,5 = 2 / 0,80: phần B đủ điểm ở 80 %. **Trần của
    C chưa thấy**: không trần thì tối đa thành 10,5; không đơn vị nào đã đến đó.
    """,
    uses={"group_score": group_score, "group": rule_book().groups["formality-online-payment-tree"]},
    examples=(
        Example(
            "bình thường; B quá 80 %; không có hồ sơ có phí",
            given={
                "cases": """
                    | paid | due | b | c | fee |
                    | 90   | 100 | 8 | 4 | 20  |
                    | 90   | 100 | 18 | 4 | 20 |
                    | 0    | 0   | 0 | 0 | 2   |
                    | 0    | 0   | 0 | 0 | 0   |
                """
            },
            each=True,
            call="""\
group_score(
    group,
    {
        "totalDossierOnlinePaymentSuccess": paid,
        "totalDossierFinancialObligation": due,
        "totalDossierOnlineFormalityPaymentSuccess": b,
        "totalFeeDossierFormality": c,
        "totalFeeFormality": fee,
    },
)""",
            columns=("points",),
            expected="""
                | paid | due | b  | c | fee | points |
                | 90   | 100 | 8  | 4 | 20  | 6,90   |
                | 90   | 100 | 18 | 4 | 20  | 7,90   |
                | 0    | 0   | 0  | 0 | 2   | 0,00   |
                | 0    | 0   | 0  | 0 | 0   | 0,00   |
            """,
        ),
    ),
)
