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

CODE = re.compile(r"[A-Za-z0-9_.:\-{}]{1,64}")
PLACE = re.compile(r"[\w .,\-/()']{1,60}")
PLACE_WORDS = re.compile(r"^(thon|xom|to|tdp|khu|khom|ap|ban|lang|doi|pho|cum)\b")
PERSONAL_NUMBER = re.compile(r"(0|\+?84)[\d. \-]{8,}|0\d{11}|\d{12}")


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
    """``text`` as a value of ``role``; ``None`` where it may name or number a person."""
    if PERSONAL_NUMBER.fullmatch(text) or "@" in text:
        return None
    if role in ("respondent", "interviewer"):
        is_code = CODE.fullmatch(text) and any(one.isdigit() for one in text)
        return text if is_code else None
    if not PLACE.fullmatch(text):
        return None
    if role in ("village", "ssu"):
        plain = any(one.isdigit() for one in text) or " " not in text
        return text if plain or PLACE_WORDS.match(bare(text)) else None
    return text
