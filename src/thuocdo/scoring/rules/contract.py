"""What ``thuocdo rules … --json`` prints; schemas in ``docs/reference``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from thuocdo.errors import Problem
from thuocdo.scoring.rules.cases import Outcome
from thuocdo.scoring.rules.checking import INCOMPLETE
from thuocdo.scoring.rules.comparing import Pair
from thuocdo.scoring.rules.shapes import Node, RuleSet


def head_json(rules: RuleSet) -> dict:
    """Which set it is and how large."""
    return {
        "name": rules.name,
        "title": rules.title,
        "decision": rules.decision,
        "level": rules.level,
        "year_from": rules.year_from,
        "year_to": rules.year_to,
        "simulated": rules.simulated,
        "complete": rules.complete,
        "maximum": plain(rules.maximum),
        "fields": rules.count(0),
        "criteria": rules.count(1),
        "sub_criteria": rules.count(2),
    }


def check_json(rules: RuleSet, problems: Iterable[Problem], language: str) -> dict:
    """``rules check --json``."""
    told: dict[str, list] = {"faults": [], "incomplete": []}
    for one in problems:
        told["incomplete" if one.code in INCOMPLETE else "faults"].append(problem(one, language))
    return {"rules": head_json(rules), **told}


def import_json(imported, stored: bool, language: str) -> dict:
    """``rules import --json``."""
    counts = {"recognised": imported.recognised, "unread": imported.unread}
    return {**check_json(imported.rules, imported.problems, language), "stored": stored, **counts}


def cases_json(rules: RuleSet, outcomes: list[Outcome], language: str) -> dict:
    """``rules test --json``."""
    passed = sum(one.passed for one in outcomes)
    return {
        "rules": head_json(rules),
        "passed": passed,
        "failed": len(outcomes) - passed,
        "cases": [_case(one, language) for one in outcomes],
    }


def compare_json(old: RuleSet, new: RuleSet, pairs: list[Pair], language: str) -> dict:
    """``rules compare --json``."""
    states = Counter(one.state for one in pairs)
    return {
        "old": head_json(old),
        "new": head_json(new),
        "counts": {state: states[state] for state in ("same", "changed", "new", "gone")},
        "pairs": [
            {
                "old": _line(one.old, language),
                "new": _line(one.new, language),
                "state": one.state,
                "changes": list(one.changes),
                "sure": one.sure,
                "comparable": one.comparable,
            }
            for one in pairs
        ],
    }


def _line(node: Node | None, language: str) -> dict | None:
    if node is None:
        return None
    maximum = plain(node.maximum)
    return {"number": node.number, "name": node.label(language), "maximum": maximum}


def problem(one: Problem, language: str) -> dict:
    """A fault with its row."""
    number = one.values.get("number") or None
    return {"code": one.code, "row": one.row, "number": number, "text": one.text(language)}


def plain(value: Fraction | None) -> float | None:
    """An exact number as a JSON one."""
    return None if value is None else float(value)


def _case(one: Outcome, language: str) -> dict:
    return {
        "case": one.case.place,
        "name": one.case.name,
        "criterion": one.case.criterion,
        "expected": plain(one.case.expected),
        "points": plain(one.points.points) if one.points else None,
        "passed": one.passed,
        "how": one.points.said(language) if one.points else one.refused.text(language),
    }
