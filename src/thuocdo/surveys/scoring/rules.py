"""The tree of an index made from a survey: leaves are items, parts are made of parts.

Every node is, once the weights are known, a constant plus a weighted sum of leaves; that is why
one pass over respondents gives every node with its error. A weight may be unknown: then the node
has no value, only the band over all weights (the lowest and the highest of what it is made of).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thuocdo.surveys.estimates.columns import refuse

Floats = NDArray[np.float64]
STATUSES = ("read", "secondary", "assumed", "unknown")


@dataclass(frozen=True)
class Leaf:
    """What one item gives: the ``share`` of answers in ``codes``, or their ``mean``.

    ``low, high``: the theoretical ends of what it gives (0–1 for a share).
    """

    code: str
    item: str
    kind: Literal["share", "mean"] = "share"
    codes: tuple[int, ...] = (1,)
    low: float = 0.0
    high: float = 1.0
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Part:
    """A node made of others: ``rule`` is ``sum``, ``weighted`` (mean) or ``rescaled``.

    ``rescaled``: children brought to 0–1 by their ends, plain mean, spread over ``low``–``high``.
    ``weights`` (``weighted`` only) by child; a child without one has an unknown weight.
    ``status`` says how sure the rule and its weights are; ``source`` where they stand.
    """

    code: str
    children: tuple[str, ...]
    rule: Literal["sum", "weighted", "rescaled"]
    low: float = 0.0
    high: float = 1.0
    weights: Mapping[str, float] = field(default_factory=dict)
    status: Literal["read", "secondary", "assumed", "unknown"] = "read"
    source: str = ""
    name: str = ""
    name_en: str = ""

    @property
    def is_known(self) -> bool:
        """Whether every weight it needs is known; an only child needs none."""
        alone = len(self.children) == 1
        return self.rule != "weighted" or alone or set(self.children) <= set(self.weights)


@dataclass(frozen=True)
class SurveyIndex:
    """A rule set. ``parts`` from the bottom up: a part only names leaves and parts before it."""

    code: str
    leaves: tuple[Leaf, ...]
    parts: tuple[Part, ...]
    measured_in: str = ""
    simulated: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self):
        known: set[str] = set()
        for one in (*self.leaves, *self.parts):
            children = one.children if isinstance(one, Part) else ()
            if one.code in known or not set(children) <= known:
                raise refuse("SURVEY-150", node=one.code, rules=self.code)
            if isinstance(one, Part) and not _sound(one):
                raise refuse("SURVEY-151", node=one.code, rules=self.code)
            known.add(one.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every node: leaves, then parts."""
        return tuple(one.code for one in (*self.leaves, *self.parts))

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Parts whose weights are not known."""
        return tuple(one for one in self.parts if not one.is_known)

    def node(self, code: str) -> Leaf | Part:
        """The node ``code``. Raises ``KeyError``."""
        return next(one for one in (*self.leaves, *self.parts) if one.code == code)

    def above(self, code: str) -> str:
        """The part that ``code`` goes into, empty for the top."""
        return next((one.code for one in self.parts if code in one.children), "")


def _sound(part: Part) -> bool:
    positive = all(weight > 0 for weight in part.weights.values())
    named = set(part.weights) <= set(part.children)
    return bool(part.children) and positive and named and part.low < part.high


@dataclass(frozen=True)
class Linear:
    """Nodes as constant + leaves · coefficient: ``constant`` (nodes,), ``of`` (leaves, nodes).

    NaN in the constant of a node with an unknown weight somewhere below it.
    """

    constant: Floats
    of: Floats


def linear(rules: SurveyIndex) -> Linear:
    """Every node of ``rules`` over its leaves."""
    place = {code: number for number, code in enumerate(rules.codes)}
    constant = np.zeros(len(place))
    of = np.zeros((len(rules.leaves), len(place)))
    of[:, : len(rules.leaves)] = np.eye(len(rules.leaves))
    for part in rules.parts:
        at, children = place[part.code], [place[one] for one in part.children]
        shift, slope = _mixed(rules, part)
        constant[at] = shift + slope @ constant[children]
        of[:, at] = of[:, children] @ slope
    return Linear(constant, of)


def _mixed(rules: SurveyIndex, part: Part) -> tuple[float, Floats]:
    """What a part takes of its children: a shift and a slope for each."""
    if part.rule == "sum":
        return 0.0, np.ones(len(part.children))
    if part.rule == "weighted":
        if not part.is_known:
            return np.nan, np.zeros(len(part.children))
        weight = np.array([part.weights.get(one, 1.0) for one in part.children])
        return 0.0, weight / weight.sum()
    nodes = [rules.node(one) for one in part.children]
    span = (part.high - part.low) / len(nodes)
    slope = np.array([span / (one.high - one.low) for one in nodes])
    return part.low - float(slope @ [one.low for one in nodes]), slope


def bands(rules: SurveyIndex, value: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest (units, nodes) over all weights that are unknown.

    ``value`` (units, nodes), NaN where a node has none. Where every weight is known both are the
    value itself; a missing child leaves both missing.
    """
    place = {code: number for number, code in enumerate(rules.codes)}
    low, high = value.copy(), value.copy()
    for part in rules.parts:
        at, children = place[part.code], [place[one] for one in part.children]
        shift, slope = _mixed(rules, part)
        for ends, most in ((low, np.min), (high, np.max)):
            under = ends[:, children]
            ends[:, at] = most(under, axis=1) if np.isnan(shift) else shift + under @ slope
    return low, high
