"""The page of the coverage study: tables of figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from tools.coverage_study import PERSONS, Figure

LEVEL = 0.95
NAMES = {
    "all": "**mọi câu** · all items",
    "mean_a01": "trung bình 1–5 · mean 1–5 (A01)",
    "mean_a09": "trung bình 1–5 · mean 1–5 (A09)",
    "mean_ten": "trung bình 1–10 · mean 1–10 (T01)",
    "share_03": "tỷ lệ 5 % · share (A05 ≤ 2)",
    "share_10": "tỷ lệ 12 % · share (Y04)",
    "share_40": "tỷ lệ 44 % · share (Y02)",
    "share_83": "tỷ lệ 85 % · share (A01 ≥ 4)",
    "share_87": "tỷ lệ 87 % · share (Y03)",
    "ratio": "tỷ số · ratio (A09 ≥ 4 / Y02)",
    "rare_total": "tổng miền hiếm · total of a rare domain",
    "rare_mean": "trung bình miền hiếm · mean of a rare domain",
}
COMMUNE = {
    "t, domain df": "t, bậc tự do của xã · df of the commune",
    "t, domain df, no fpc": "như trên, không fpc · the same without fpc",
    "t, design df": "t, bậc tự do của cả thiết kế · df of the whole design",
    "logit, domain df": "logit, bậc tự do của xã · df of the commune",
    "korn-graubard, domain df": "Korn–Graubard, bậc tự do của xã · df of the commune",
    "rows as simple sample": "**sai** · wrong: dòng như mẫu đơn giản · rows as a simple sample",
}
PROVINCE = {
    "t": "t, phương sai hai bậc · two-stage variance",
    "t, no fpc": "t, không fpc · without fpc",
    "logit": "logit",
    "korn-graubard": "Korn–Graubard",
    "rows as simple sample": COMMUNE["rows as simple sample"],
    "domain cut out": "**sai** · wrong: miền cắt rời · the domain cut out as a design",
}
RESPONSE = {
    "t, calibrated": "t, quyền số hiệu chỉnh · calibrated weights",
    "t, not calibrated": "t, quyền số thiết kế · design weights",
}


def mark(figure: Figure) -> str:
    """Whether coverage is the level within three Monte-Carlo errors, or which way it is off."""
    off = figure.coverage - LEVEL
    if abs(off) <= 3 * figure.error:
        return "✓"
    return "▼" if off < 0 else "▲"


def cell(figure: Figure) -> str:
    """``95.1 ± 0.2 ✓``, with the share of cases without an interval where there are such."""
    none = f" ({100 * figure.none:.0f} % ∅)" if figure.none >= 0.005 else ""
    return f"{100 * figure.coverage:.1f} ± {100 * figure.error:.1f} {mark(figure)}{none}"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def coverage_tables(found: dict, cases: list[str], level: str, analyses: dict[str, str]) -> str:
    """A table an analysis: items by design."""
    parts = []
    numbers = [name.split()[1] for name in cases]
    for analysis, title in analyses.items():
        items = [item for item in NAMES if (level, analysis, item) in found[cases[0]]]
        if not items:
            continue
        rows = [
            [NAMES[item], *(cell(found[case][level, analysis, item]) for case in cases)]
            for item in items
        ]
        parts.append(f"#### {title}\n\n" + table(["", *numbers], rows))
    return "\n".join(parts)


def width_table(found: dict, cases: list[str], level: str, analyses: dict[str, str]) -> str:
    """Mean width by analysis and design, of three items."""
    rows = [
        [NAMES[item], title, *(f"{found[case][level, name, item].width:.3f}" for case in cases)]
        for item in ("mean_a01", "share_10", "share_40")
        for name, title in analyses.items()
        if (level, name, item) in found[cases[0]]
    ]
    return table(["", "", *(name.split()[1] for name in cases)], rows)


def fair_table(found: dict, cases: list[str], analyses: dict[str, str]) -> str:
    """Share of communes whose own coverage is the level within three errors of one commune."""
    rows = []
    for name, title in analyses.items():
        for item in ("mean_a01", "share_10", "share_40"):
            if ("commune", name, item) in found[cases[0]]:
                shares = (100 * found[case]["commune", name, item].fair for case in cases)
                rows.append([title, NAMES[item], *(f"{one:.0f}" for one in shares)])
    return table(["", "", *(name.split()[1] for name in cases)], rows)


def least(found: dict, cases: list[str], level: str, analysis: str, item: str) -> str:
    """From which number of PSUs on no coverage is under the level by over three errors."""
    good = [mark(found[case][level, analysis, item]) != "▼" for case in cases]
    for place, case in enumerate(cases):
        if all(good[place:]):
            return case.split()[1]
    return "–"


def rule_table(found: dict, cases: list[str], level: str, analyses: dict[str, str]) -> str:
    items = [item for item in NAMES if any((level, a, item) in found[cases[0]] for a in analyses)]
    rows = [
        [NAMES[item]]
        + [
            least(found, cases, level, name, item) if (level, name, item) in found[cases[0]] else ""
            for name in analyses
        ]
        for item in items
    ]
    return table(["", *analyses.values()], rows)


WAYS = {
    "raw": "phương sai trực tiếp · direct variances",
    "smoothed": "phương sai làm trơn · smoothed variances",
    "arcsin": "arcsin, làm trơn · smoothed",
}


def honesty_tables(areas: dict, cases: list[str]) -> str:
    """A table a question: items and ways by design."""

    def pair(found: tuple[float, float]) -> str:
        return f"{found[0]:.2f} ± {found[1]:.2f}"

    questions = {
        "Sai số nêu ra / sai số thật (MSE), 1 là trung thực · Stated over true MSE, 1 is honest": (
            lambda one: pair(one.ratio)
        ),
        "Độ phủ của EBLUP ± t √MSE · Coverage of EBLUP ± t √MSE": lambda one: cell(one.coverage),
        "Phần trăm xã có độ phủ riêng ✓ · Communes whose own coverage is ✓, percent": (
            lambda one: f"{100 * one.coverage.fair:.0f}"
        ),
        "Sai số thật của ước lượng trực tiếp / của mô hình · True MSE, direct over model": (
            lambda one: pair(one.gain)
        ),
        "Phương sai trực tiếp đưa vào / sai số thật · Direct variance put in over true MSE": (
            lambda one: pair(one.own_ratio)
        ),
        "Phần trăm mẫu có σ² = 0 · Samples with σ² = 0, percent": (
            lambda one: f"{100 * one.no_spread:.0f}"
        ),
    }
    head = ["", "", *(name.split()[1] for name in cases)]
    return "\n".join(
        f"#### {title}\n\n"
        + table(
            head,
            (
                [NAMES[item], WAYS[way], *(say(areas[case][item, way]) for case in cases)]
                for item, way in areas[cases[0]]
            ),
        )
        for title, say in questions.items()
    )


def page(found: dict, areas: dict, about: dict) -> str:
    """The whole page."""
    of = {kind: [one for one in found if one.startswith(kind)] for kind in KINDS}
    wrong = ("rows as simple sample", "domain cut out")
    commune = {name: title for name, title in COMMUNE.items() if name not in wrong}
    province = {name: title for name, title in PROVINCE.items() if name not in wrong}
    return TEXT.format(
        about=table(["", ""], ([name, str(value)] for name, value in about.items())),
        persons=PERSONS,
        commune_rule=rule_table(found, of["villages"], "commune", commune),
        commune=coverage_tables(found, of["villages"], "commune", COMMUNE),
        width=width_table(found, of["villages"], "commune", COMMUNE),
        fair=fair_table(found, of["villages"], COMMUNE),
        province=coverage_tables(found, of["villages"], "province", PROVINCE),
        drawn_rule=rule_table(found, of["communes"], "province", province),
        drawn=coverage_tables(found, of["communes"], "province", PROVINCE),
        response_commune=coverage_tables(found, of["response"], "commune", RESPONSE),
        response_province=coverage_tables(found, of["response"], "province", RESPONSE),
        areas=honesty_tables(areas, of["villages"]),
    )


KINDS = ("villages", "communes", "response")
TEXT = """# Độ phủ của khoảng tin cậy khảo sát · Coverage of survey intervals

