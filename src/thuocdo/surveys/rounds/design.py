"""The design of a round: which columns are strata, clusters, weights and population sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thuocdo.wording import bare

# Column of the respondent frame ← heads of files, without marks or capitals.
HEADS = {
    "respondent": ("respondent", "respondent id", "ma nguoi tra loi", "ma phieu"),
    "commune": ("commune", "commune code", "xa", "ma xa", "xa phuong", "phuong xa"),
    "village": ("village", "village code", "psu", "thon", "ma thon", "thon to dan pho"),
    "ssu": ("ssu", "household", "ma ho"),
    "interviewer": ("interviewer", "enumerator", "ma dtv", "dtv", "dieu tra vien"),
    "stratum": ("stratum", "strata", "tang", "ma tang"),
    "weight": ("weight", "trong so"),
    "started": ("start", "started"),
    "ended": ("end", "ended"),
}
# What Kobo and ODK call the number of a submission, best first.
SUBMISSION = ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY", "_id")
SIZES = re.compile(r"n_[a-z][a-z0-9_]*|fpc_?\d*")
TEXTS = ("respondent", "commune", "village", "ssu", "interviewer", "stratum")
ROLES = (*HEADS, "fpc")

CODE = re.compile(r"[A-Za-z0-9_:\-{}]+(\.[A-Za-z0-9_:\-{}]+)*")
LONGEST = 64
PLACE = re.compile(r"[\w .,\-/()']{1,60}")
# What a village is called by; a name alone may be a person's.
VILLAGE = re.compile(r"(thôn|xóm|tổ|tdp|khu|khóm|ấp|bản|làng|đội|cụm|thon|xom|khom|ap)\s", re.I)
PERSONAL_NUMBER = re.compile(r"(0|\+?84)[\d. \-]{8,}|\d{12}|-?\d+\.\d{3,}")
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
    return Design(named("stratum"), named("village"), named("ssu"), named("weight"), sizes)


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
    if PERSONAL_NUMBER.fullmatch(text) or "@" in text or len(text) > LONGEST:
        return None
    if is_code(text):
        return text
    if role in ("village", "ssu"):
        return text if VILLAGE.match(text) and PLACE.fullmatch(text) else None
    return text if role == "stratum" and PLACE.fullmatch(text) else None


def is_code(text: str) -> bool:
    """Whether ``text`` is a code: no spaces, and a digit in it."""
    return bool(CODE.fullmatch(text)) and any(one.isdigit() for one in text)
