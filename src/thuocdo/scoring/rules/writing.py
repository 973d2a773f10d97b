"""A rule set as the TOML text that ``reading`` reads back to the same set."""

from __future__ import annotations

import json
from fractions import Fraction

from thuocdo.scoring.rules.parameters import given_of
from thuocdo.scoring.rules.shapes import Node, Rounding, RuleSet

DEFAULTS = {"method": "appraised", "effect": "score", "status": "read"}
NOTE = "# Bộ tiêu chí chấm điểm; đọc bằng: thuocdo rules check TỆP. Rule set for scoring.\n"


def written(rules: RuleSet, note: str = NOTE) -> str:
    """``rules`` as TOML, one ``[[criterion]]`` a line of the tree."""
    years = [one for one in (rules.year_from, rules.year_to) if one is not None]
    head = {
        "name": rules.name,
        "title": rules.title,
        "decision": rules.decision,
        "level": rules.level,
        "years": years,
        "maximum": rules.maximum,
        "sizes": list(rules.sizes) if None not in rules.sizes else [],
        "simulated": rules.simulated or None,
        "source": rules.source,
        "rounding": _rounding(rules.rounding),
    }
    return (
        note + _lines(head) + "".join(f"\n[[criterion]]\n{_lines(_line(o))}" for o in rules.nodes)
    )


def _line(node: Node) -> dict:
    names = ("number", "name", "name_en", "maximum", "method", "owner", "effect", "status")
    found = {name: getattr(node, name) for name in (*names, "source", "text")}
    found = {name: one for name, one in found.items() if one != DEFAULTS.get(name)}
    rule = given_of(node.rule) if node.rule else None
    return {**found, "evidence": list(node.evidence), "rule": rule}


def _rounding(rounding: Rounding) -> dict | None:
    if rounding == Rounding():
        return None
    given = {"digits": rounding.digits, "mode": rounding.mode, "status": rounding.status}
    given["source"] = rounding.source or None
    return {name: one for name, one in given.items() if one is not None}


def _lines(held: dict) -> str:
    kept = {key: one for key, one in held.items() if one not in (None, "", [])}
    return "".join(f"{key} = {_value(one)}\n" for key, one in kept.items())


def _value(one) -> str:
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, str):
        return json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(one, dict):
        inner = ", ".join(f"{key} = {_value(value)}" for key, value in one.items())
        return f"{{ {inner} }}"
    if isinstance(one, list):
        return f"[{', '.join(_value(value) for value in one)}]"
    return decimal(Fraction(one))


def decimal(value: Fraction) -> str:
    """An exact decimal; a fraction without one (1/3) to twelve digits."""
    digits = next((n for n in range(13) if (value * 10**n).denominator == 1), 12)
    whole = round(abs(value) * 10**digits)
    sign = "-" if value < 0 else ""
    text = f"{whole:0{digits + 1}d}"
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
