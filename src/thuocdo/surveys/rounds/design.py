"""The design of a round: which columns are strata, clusters, weights and population sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thuocdo.wording import bare

# Column of the respondent frame ← heads of files, without marks or capitals.
HEADS = {
    "respondent": ("respondent", "respondent id", "ma nguoi tra loi", "ma phieu"),
    "commune": ("commune", "commune code", "xa", "ma xa", "xa phuong", "phuong xa"),
    "village": ("village", "village code", "thon", "ma thon", "thon to dan pho"),
    "psu": ("psu", "cum", "ma cum", "cluster"),
    "ssu": ("ssu", "household", "ma ho"),
    "interviewer": ("interviewer", "enumerator", "ma dtv", "dtv", "dieu tra vien"),
    "stratum": ("stratum", "strata", "tang", "ma tang"),
    "weight": ("weight", "trong so"),
    "probability": ("probability", "xac suat chon"),
    "former_province": ("former province", "tinh cu"),
    "sex": ("sex", "gender", "gioi tinh"),
    "age_group": ("age group", "nhom tuoi"),
    "education": ("education", "hoc van"),
    "started": ("start", "started", "began"),
    "ended": ("end", "ended"),
    "minutes": ("minutes", "so phut"),
}
# What Kobo and ODK call the number of a submission, best first.
SUBMISSION = ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY", "_id")
SIZES = re.compile(r"n_[a-z][a-z0-9_]*|fpc_?\d*")
TEXTS = ("respondent", "commune", "village", "psu", "ssu", "interviewer", "stratum")
TEXTS = (*TEXTS, "former_province", "sex", "age_group", "education")
# Classes that weights are calibrated to, by the values they may have: nothing else is kept.
CLASSES = {
    "former_province": re.compile(r"\d{2}"),
    "sex": re.compile(r"nam|nữ|nu|male|female|m|f|other|khác|[0-9]", re.I),
    "age_group": re.compile(r"\d{1,3}([-–]\d{1,3}|\+)?"),
    "education": re.compile(
        r"none|primary|(lower_|upper_)?secondary|vocational|college|university|tertiary|"
        r"higher|postgraduate|[0-9]",
        re.I,
    ),
}
OPTIONAL = (*CLASSES, "probability", "minutes")  # an item of the codebook goes before these
SIMULATED = ("MoPhong", "mo_phong")  # a column of files that are simulated
ROLES = (*HEADS, "fpc")

CODE = re.compile(r"[A-Za-z0-9_:\-{}]+(\.[A-Za-z0-9_:\-{}]+)*")
LONGEST = 64
PLACE = re.compile(r"[\w .,\-/()']{1,60}")
# What a village is called by; a name alone may be a person's.
VILLAGE = re.compile(r"(thôn|xóm|tổ|tdp|khu|khóm|ấp|bản|làng|đội|cụm|thon|xom|khom|ap)\s", re.I)
NUMBER_OF_A_PERSON = re.compile(r"0\d{9,10}|\+?84\d{9}|\d{12}")  # a phone, an identity number
POSITION = re.compile(r"-?\d{1,3}\.\d{4,}")
WORDS_OF_STRATA = 30  # names of strata that are words; more of them are something else


@dataclass(frozen=True)
class Design:
    """Names of columns in the respondent frame, "" for none; ``fpc`` has one a stage."""

    stratum: str = ""
    psu: str = ""
    ssu: str = ""
    weight: str = ""
    fpc: tuple[str, ...] = ()


def design_of(columns) -> Design:
    """The design that the ``columns`` of a respondent frame speak of."""
    known = list(columns)

    def named(name: str) -> str:
        return name if name in known else ""

    sizes = tuple(one for one in known if SIZES.fullmatch(one))
    psu = named("psu") or named("village")
    return Design(named("stratum"), psu, named("ssu"), named("weight"), sizes)


def role_of(head: str) -> str:
    """The column of the respondent frame that ``head`` is by its name; "" for none."""
    if SIZES.fullmatch(head):
        return head
    word = bare(head)
    return next((role for role, heads in HEADS.items() if word in heads), "")


def kept_text(role: str, text: str) -> str | None:
    """``text`` as a value of ``role``; ``None`` where it may name or number a person.

    A respondent and an interviewer are codes, with a digit in them; a village is a code, or is
    called one; a stratum may be a word.
    """
    if role in CLASSES:
        return text if CLASSES[role].fullmatch(text) else None
    if is_personal(text) or len(text) > LONGEST:
        return None
    if is_code(text):
        return text
    if role in ("village", "psu", "ssu"):
        return text if VILLAGE.match(text) and PLACE.fullmatch(text) else None
    return text if role == "stratum" and PLACE.fullmatch(text) else None


def is_code(text: str) -> bool:
    """Whether ``text`` is a code: no spaces, and a digit in it."""
    return bool(CODE.fullmatch(text)) and any(one.isdigit() for one in text)


def is_personal(text: str) -> bool:
    """Whether ``text`` is a phone, an identity number, an e-mail address or a coordinate."""
    digits = re.sub(r"[ .\-]", "", text)
    number = NUMBER_OF_A_PERSON.fullmatch(digits) or POSITION.fullmatch(text)
    return bool(number) or "@" in text
