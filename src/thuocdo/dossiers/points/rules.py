"""The rule sets of the service index as data, one file a generation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from thuocdo.dossiers.measures.catalogue import measure_rule
from thuocdo.errors import ThuocDoError

GENERATIONS = ("766-2026", "766-2022")


@dataclass(frozen=True)
class Metric:
    """``maximum`` is ``None`` where it is not known; ``measure`` "" where nothing tells it."""

    code: str
    group: str
    vi: str
    en: str
    maximum: Fraction | None
    weight: Fraction | None
    zero: str
    measure: str
    province_only: bool
    why: tuple[str, str] | None


@dataclass(frozen=True)
class PointRules:
    """A generation: ``groups`` code → (maximum, vi, en), which add up to 100."""

    name: str
    source: str
    groups: dict[str, tuple[int, str, str]]
    metrics: tuple[Metric, ...]


@cache
def point_rules(name: str = GENERATIONS[0]) -> PointRules:
    """The rules ``name``. Raises ``ThuocDoError`` DOSSIER-032 for one there is not."""
    if name not in GENERATIONS:
        raise ThuocDoError.of("DOSSIER-032", value=name, known=", ".join(GENERATIONS))
    text = files("thuocdo.dossiers.points").joinpath(f"{name}.toml").read_text("utf-8")
    told = tomllib.loads(text, parse_float=Fraction)
    groups = {code: (one["maximum"], one["vi"], one["en"]) for code, one in told["groups"].items()}
    return PointRules(told["name"], told["source"], groups, tuple(map(_metric, told["metric"])))


def _metric(held: dict) -> Metric:
    measure = held.get("measure", "")
    named = measure_rule(measure) if measure else None
    maximum = Fraction(held["maximum"]) if "maximum" in held else None
    weight = held.get("weight")
    if weight is None and maximum is not None:
        weight = maximum / held.get("threshold", Fraction(1))
    return Metric(
        held["code"],
        held["group"],
        named.vi if named else held["vi"],
        named.en if named else held["en"],
        maximum,
        weight,
        held["zero"],
        measure,
        held.get("province_only", False),
        tuple(held["why"]) if "why" in held else None,
    )