**Mô phỏng**: dân số, mẫu và mọi con số ở đây đều do máy làm ra; không có câu trả lời nào của
người thật. *Simulated: population, samples and every figure here are made up.*

Viết bằng `python -m tools.coverage`, cùng hạt giống cho cùng số. *Written by
`python -m tools.coverage`; the same seeds give the same figures.*

{about}
Mỗi ô: phần trăm khoảng 95 % chứa sự thật (đếm trên cả dân số) ± sai số Monte-Carlo, tính theo
mẫu vì các xã của một mẫu không độc lập. ✓ trong ba sai số quanh 95; ▼ thấp hơn; ▲ cao hơn (khoảng
rộng quá mức cần). ∅: phần trường hợp không có khoảng. Ở mọi thiết kế mỗi thôn hỏi {persons} người.
*Each cell: percent of 95 % intervals that hold the truth, ± the Monte-Carlo error, by sample. ✓
within three errors of 95, ▼ below, ▲ above (wider than need be). ∅: cases without an interval.
{persons} persons a village in every design.*

Quy tắc rút ra từ trang này nằm ở [Những lựa chọn và lý do](../decisions.md), mục Khảo sát. *The
rules drawn from this page are in the decisions, under Surveys.*

## Xã, mỗi xã một tầng · Communes, each a stratum

