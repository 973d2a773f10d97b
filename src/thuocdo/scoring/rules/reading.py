"""A rule set from its TOML file: ``[[criterion]]`` tables, one a line of the tree."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.scoring.rules.parameters import number, rule_of, text
from thuocdo.scoring.rules.shapes import (
    DEPTH,
    EFFECTS,
    LEVELS,
    METHODS,
    MODES,
    STATUSES,
    Node,
    Rounding,
    RuleSet,
)

LARGEST = 2_000_000  # bytes; a set of 88 criteria is some 40 thousand
HEAD = {
    *("name", "title", "decision", "level", "years", "maximum", "simulated"),
    *("source", "rounding", "criterion", "sizes"),
}
LINE = {
    *("number", "name", "name_en", "maximum", "rule", "method", "owner"),
    *("evidence", "effect", "text", "source", "status"),
}
NUMBERING = re.compile(rf"[1-9]\d{{0,2}}(\.[1-9]\d{{0,2}}){{0,{DEPTH - 1}}}\Z")
TABLE = re.compile(r"\s*\[\[\s*criterion\s*\]\]\s*(#.*)?\Z")


@dataclass(frozen=True)
class Read:
    """What a file holds: the set (its sound lines) and the faults of its cells."""

    rules: RuleSet
    faults: tuple[Problem, ...]


def read_rules(path: Path) -> Read:
    """The rule set at ``path``. Raises ``ThuocDoError`` RULE-001, RULE-002."""
    return rules_of(toml_text(path), path.name)


def toml_text(path: Path) -> str:
    """The text of a small UTF-8 file. Raises ``ThuocDoError`` RULE-001."""

    def refused(vi: str, en: str) -> ThuocDoError:
        return ThuocDoError(Problem("RULE-001", path.name, values={"why": (vi, en)}))

    try:
        if path.stat().st_size > LARGEST:
            raise refused("lớn hơn 2 MB", "it is larger than 2 MB")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise refused("không có tệp này", "there is no such file") from None
    except UnicodeDecodeError:
        raise refused("không phải mã UTF-8", "it is not UTF-8") from None
    except OSError as error:
        raise refused(str(error.strerror), str(error.strerror)) from None


def toml_of(written: str, file: str) -> dict:
    """TOML with exact decimals. Raises ``ThuocDoError`` RULE-002 with the line."""
    try:
        return tomllib.loads(written.replace("\r\n", "\n"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ArithmeticError, ValueError) as error:
        found = re.search(r"at line (\d+)", str(error))
        row = int(found[1]) if found else None
        raise ThuocDoError(Problem("RULE-002", file, row)) from None


def rules_of(written: str, file: str) -> Read:
    """The rule set in TOML text. Raises ``ThuocDoError`` RULE-002."""
    held = toml_of(written, file)
    faults = [
        Problem("RULE-033", file, values={"key": name, "known": ", ".join(sorted(HEAD))})
        for name in held
        if name not in HEAD
    ]
    given = held.get("criterion", [])
    given = given if isinstance(given, list) else [given]
    rows = _rows(written, len(given))
    nodes = [_node(one, file, row, faults) for one, row in zip(given, rows, strict=True)]
    head = _head(held, file, faults)
    sound = tuple(one for one in nodes if one is not None)
    return Read(RuleSet(**head, nodes=sound, file=file), tuple(faults))


def _rows(written: str, count: int) -> list[int | None]:
    """The line of every ``[[criterion]]``; none where they are written in another way."""
    found = [place for place, line in enumerate(written.splitlines(), 1) if TABLE.match(line)]
    return found if len(found) == count else [None] * count


def _head(held: dict, file: str, faults: list[Problem]) -> dict:
    def fault(key: str, vi: str, en: str) -> None:
        faults.append(Problem("RULE-003", file, values={"key": key, "wanted": (vi, en)}))

    head = {"simulated": held.get("simulated", False), "source": held.get("source", "")}
    for key in ("name", "title", "decision"):
        head[key] = _text(held.get(key, ""))
        if not head[key] and not (key == "decision" and head["simulated"] is True):
            fault(key, "chữ, không để trống", "text that is not empty")
    head["level"] = held.get("level")
    if head["level"] not in LEVELS:
        head["level"] = None
        fault("level", "một trong: " + ", ".join(LEVELS), "one of: " + ", ".join(LEVELS))
    head["year_from"], head["year_to"] = _years(held.get("years"), fault)
    head["maximum"] = None
    if "maximum" in held:
        head["maximum"] = _positive(held["maximum"])
        if head["maximum"] is None:
            fault("maximum", "một số lớn hơn 0", "a number above 0")
    if not isinstance(head["simulated"], bool):
        fault("simulated", "true hoặc false", "true or false")
        head["simulated"] = True
    if not isinstance(head["source"], str):
        fault("source", "chữ", "text")
        head["source"] = ""
    head["sizes"] = _sizes(held.get("sizes", []), fault)
    head["rounding"] = _rounding(held.get("rounding", {}), fault)
    return head


def _years(given: object, fault) -> tuple[int | None, int | None]:
    """[2024, 2026], or [2024] while the last year is not known."""
    whole = isinstance(given, list) and len(given) in (1, 2)
    if whole and all(type(one) is int and 2000 <= one <= 2100 for one in given):
        first, last = given[0], given[-1] if len(given) == 2 else None
        if last is None or first <= last:
            return first, last
    fault("years", "[năm đầu] hoặc [năm đầu, năm cuối]", "[first year] or [first, last year]")
    return None, None


def _sizes(given: object, fault) -> tuple[int, ...]:
    """[8, 37, 88] as the decision says; may be left out."""
    if given == [] or (isinstance(given, list) and len(given) == DEPTH and _counts(given)):
        return tuple(given)
    wanted = ("[số lĩnh vực, số tiêu chí, số tiêu chí thành phần]", "[fields, criteria, parts]")
    fault("sizes", *wanted)
    return ()


def _counts(given: list) -> bool:
    return all(type(one) is int and 0 <= one <= 999 for one in given)


def _rounding(given: object, fault) -> Rounding:
    sound = isinstance(given, dict) and set(given) <= {"digits", "mode", "status", "source"}
    if sound:
        found = Rounding(**given)
        digits = found.digits is None or (type(found.digits) is int and 0 <= found.digits <= 6)
        texts = isinstance(found.mode, str) and isinstance(found.status, str)
        if digits and texts and found.mode in MODES and found.status in STATUSES:
            return found
    fault(
        "rounding",
        "digits từ 0 đến 6, mode: " + ", ".join(MODES) + "; status: " + ", ".join(STATUSES),
        "digits from 0 to 6, mode: " + ", ".join(MODES) + "; status: " + ", ".join(STATUSES),
    )
    return Rounding()


def _node(given: object, file: str, row: int | None, faults: list[Problem]) -> Node | None:
    given = given if isinstance(given, dict) else {}
    named = given.get("number")
    named = str(named) if isinstance(named, str | int | Decimal) else ""

    def fault(code: str, **values) -> None:
        faults.append(Problem(code, file, row, values={"number": named, **values}))

    for name in given:
        if name not in LINE:
            fault("RULE-033", key=name, known=", ".join(sorted(LINE)))
    if not isinstance(given.get("number"), str) or not NUMBERING.match(named):
        fault("RULE-007")
        return None
    name = _text(given.get("name"))
    if not name:
        fault("RULE-006")
    maximum = None
    if "maximum" in given:
        maximum = _positive(given["maximum"])
        if maximum is None:
            fault("RULE-013")
    rule, wrong = None, []
    if "rule" in given:
        rule, wrong = rule_of(given["rule"], file, row, named)
        faults.extend(wrong)
    chosen = _choices(given, fault)
    plain = {key: _text(given.get(key, "")) for key in ("name_en", "owner", "text", "source")}
    evidence = _evidence(given.get("evidence", []), fault)
    return Node(named, name, maximum, rule=rule, evidence=evidence, row=row, **plain, **chosen)


def _choices(given: dict, fault) -> dict[str, str]:
    found = {}
    known = {"method": METHODS, "effect": EFFECTS, "status": STATUSES}
    for key, values in known.items():
        default = "read" if key == "status" else values[0]
        found[key] = given.get(key, default)
        if found[key] not in values:
            fault("RULE-024", key=key, value=str(found[key]), known=", ".join(values))
            found[key] = default
    return found


def _evidence(given: object, fault) -> tuple[str, ...]:
    if isinstance(given, list) and all(_text(one) for one in given):
        return tuple(_text(one) for one in given)
    fault("RULE-028")
    return ()


def _text(value: object) -> str:
    try:
        return text(value)
    except ValueError:
        return ""


def _positive(value: object) -> Fraction | None:
    try:
        found = number(value)
    except ValueError:
        return None
    return found if found > 0 else None
