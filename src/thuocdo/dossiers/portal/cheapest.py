"""The cheapest whole numbers of levers that gain enough points, and a proof that it is.

Pieces are taken in the order of cost per point. Where every one costs the same, that greedy
order is exact: gains fall along every lever, so the k best single gains are the most that k
can give. With unequal costs the last, overshooting piece can make greedy dear; then a search
with bounds decides: from a partial choice nothing can cost less than filling the rest in that
order in fractions, so branches at or above the best plan known are cut. The search is exact
unless it is stopped at its limit; then the plan says so and tells the bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thuocdo.dossiers.portal.levers import Lever

LIMIT = 100_000  # branches looked at
_EPS = 1e-9


@dataclass(frozen=True)
class Step:
    """How many of a lever, the points they gain and what they cost."""

    lever: str
    count: int
    points: float
    cost: float


@dataclass(frozen=True)
class Plan:
    """The steps. ``exact``: proven cheapest; else nothing costs less than ``bound``."""

    steps: tuple[Step, ...]
    points: float
    cost: float
    exact: bool
    bound: float

    @property
    def count(self) -> int:
        """All ones together, whatever their kind."""
        return sum(step.count for step in self.steps)


@dataclass(frozen=True)
class _Item:
    lever: str
    count: int
    gain: float
    cost: float

    @property
    def price(self) -> float:
        return self.cost / self.gain


def most_points(levers: Sequence[Lever]) -> float:
    """What all levers can gain together."""
    return sum(lever.points(lever.room) for lever in levers)


def cheapest(
    levers: Sequence[Lever],
    needed: float,
    costs: Mapping[str, float] | None = None,
    limit: int = LIMIT,
) -> Plan | None:
    """The cheapest plan that gains ``needed`` points, or ``None`` when they cannot be gained.

    ``costs``: of one, by lever code; levers without a cost are left out. Without costs every
    one counts 1, so the plan is the one of fewest dossiers.
    """
    prices = {lever.code: 1.0 for lever in levers} if costs is None else dict(costs)
    usable = {lever.code: lever for lever in levers if lever.code in prices}
    if needed <= _EPS:
        return Plan((), 0.0, 0.0, True, 0.0)
    items = [
        _Item(code, piece.count, piece.gain, prices[code])
        for code, lever in usable.items()
        for piece in lever.pieces()
    ]
    if sum(one.count * one.gain for one in items) < needed - _EPS:
        return None
    items.sort(key=lambda one: (one.price, -one.gain, one.lever))
    search = _Search(items, limit)
    search.from_(0, needed, 0.0, {})
    return _plan(search, usable, prices, needed)


class _Search:
    """Depth first through the items, the cheapest points first."""

    def __init__(self, items: list[_Item], limit: int):
        self.items, self.left = items, limit
        self.best, self.taken = math.inf, {}
        whole = all(float(one.cost).is_integer() for one in items)
        self.step = math.gcd(*(int(one.cost) for one in items)) if whole else 0

    @property
    def stopped(self) -> bool:
        return self.left <= 0

    def bound(self, place: int, needed: float) -> float:
        """No completion costs less: the rest filled in fractions, in order of price."""
        cost = 0.0
        for one in self.items[place:]:
            if needed <= _EPS:
                return cost
            share = min(float(one.count), needed / one.gain)
            cost, needed = cost + share * one.cost, needed - share * one.gain
        return cost if needed <= _EPS else math.inf

    def rounded(self, cost: float) -> float:
        """A bound raised to the next cost there can be."""
        if not self.step or math.isinf(cost):
            return cost
        return self.step * math.ceil(cost / self.step - _EPS)

    def from_(self, place: int, needed: float, cost: float, taken: dict[int, int]) -> None:
        """Try the items from ``place`` on, given what is taken already."""
        self.left -= 1
        if needed <= _EPS:
            if cost < self.best:
                self.best, self.taken = cost, dict(taken)
            return
        if place == len(self.items):
            return
        item = self.items[place]
        top = min(item.count, math.ceil(needed / item.gain - _EPS))
        for count in range(top, -1, -1):
            if self.stopped:
                return
            rest, spent = needed - count * item.gain, cost + count * item.cost
            if self.rounded(spent + self.bound(place + 1, rest)) >= self.best - _EPS:
                if count < top:
                    return  # fewer of the cheapest only raise the bound
                continue
            self.from_(place + 1, rest, spent, {**taken, place: count})


def _plan(search: _Search, usable: dict[str, Lever], prices: dict, needed: float) -> Plan:
    counts: dict[str, int] = {}
    for place, count in search.taken.items():
        if count:
            code = search.items[place].lever
            counts[code] = counts.get(code, 0) + count
    steps = tuple(
        Step(code, count, usable[code].points(count), count * prices[code])
        for code, count in counts.items()
    )
    bound = search.best if not search.stopped else search.rounded(search.bound(0, needed))
    exact = not search.stopped or bound >= search.best - _EPS
    points = sum(step.points for step in steps)
    return Plan(steps, points, search.best, exact, min(bound, search.best))
