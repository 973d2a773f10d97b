"""What is not settled: every parameter with how its text is known and what the scores show."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thuocdo.dossiers.portal.rules import Group, MetricRule, RuleBook, rule_book

STATUSES = ("read", "secondary", "unknown")
EVIDENCE = ("confirmed", "candidate", "untested", "not_seen")


@dataclass(frozen=True)
class Parameter:
    """``value`` is ``None`` where none is known; ``rule`` names where the rules use it."""

    code: str
    vi: str
    en: str
    value: float | str | None
    rule: str | None
    status: str
    evidence: str
    note_vi: str
    note_en: str


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every parameter, its value taken from the rules in force."""
    text = files("thuocdo.dossiers.portal").joinpath("parameters.toml").read_text(encoding="utf-8")
    return tuple(_parameter(held) for held in tomllib.loads(text)["parameter"])


def _parameter(held: dict) -> Parameter:
    rule = held.pop("of", None)
    value = _value(rule_book(), rule) if rule else None
    return Parameter(value=value, rule=rule, **held)


def _value(book: RuleBook, path: str) -> float | str | None:
    *above, name = path.split("/")
    holder: RuleBook | Group | MetricRule = book.groups[above[0]] if above else book
    for part in above[1:]:
        kind, _, place = part.partition(" ")
        holder = holder.terms[int(place) - 1] if kind == "term" else holder.metric(part)
    return getattr(holder, name)
