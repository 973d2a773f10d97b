"""A rule set: lĩnh vực → tiêu chí → tiêu chí thành phần, with maxima, rules, owners."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from thuocdo.scoring.rules.kinds import Rule

LEVELS = ("province", "department", "commune")
# appraised: the unit scores itself and is appraised; the others fill themselves.
METHODS = ("appraised", "survey", "system", "statistics")
EFFECTS = ("score", "bonus", "penalty")
STATUSES = ("read", "secondary", "unknown")
# Of a fraction from 0 on; Python's own ``round`` takes halves to the even side.
MODES = {"half_up": lambda one: floor(one + Fraction(1, 2)), "half_even": round, "down": floor}
DEPTH = 3


@dataclass(frozen=True)
class Rounding:
    """How points of one criterion are rounded: ``digits`` ``None`` is not at all.

    ``status`` tells whether a decision was read that says so.
    """

    digits: int | None = None
    mode: str = "half_up"
    status: str = "unknown"
    source: str = ""

    def of(self, points: Fraction) -> Fraction:
        """``points`` rounded, exactly."""
        if self.digits is None:
            return points
        scaled = abs(points) * 10**self.digits
        whole = MODES[self.mode](scaled)
        return Fraction(whole if points >= 0 else -whole, 10**self.digits)


@dataclass(frozen=True)
class Node:
    """A line of the tree. ``maximum`` ``None`` is unknown; ``row`` is its line in the file."""

    number: str
    name: str
    maximum: Fraction | None = None
    name_en: str = ""
    rule: Rule | None = None
    method: str = "appraised"
    owner: str = ""
    evidence: tuple[str, ...] = ()
    effect: str = "score"
    text: str = ""
    source: str = ""
    status: str = "read"
    row: int | None = None

    @property
    def parent(self) -> str:
        """Number of the line above it in the tree; empty for a lĩnh vực."""
        return self.number.rpartition(".")[0]

    @property
    def order(self) -> tuple[int, ...]:
        """The number as numbers: 1.10 comes after 1.9."""
        return tuple(int(one) for one in self.number.split("."))

    def label(self, language: str = "vi") -> str:
        """Its name in ``language``."""
        return self.name_en or self.name if language == "en" else self.name


@dataclass(frozen=True)
class RuleSet:
    """A version: decision, years, level, tree. ``simulated`` is shown wherever it is used.

    ``sizes``: how many lĩnh vực, tiêu chí, tiêu chí thành phần the decision is said to have.
    """

    name: str
    title: str
    decision: str
    level: str | None
    year_from: int | None
    year_to: int | None
    maximum: Fraction | None
    nodes: tuple[Node, ...]
    simulated: bool = False
    source: str = ""
    rounding: Rounding = Rounding()
    file: str = ""
    sizes: tuple[int | None, ...] = ()

    def node(self, number: str) -> Node | None:
        """The line ``number``, or ``None``."""
        return next((one for one in self.nodes if one.number == number), None)

    def children(self, number: str = "") -> tuple[Node, ...]:
        """Lines right under ``number``; the lĩnh vực when it is empty."""
        return tuple(one for one in self.nodes if one.parent == number)

    def count(self, depth: int) -> int:
        """Lines at a depth: 0 lĩnh vực, 1 tiêu chí, 2 tiêu chí thành phần."""
        return sum(one.number.count(".") == depth for one in self.nodes)

    @property
    def leaves(self) -> tuple[Node, ...]:
        """Lines with nothing under them: what is scored."""
        above = {one.parent for one in self.nodes}
        return tuple(one for one in self.nodes if one.number not in above)

    @property
    def complete(self) -> bool:
        """Whether every line is there and every leaf has a maximum and a rule; else *chưa đủ*."""
        whole = all(n in (None, self.count(depth)) for depth, n in enumerate(self.sizes))
        return (
            whole
            and bool(self.nodes)
            and all(
                one.maximum is not None and one.rule is not None and one.rule.kind != "unread"
                for one in self.leaves
            )
        )
