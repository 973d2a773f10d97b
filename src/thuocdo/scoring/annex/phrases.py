"""Scoring text of an annex as a rule, where it says one thing only; else ``None``.

"Đạt 100%: 1 điểm; từ 80% đến dưới 100%: 0,5; dưới 80%: 0" → thresholds. A text is taken only
when every clause is understood, the clauses fit together and the best gives the maximum.
"""

from __future__ import annotations

import re
from fractions import Fraction

from thuocdo.scoring.rules.bands import Band, seams
from thuocdo.scoring.rules.kinds import (
    Counts,
    Deduction,
    FullOrNone,
    Level,
    Proportional,
    Rule,
    Steps,
    Thresholds,
)

FIGURE = r"(\d{1,3}(?:[.,]\d{1,4})?)"
RATE = rf"{FIGURE}\s*%"
CLAUSE = re.compile(rf"(.+?)\s*[:=]\s*{FIGURE}\s*(?:điểm)?\.?", re.S)
LEAD = re.compile(r"(?:nếu|khi|đạt|hoàn thành|tỷ lệ|tỉ lệ|có tỷ lệ|có)\s+")
TO = r"\s*(?:đến|tới|-|–)\s*"
BULLET = re.compile(r"^[-–+•*]\s+|^[a-z]\)\s+")
EACH = re.compile(
    rf"(?:cứ\s+)?(?:mỗi|01|1|một)\s[^:;%]{{1,200}}?\s(?:thì\s+)?(?:bị\s+)?trừ\s+{FIGURE}\s*điểm"
    r"(?:,?\s*(?:trừ\s+)?(?:cho\s+)?(?:đến|tới)\s+(?:khi\s+)?hết\s+(?:số\s+)?điểm)?\.?"
)
EARNS = re.compile(
    rf"(?:cứ\s+)?(?:mỗi|01|1|một)\s[^:;%]{{1,200}}?\s(?:thì\s+)?được\s+(?:cộng\s+|tính\s+|chấm\s+)?"
    rf"{FIGURE}\s*điểm(?:,?\s*(?:nhưng\s+)?(?:tối đa|không quá)\s+{FIGURE}\s*điểm)?\.?"
)
SHARE = re.compile(
    r"(?:điểm(?: số| đánh giá)?\s*(?:=|:|tính bằng)\s*)?(?:tỷ|tỉ) lệ\s*(?:%|\(%\))?\s*"
    r"(?:đạt được\s*)?[x×*]\s*điểm tối đa\.?"
)
# (pattern, low end in, high end in); groups are the ends, "" where open
ENDS = (
    (re.compile(rf"(?:từ\s+)?{RATE}\s+trở lên"), "from", ""),
    (re.compile(rf"(?:từ\s+)?{RATE}\s+trở xuống"), "", "to"),
    (re.compile(rf"(?:từ\s+)?{RATE}{TO}dưới\s+{RATE}"), "from", "below"),
    (re.compile(rf"trên\s+{RATE}{TO}dưới\s+{RATE}"), "above", "below"),
    (re.compile(rf"trên\s+{RATE}{TO}{RATE}"), "above", "to"),
    (re.compile(rf"(?:từ\s+)?{RATE}{TO}{RATE}"), "from", "to"),
    (re.compile(rf"dưới\s+{RATE}"), "", "below"),
    (re.compile(rf"trên\s+{RATE}"), "above", ""),
)
RANGE_WORDS = {"từ", "trên", "dưới", "đến", "tới", "lên", "xuống", "trở", "-", "–"}
WHOLE = re.compile(r"100\s*%")
NUMERATOR, DENOMINATOR = "numerator", "denominator"


