"""Rule sets that come with the product: what is published, at its depth, and a simulated one.

A published set has the lĩnh vực and maxima read from public pages (fact tables ``rule_set``,
``criterion``); rules, owners and most maxima were not published where they could be read, so
it is *chưa đủ*. ``mo-phong`` is complete, of real size (8/38/88, 100 points), and simulated.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts import Facts
from thuocdo.indices import rule_sets
from thuocdo.scoring.rules.reading import Read, read_rules, rules_of
from thuocdo.scoring.rules.shapes import Node, RuleSet

SIMULATED = "mo-phong"


def published(facts: Facts) -> list[RuleSet]:
    """The provincial sets of PAR INDEX, oldest first, as far as they were published."""
    rows = facts.table("rule_set").select("rule_set", "areas", "criteria", "sub_criteria").rows()
    sizes = {code: tuple(stated) for code, *stated in rows}
    return [_published(one, sizes[one.code]) for one in rule_sets(facts, "par-index")]


def simulated() -> RuleSet:
    """The simulated set of real size."""
    text = files("thuocdo.scoring.rules").joinpath(f"sets/{SIMULATED}.toml").read_text("utf-8")
    return rules_of(text, f"{SIMULATED}.toml").rules


def find(named: str, facts: Facts, beside: Path | None = None) -> Read:
    """The set of that name, else in that file (from ``beside``).

    Raises ``ThuocDoError`` RULE-001, RULE-002, RULE-044.
    """
    shipped = {one.name: one for one in published(facts)} | {SIMULATED: None}
    if named in shipped:
        return Read(shipped[named] or simulated(), ())
    path = (beside or Path()) / named
    if not named.endswith(".toml") and not path.exists():
        known = ", ".join(shipped)
        raise ThuocDoError(Problem("RULE-044", values={"name": named, "known": known}))
    return read_rules(path)


def _published(given, sizes: tuple[int | None, ...]) -> RuleSet:
    nodes = tuple(_node(one) for one in given.criteria)
    title = f"Chỉ số cải cách hành chính cấp tỉnh theo {given.decision}"
    return RuleSet(
        name=given.code,
        title=title,
        decision=given.decision,
        level="province",
        year_from=given.year_from,
        year_to=given.year_to,
        maximum=_exact(given.maximum),
        nodes=nodes,
        source=given.source,
        file=given.code,
        sizes=sizes,
    )


def _node(given) -> Node:
    return Node(
        number=given.code,
        name=given.name,
        maximum=_exact(given.maximum),
        name_en=given.name_en,
        source=given.source,
        status="secondary" if given.basis in ("stated", "derived") else "unknown",
    )


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(Decimal(str(value)))
