"""A unit's sheet: points of every line of a rule set from plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from thuocdo.scoring.rules.results import ZERO, Points, Values, sentence, told
from thuocdo.scoring.rules.shapes import Node, RuleSet


@dataclass(frozen=True)
class Sheet:
    """Points by number. ``total`` is ``None`` unless every leaf has points; ``known`` adds
    those that have, out of ``known_maximum``.
    """

    points: dict[str, Points]
    total: Fraction | None
    known: Fraction
    known_maximum: Fraction
    missing: tuple[str, ...]


def points_of(rules: RuleSet, node: Node, values: Values) -> Points:
    """Points of one leaf, rounded as the set says. Raises ``ThuocDoError`` RULE-040."""
    if node.maximum is None:
        return told(None, "no_maximum")
    if node.rule is None:
        return told(None, "no_rule")
    found = node.rule.points(values, node.maximum)
    if found.points is None:
        return found
    rounded = rules.rounding.of(found.points)
    if rounded == found.points:
        return found
    said = sentence("rounded", points=rounded, digits=str(rules.rounding.digits))
    return replace(found, points=rounded, trace=(*found.trace, said))


def score(rules: RuleSet, values: Mapping[str, Values]) -> Sheet:
    """The sheet from values by number of the leaf. Raises ``ThuocDoError`` RULE-040."""
    found = {one.number: points_of(rules, one, values.get(one.number, {})) for one in rules.leaves}
    missing = tuple(number for number, one in found.items() if one.points is None)
    known = known_maximum = ZERO
    for leaf in rules.leaves:
        earned = found[leaf.number].points
        if earned is None:
            continue
        known += -earned if leaf.effect == "penalty" else earned
        known_maximum += leaf.maximum if leaf.effect == "score" else ZERO
    return Sheet(found, None if missing else known, known, known_maximum, missing)