def rule_of_text(text: str, maximum: Fraction | None) -> Rule | None:
    """The rule that ``text`` states for ``maximum`` points, or ``None`` where it is not certain."""
    clauses = [BULLET.sub("", " ".join(one.split())) for one in re.split(r"[;\n]", text)]
    clauses = [one for one in clauses if one]
    if maximum is None or not clauses or len(text) > 4000:
        return None
    if len(clauses) == 1:
        found = _single(clauses[0].lower(), maximum)
        if found is not None:
            return found
    if len(clauses) == 2:
        found = _whole_less(clauses, maximum)
        if found is not None:
            return found
    return _graded(clauses, maximum)


def _single(clause: str, maximum: Fraction) -> Rule | None:
    if SHARE.fullmatch(clause):
        return Proportional(NUMERATOR, DENOMINATOR)
    if found := EACH.fullmatch(clause):
        return Deduction("violations", _figure(found[1])) if _figure(found[1]) else None
    if found := EARNS.fullmatch(clause):
        capped = found[2] is None or _figure(found[2]) == maximum
        return Counts("pieces", _figure(found[1])) if capped and _figure(found[1]) else None
    return None


def _whole_less(clauses: list[str], maximum: Fraction) -> Rule | None:
    """ "Không vi phạm: 1 điểm; mỗi lần vi phạm trừ 0,25 điểm"."""
    first, second = CLAUSE.fullmatch(clauses[0].lower()), EACH.fullmatch(clauses[1].lower())
    if first and second and first[1].startswith("không ") and _figure(first[2]) == maximum:
        return Deduction("violations", _figure(second[1])) if _figure(second[1]) else None
    return None


def _graded(clauses: list[str], maximum: Fraction) -> Rule | None:
    found = [CLAUSE.fullmatch(one) for one in clauses]
    if len(found) < 2 or not all(found):
        return None
    graded = [(one[1].strip(), _figure(one[2])) for one in found]
    if max(points for _, points in graded) != maximum:
        return None
    bare = _without_frame([label.lower() for label, _ in graded])
    bands = [_band(label, points) for label, (_, points) in zip(bare, graded, strict=True)]
    if all(bands):
        return _thresholds(tuple(bands))
    if any("%" in label or re.match(r"(?:cứ |mỗi )", label.lower()) for label, _ in graded):
        return None
    return _steps(graded, maximum)


def _thresholds(bands: tuple[Band, ...]) -> Rule | None:
    if seams(bands, Fraction(1)):
        return None
    return Thresholds(NUMERATOR, bands, DENOMINATOR)


def _steps(graded: list[tuple[str, Fraction]], maximum: Fraction) -> Rule | None:
    labels = [label.lower() for label, _ in graded]
    if len(set(labels)) < len(labels) or len(labels) > 26:
        return None
    refusing = [label.startswith(("không", "chưa")) for label in labels]
    whole = [points for _, points in graded] == [maximum, 0]
    if whole and refusing == [False, True]:
        return FullOrNone("met")
    codes = "abcdefghijklmnopqrstuvwxyz"
    levels = (Level(c, label, points) for c, (label, points) in zip(codes, graded, strict=False))
    return Steps("level", tuple(levels))


def _without_frame(labels: list[str]) -> list[str]:
    """The labels without the words that begin or end all of them: "… số nhiệm vụ"."""
    words = [label.split() for label in labels]
    for end in (0, -1):
        while all(words) and len({one[end] for one in words}) == 1:
            first = words[0][end]
            if first in RANGE_WORDS or any(c.isdigit() or c == "%" for c in first):
                break
            words = [one[1:] if end == 0 else one[:-1] for one in words]
    return [" ".join(one) for one in words]


def _band(label: str, points: Fraction) -> Band | None:
    while found := LEAD.match(label):
        label = label[found.end() :]
    if WHOLE.fullmatch(label):
        return Band(Fraction(1), None, True, False, points)
    for pattern, low, high in ENDS:
        if found := pattern.fullmatch(label):
            ends = [_figure(one) / 100 for one in found.groups()]
            first = ends.pop(0) if low else None
            last = ends.pop(0) if high else None
            if first is not None and last is not None and first >= last:
                return None
            return Band(first, last, low == "from", high == "to", points)
    return None


def _figure(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))
