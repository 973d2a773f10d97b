"""What one more of a thing is worth to a unit: exact marginal points, caps included.

Every metric is moved by one lever only, so what levers earn adds up. Each earns along a
concave line of straight pieces: ``weight × (n + x) / d`` up to a cap. Denominators stay as they
are: the answer speaks of this period's dossiers, or of a next one just like it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thuocdo.dossiers.portal.reading import UnitScore
from thuocdo.dossiers.portal.rules import TOTAL, Group, rule_book


@dataclass(frozen=True)
class Effect:
    """Points of one metric, as a line: ``min(cap, weight × (done + x) / of)``."""

    endpoint: str
    metric: str
    done: float
    of: float
    weight: float
    cap: float | None = None

    def points(self, more: int) -> float:
        """Gain from ``more`` further ones."""
        return self._at(self.done + more) - self._at(self.done)

    @property
    def kink(self) -> float | None:
        """After how many further ones the cap is reached, or ``None`` without a cap."""
        return None if self.cap is None else self.cap * self.of / self.weight - self.done

    def _at(self, count: float) -> float:
        points = self.weight * count / self.of
        return points if self.cap is None else min(self.cap, points)


@dataclass(frozen=True)
class Piece:
    """``count`` further ones in a row, each worth ``gain`` points."""

    count: int
    gain: float


@dataclass(frozen=True)
class Lever:
    """A thing a unit can do more of. ``room``: how many are left to do."""

    code: str
    kind: str
    vi: str
    en: str
    room: int
    effects: tuple[Effect, ...]

    def name(self, language: str = "vi") -> str:
        """The lever's name in ``language``."""
        return self.vi if language == "vi" else self.en

    def points(self, more: int) -> float:
        """Gain from ``more`` further ones, all effects together."""
        return sum(effect.points(more) for effect in self.effects)

    @property
    def next_points(self) -> float:
        """What the very next one is worth; 0 when none is left."""
        return self.points(1) if self.room else 0.0

    def pieces(self) -> list[Piece]:
        """The line of gains as straight pieces, from the steepest down; flat ends left out."""
        at = {0, self.room}
        for kink in (effect.kink for effect in self.effects):
            if kink is not None:
                at |= {min(max(one, 0), self.room) for one in (math.floor(kink), math.ceil(kink))}
        ends = sorted(at)
        found = [
            Piece(end - start, (self.points(end) - self.points(start)) / (end - start))
            for start, end in zip(ends, ends[1:], strict=False)
        ]
        return [one for one in found if one.gain > 1e-12]


def levers_of(lines: Mapping[str, UnitScore]) -> list[Lever]:
    """The levers of a unit, from its lines by end point; those whose counts are known."""
    found = []
    for held in _held():
        effects = [effect for one in held["effects"] if (effect := _effect(one, lines))]
        first = held["effects"][0]
        if not effects or effects[0].endpoint != first["endpoint"]:
            continue
        room = max(0, math.floor(effects[0].of - effects[0].done + 1e-9))
        named = (held["code"], held["kind"], held["vi"], held["en"])
        found.append(Lever(*named, room, tuple(effects)))
    return found


@cache
def _held() -> tuple[dict, ...]:
    text = files("thuocdo.dossiers.portal").joinpath("levers.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["lever"])


def codes() -> tuple[str, ...]:
    """The codes of all levers there are."""
    return tuple(one["code"] for one in _held())


def _effect(held: dict, lines: Mapping[str, UnitScore]) -> Effect | None:
    group, unit = rule_book().groups[held["endpoint"]], lines.get(held["endpoint"])
    if unit is None:
        return None
    found = _of_metric if "metric" in held else _of_term
    return found(held, group, unit)


def _of_metric(held: dict, group: Group, unit: UnitScore) -> Effect | None:
    rule, metric = group.metric(held["metric"]), unit.metric(held["metric"])
    if metric is None or metric.numerator is None or not metric.denominator:
        return None
    weight = rule.maximum / rule.threshold
    cap = float(rule.maximum) if rule.capped else None
    counts = (metric.numerator, metric.denominator)
    return Effect(group.endpoint, rule.code, *counts, weight, cap)


def _of_term(held: dict, group: Group, unit: UnitScore) -> Effect | None:
    term = group.terms[held["term"] - 1]
    above = [unit.inputs.get(name) for name in term.numerator]
    below = unit.inputs.get(term.denominator)
    if not below or any(one is None for one in above):
        return None
    return Effect(group.endpoint, TOTAL, sum(above), below, term.weight, term.cap)