Số cột là số thôn (PSU) mỗi xã; độ phủ gộp 104 xã. *Columns: villages (PSUs) a commune; coverage
pooled over 104 communes.*

### Từ bao nhiêu thôn thì không thấp hơn 95 % · From how many villages coverage is not below 95 %

{commune_rule}
### Độ phủ · Coverage

{commune}
### Bề rộng trung bình · Mean width

{width}
### Phần trăm xã có độ phủ riêng ✓ · Communes whose own coverage is ✓, percent

{fair}
## Tỉnh, mọi xã · The province, all communes

Số cột là số thôn mỗi xã. *Columns: villages a commune.*

{province}
## Tỉnh, một số xã được chọn (xã là PSU) · The province, communes drawn as PSUs

Số cột là số xã được chọn trong hai tầng; 6 thôn mỗi xã. *Columns: communes drawn, in two strata;
6 villages a commune.*

### Từ bao nhiêu xã thì không thấp hơn 95 % · From how many communes coverage is not below 95 %

{drawn_rule}
### Độ phủ · Coverage

{drawn}
## Có người không trả lời · With non-response

Trả lời khoảng 82 %, khác nhau theo tuổi, học vấn và xã; 3 % câu bỏ trống. Quyền số hiệu chỉnh
(raking) theo số người lớn từng xã và giới, tuổi, học vấn của tỉnh. *About 82 % answer, by age,
education and commune; 3 % of answers empty. Raking to adults by commune and to the province's sex,
age and education.* Số cột: số thôn mỗi xã. *Columns: villages a commune.*

### Xã, bậc tự do của xã · Communes, df of the commune

{response_commune}
### Tỉnh · The province

{response_province}
## Mô hình vùng nhỏ · Small areas

Fay–Herriot (REML) theo xã, biến phụ x1, x2 biết trước; sai số nêu ra theo Prasad–Rao. Phương sai
làm trơn: `smoothed_variance`. Xã mà mọi người trả lời như nhau có phương sai trực tiếp bằng 0; ở
dòng «trực tiếp» xã ấy coi như không có mẫu. *Fay–Herriot (REML) by commune with known x1, x2;
stated errors after Prasad and Rao. A commune where all answer alike has a direct variance of
nought and counts there as one without a sample.* Sai số và độ phủ đúng cho các xã gộp lại; xã khác
hẳn mô hình sai nhiều hơn số nêu ra. *Errors and coverage are those of communes together; one unlike
the model is off by more than stated.* Số cột: số thôn mỗi xã. *Columns: villages a
commune.*

{areas}"""
