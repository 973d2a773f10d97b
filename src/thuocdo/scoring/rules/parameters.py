"""Parameters of a rule from plain values of a file, and back; every fault named."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from decimal import Decimal
from fractions import Fraction

from thuocdo.errors import Problem
from thuocdo.scoring.rules.bands import Band
from thuocdo.scoring.rules.formula import NAME
from thuocdo.scoring.rules.kinds import KINDS, WITHIN, ZERO_CASES, Level, Rule

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\Z")
BAND_KEYS = {"from", "above", "to", "below", "at", "points", "share"}
WANTED = {
    "name": ("tên viết thường không dấu, như so_hoan_thanh", "a lower-case name, as done_on_time"),
    "names": ("danh sách tên viết thường không dấu", "a list of lower-case names"),
    "number": ("một số", "a number"),
    "text": ("chữ", "text"),
    "within": ("share hoặc between", "share or between"),
    "zero": ("null, full hoặc none", "null, full or none"),
    "levels": (
        "danh sách mức, mỗi mức có code, name, points; code không lặp",
        "a list of levels with code, name, points; codes differ",
    ),
    "bands": (
        "danh sách mức, mỗi mức có from/above/to/below/at và points hoặc share = true",
        "a list of bands with from/above/to/below/at and points or share = true",
    ),
}


class _Unfit(ValueError):
    """The value does not have the form wanted."""


def rule_of(given: object, file: str, row: int | None, number: str) -> tuple[Rule | None, list]:
    """The rule in a table of the file, and its faults (RULE-014…017)."""

    def fault(code: str, **values) -> Problem:
        return Problem(code, file, row, values={"number": number, **values})

    kind = given.get("kind") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return None, [fault("RULE-014", kind=str(kind or ""), known=", ".join(KINDS))]
    wanted = {one.name: one for one in fields(KINDS[kind])}
    faults = [
        fault("RULE-017", parameter=name, kind=kind, known=", ".join(wanted))
        for name in given
        if name not in wanted and name != "kind"
    ]
    read = {}
    for name, one in wanted.items():
        if name not in given:
            if one.default is MISSING:
                faults.append(fault("RULE-015", parameter=name, kind=kind))
            continue
        form = one.metadata["form"]
        try:
            read[name] = READ[form](given[name])
        except _Unfit:
            faults.append(fault("RULE-016", parameter=name, wanted=WANTED[form]))
    if not faults:
        faults = [fault("RULE-016", parameter=name, wanted=why) for name, why in _odd(kind, read)]
    return (None, faults) if faults else (KINDS[kind](**read), [])


def _odd(kind: str, read: dict):
    """Parameters that do not go together."""
    low, high = {
        "proportional": (read.get("floor", Fraction(0)), read.get("ceiling", Fraction(1))),
        "survey_mean": (read.get("low"), read.get("high")),
        "from_index": (Fraction(0), read.get("scale")),
    }.get(kind, (0, 1))
    if low >= high or low < 0:
        name = {"proportional": "ceiling", "survey_mean": "high"}.get(kind, "scale")
        yield name, ("một số lớn hơn đầu dưới của thang", "a number above the lower end")
    if "each" in read and read["each"] <= 0:
        yield "each", ("một số lớn hơn 0", "a number above 0")


def number(value: object) -> Fraction:
    """An exact number. Raises ``ValueError``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Unfit
    found = Decimal(value)
    if not found.is_finite() or abs(found) > 10**9 or found.as_tuple().exponent < -9:
        raise _Unfit
    return Fraction(found)


def text(value: object) -> str:
    """Text that is not empty. Raises ``ValueError``."""
    if not isinstance(value, str) or not value.strip():
        raise _Unfit
    return value.strip()


def _name(value: object) -> str:
    if not isinstance(value, str) or not NAME.match(value):
        raise _Unfit
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
        raise _Unfit
    return tuple(_name(one) for one in value)


def _one_of(known: tuple[str, ...]):
    def read(value: object) -> str:
        if value not in known:
            raise _Unfit
        return value

    return read


def _levels(value: object) -> tuple[Level, ...]:
    found = tuple(_level(one) for one in _tables(value))
    if len({one.code for one in found}) < len(found):
        raise _Unfit
    return found


def _tables(value: object) -> list[dict]:
    if not isinstance(value, list) or not value or not all(isinstance(o, dict) for o in value):
        raise _Unfit
    return value


def _level(given: dict) -> Level:
    if not set(given) <= {"code", "name", "name_en", "points"} or "points" not in given:
        raise _Unfit
    code = str(given.get("code", ""))
    points = number(given["points"])
    if not CODE.match(code) or points < 0:
        raise _Unfit
    english = text(given["name_en"]) if "name_en" in given else ""
    return Level(code, text(given.get("name")), points, english)


def _bands(value: object) -> tuple[Band, ...]:
    return tuple(_band(one) for one in _tables(value))


def _band(given: dict) -> Band:
    low_keys, high_keys = {"from", "above"} & set(given), {"to", "below"} & set(given)
    points, share = given.get("points"), given.get("share", False)
    ends = len(low_keys) < 2 and len(high_keys) < 2 and (low_keys or high_keys or "at" in given)
    both = "at" in given and (low_keys or high_keys)
    if not set(given) <= BAND_KEYS or not ends or both or (points is None) != (share is True):
        raise _Unfit
    earned = None if share else number(points)
    if "at" in given:
        return Band(number(given["at"]), number(given["at"]), True, True, earned)
    low = next((number(given[one]) for one in low_keys), None)
    high = next((number(given[one]) for one in high_keys), None)
    band = Band(low, high, "from" in low_keys, "to" in high_keys, earned)
    empty = low is not None and high is not None and low >= high
    if empty or (earned is not None and earned < 0):
        raise _Unfit
    return band


READ = {
    "name": _name,
    "names": _names,
    "number": number,
    "text": text,
    "within": _one_of(WITHIN),
    "zero": _one_of(ZERO_CASES),
    "levels": _levels,
    "bands": _bands,
}


def given_of(rule: Rule) -> dict:
    """``rule`` as the plain values of a file, defaults left out."""
    found: dict = {"kind": rule.kind}
    for one in fields(rule):
        value = getattr(rule, one.name)
        if value != one.default:
            found[one.name] = _plain(value)
    return found


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Level):
        given = {"code": value.code, "name": value.name, "points": value.points}
        return given | ({"name_en": value.name_en} if value.name_en else {})
    if isinstance(value, Band):
        return _band_given(value)
    return value


def _band_given(band: Band) -> dict:
    earned = {"share": True} if band.points is None else {"points": band.points}
    if band.low is not None and band.low == band.high:
        return {"at": band.low, **earned}
    low = {} if band.low is None else {"from" if band.low_in else "above": band.low}
    high = {} if band.high is None else {"to" if band.high_in else "below": band.high}
    return {**low, **high, **earned}
