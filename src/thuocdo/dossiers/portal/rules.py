"""The score rules of the six groups, read from ``rules.toml``.

They come from «Công thức 766.xlsx» and were confirmed by measuring: on the province and
agencies of Phú Thọ for August 2026 (captured 26 September 2026) every published score that a
confirmed rule speaks of is reproduced within 0.015. The code knows kinds of rule, never
metrics. ``evidence`` says how far a rule was confirmed; a candidate explains, it never counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOLERANCE = 0.015  # published scores have two decimals
TOTAL = "total"


@dataclass(frozen=True)
class Term:
    """``min(cap, weight × numerator / denominator)``; the numerator may be a sum of fields."""

    numerator: tuple[str, ...]
    denominator: str
    weight: float
    cap: float | None = None


@dataclass(frozen=True)
class Seen:
    """Where a candidate was seen at all: the share of two fields, at least ``start``."""

    numerator: str
    denominator: str
    start: float


@dataclass(frozen=True)
class MetricRule:
    """How one metric earns points. ``zero``: null, zero or full, for a denominator of 0."""

    code: str
    vi: str
    en: str
    kind: str
    maximum: float
    threshold: float = 1.0
    zero: str = "null"
    capped: bool = False
    evidence: str = "confirmed"

    def name(self, language: str = "vi") -> str:
        """The metric's name in ``language``."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True)
class Group:
    """One of the six groups: its end point, its maximum, and its metrics or its terms."""

    endpoint: str
    code: str
    vi: str
    en: str
    maximum: float
    shape: str
    metrics: tuple[MetricRule, ...] = ()
    terms: tuple[Term, ...] = ()
    base: float = 0.0
    none_when_zero: str = ""
    root_only: bool = False
    seen: Seen | None = None
    evidence: str = "confirmed"

    def name(self, language: str = "vi") -> str:
        """The group's name in ``language``."""
        return self.vi if language == "vi" else self.en

    def metric(self, code: str) -> MetricRule | None:
        """The rule of metric ``code``, or ``None`` when it is not known."""
        return next((one for one in self.metrics if one.code == code), None)


@dataclass(frozen=True)
class RuleBook:
    """The rules of one generation."""

    generation: str
    source: str
    groups: Mapping[str, Group]  # by end point, in the order of the six groups

    @property
    def maximum(self) -> float:
        """All six groups together: 100."""
        return sum(one.maximum for one in self.groups.values())


@cache
def rule_book() -> RuleBook:
    """The rules in force."""
    text = files("thuocdo.dossiers.portal").joinpath("rules.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    groups = {one["endpoint"]: _group(one) for one in held["group"]}
    return RuleBook(held["generation"], held["source"], groups)


def _group(held: dict) -> Group:
    plain = {name: value for name, value in held.items() if name not in {"metric", "terms", "seen"}}
    seen = held.get("seen")
    return Group(
        **plain,
        metrics=tuple(MetricRule(**one) for one in held.get("metric", ())),
        terms=tuple(_term(one) for one in held.get("terms", ())),
        seen=Seen(seen["numerator"], seen["denominator"], seen["from"]) if seen else None,
    )


def _term(held: dict) -> Term:
    return Term(tuple(held["numerator"]), held["denominator"], held["weight"], held.get("cap"))
