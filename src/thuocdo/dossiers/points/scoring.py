"""Rates into points, exactly; what cannot be had is said and never taken for 0. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from thuocdo.dossiers.points.rules import Metric, PointRules

NOT_FOR_A_UNIT = ("chỉ tính cho cả tỉnh", "it applies to the province as a whole")
NO_MAXIMUM = ("chưa biết điểm tối đa", "its maximum is not known")
NO_FIGURE = ("chưa có số", "there is no figure")
NO_CASES = ("không có trường hợp nào", "there was no case")


@dataclass(frozen=True)
class Input:
    """Counts of a measure: ``origin`` lake or portal; ``low``, ``high`` pairs where a rule is in
    doubt; ``why`` (vi, en) when there are none.
    """

    numerator: int | None = None
    denominator: int | None = None
    low: tuple[int, int] | None = None
    high: tuple[int, int] | None = None
    origin: str = ""
    status: str = ""
    bound: str = ""
    why: tuple[str, str] | None = None


@dataclass(frozen=True)
class Scored:
    """A metric with its points, exact; ``None`` with ``why``. ``low``, ``high``: its band."""

    metric: Metric
    given: Input
    points: Fraction | None
    low: Fraction | None
    high: Fraction | None
    why: tuple[str, str] | None

    @property
    def counts(self) -> bool:
        """Whether it is added up: it has points, and it is known out of how many."""
        return self.points is not None and self.metric.maximum is not None


@dataclass(frozen=True)
class Sheet:
    """Every metric of a unit or the province under one generation."""

    rules: PointRules
    rows: tuple[Scored, ...]

    @property
    def points(self) -> Fraction:
        """Points of the metrics that count."""
        return sum((one.points for one in self.rows if one.counts), Fraction(0))

    @property
    def computable(self) -> Fraction:
        """The maxima of the metrics that count: what ``points`` is out of."""
        return sum((one.metric.maximum for one in self.rows if one.counts), Fraction(0))

    def of_group(self, code: str) -> Sheet:
        """The same, of one group alone."""
        return Sheet(self.rules, tuple(one for one in self.rows if one.metric.group == code))


def sheet(rules: PointRules, inputs: Mapping[str, Input], province: bool) -> Sheet:
    """Points from ``inputs`` (measure → counts); ``province``: of the whole, not of a unit."""
    return Sheet(rules, tuple(_scored(one, inputs, province) for one in rules.metrics))


def points_of(metric: Metric, numerator: int, denominator: int) -> Fraction | None:
    """min(maximum, weight × numerator / denominator).

    A denominator of 0 earns what the rule says: nothing known (``None``), 0 or the maximum.
    """
    if not denominator:
        return {"null": None, "zero": Fraction(0), "full": metric.maximum}[metric.zero]
    made = metric.weight * Fraction(numerator, denominator)
    return made if metric.maximum is None else min(metric.maximum, made)


def _scored(metric: Metric, inputs: Mapping[str, Input], province: bool) -> Scored:
    given = inputs.get(metric.measure, Input())
    why = _why_not(metric, given, province)
    if why:
        return Scored(metric, given, None, None, None, why)
    points = points_of(metric, given.numerator, given.denominator)
    if points is None:
        return Scored(metric, given, None, None, None, NO_CASES)
    low, high = (points_of(metric, *pair) if pair else points for pair in (given.low, given.high))
    return Scored(metric, given, points, low, high, None)


def _why_not(metric: Metric, given: Input, province: bool) -> tuple[str, str] | None:
    if metric.province_only and not province:
        return NOT_FOR_A_UNIT
    if metric.why:
        return metric.why
    if metric.weight is None:
        return NO_MAXIMUM
    return (given.why or NO_FIGURE) if given.numerator is None else None
