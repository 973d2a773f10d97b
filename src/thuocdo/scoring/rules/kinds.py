"""The kinds of rule: each a frozen class with one pure ``points(values, maximum)``.

Numbers are exact fractions. A rule asks for ``variables``; one without a value gives no points
and says so. Which kind and which parameters a criterion has is data (``reading``). The kinds are
the ones found in annexes of decisions on Chỉ số CCHC; no parameter has a default that favours.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from fractions import Fraction
from typing import ClassVar

from thuocdo.scoring.rules.bands import Band, place
from thuocdo.scoring.rules.formula import parsed
from thuocdo.scoring.rules.results import (
    ZERO,
    Points,
    Values,
    amount,
    count,
    figure,
    lacking,
    sentence,
    told,
    truth,
    wrong,
)

# What a case with denominator 0 earns: no points told (null), all of them, or none.
ZERO_CASES = ("null", "full", "none")
WITHIN = ("share", "between")


def of(form: str, default=MISSING):
    """A parameter of a rule: ``form`` tells the reader how it is written."""
    return field(default=default, metadata={"form": form})


@dataclass(frozen=True)
class Level:
    """A step an official chooses: code, what it means, its points."""

    code: str
    name: str
    points: Fraction
    name_en: str = ""


@dataclass(frozen=True)
class FullOrNone:
    """All points when the condition holds, else 0."""

    kind: ClassVar[str] = "full_or_none"
    variable: str = of("name")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """``maximum`` or 0. Raises ``ThuocDoError`` RULE-040 unless the value is yes or no."""
        if lacks := lacking(values, self.variables):
            return lacks
        met = truth(values, self.variable)
        key = "met" if met else "not_met"
        return told(maximum if met else ZERO, key, maximum=maximum)


@dataclass(frozen=True)
class Steps:
    """Points of the level chosen."""

    kind: ClassVar[str] = "steps"
    variable: str = of("name")
    levels: tuple[Level, ...] = of("levels")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """The points of the level whose code is the value. Raises ``ThuocDoError`` RULE-040."""
        if lacks := lacking(values, self.variables):
            return lacks
        chosen = str(values[self.variable])
        for one in self.levels:
            if one.code == chosen:
                name = (one.name, one.name_en or one.name)
                return told(one.points, "step", level=name, points=one.points)
        codes = ", ".join(one.code for one in self.levels)
        raise wrong(self.variable, chosen, (f"chọn một trong: {codes}", f"choose one of: {codes}"))


@dataclass(frozen=True)
class Proportional:
    """Points in proportion to a rate (share of 1): 0 below ``floor``, all from ``ceiling`` on.

    Between them ``within`` tells: ``share`` maximum × rate / ceiling, ``between``
    maximum × (rate − floor) / (ceiling − floor).
    """

    kind: ClassVar[str] = "proportional"
    variable: str = of("name")
    denominator: str = of("name", "")
    floor: Fraction = of("number", ZERO)
    ceiling: Fraction = of("number", Fraction(1))
    within: str = of("within", "share")
    zero: str = of("zero", "null")

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(name for name in (self.variable, self.denominator) if name)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """Points by the rate. Raises ``ThuocDoError`` RULE-040."""
        found = rate(values, self.variable, self.denominator, self.zero, maximum)
        if isinstance(found, Points):
            return found
        parts = {"rate": 100 * found, "maximum": maximum}
        if found >= self.ceiling:
            return told(maximum, "from_ceiling", ceiling=100 * self.ceiling, **parts)
        if found < self.floor:
            return told(ZERO, "below_floor", floor=100 * self.floor, **parts)
        if self.within == "between":
            earned = maximum * (found - self.floor) / (self.ceiling - self.floor)
            ends = {"floor": 100 * self.floor, "ceiling": 100 * self.ceiling}
            return told(earned, "between", points=earned, **ends, **parts)
        earned = maximum * found / self.ceiling
        return told(earned, "share", points=earned, ceiling=100 * self.ceiling, **parts)


@dataclass(frozen=True)
class Thresholds:
    """Points of the band the value falls into; a band may earn in proportion to the rate."""

    kind: ClassVar[str] = "thresholds"
    variable: str = of("name")
    bands: tuple[Band, ...] = of("bands")
    denominator: str = of("name", "")
    zero: str = of("zero", "null")

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(name for name in (self.variable, self.denominator) if name)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """The points of the band; none told outside all. Raises ``ThuocDoError`` RULE-040."""
        found = rate(values, self.variable, self.denominator, self.zero, maximum)
        if isinstance(found, Points):
            return found
        shown = 100 * found if self.denominator else found
        sign = (" %", "%") if self.denominator else ""
        band = place(self.bands, found)
        if band is None:
            return told(None, "no_band", value=shown, sign=sign)
        earned = maximum * found if band.points is None else band.points
        said = band.said(bool(self.denominator))
        return told(earned, "band", value=shown, sign=sign, band=said, points=earned)


@dataclass(frozen=True)
class Deduction:
    """From the maximum, ``each`` off per violation, never below ``floor``."""

    kind: ClassVar[str] = "deduction"
    variable: str = of("name")
    each: Fraction = of("number")
    floor: Fraction = of("number", ZERO)

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """What is left. Raises ``ThuocDoError`` RULE-040 unless the value is a count."""
        if lacks := lacking(values, self.variables):
            return lacks
        found = count(values, self.variable)
        left = max(self.floor, maximum - self.each * found)
        parts = {"maximum": maximum, "each": self.each, "count": found, "floor": self.floor}
        return told(left, "deduction", points=left, **parts)


@dataclass(frozen=True)
class Counts:
    """``each`` for every piece counted, at most the maximum."""

    kind: ClassVar[str] = "counts"
    variable: str = of("name")
    each: Fraction = of("number")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """What the pieces earn. Raises ``ThuocDoError`` RULE-040 unless the value is a count."""
        if lacks := lacking(values, self.variables):
            return lacks
        found = count(values, self.variable)
        earned = min(maximum, self.each * found)
        parts = {"maximum": maximum, "each": self.each, "count": found}
        return told(earned, "counts", points=earned, **parts)


@dataclass(frozen=True)
class Formula:
    """A formula over the variables declared; the result is kept between 0 and the maximum."""

    kind: ClassVar[str] = "formula"
    expression: str = of("text")
    declared: tuple[str, ...] = of("names")

    @property
    def variables(self) -> tuple[str, ...]:
        return self.declared

    def points(self, values: Values, maximum: Fraction) -> Points:
        """The result. Raises ``ThuocDoError`` RULE-040, ``NotAFormula`` (``check`` tells it)."""
        if lacks := lacking(values, self.variables):
            return lacks
        exact = {name: amount(values, name) for name in self.declared}
        try:
            found = parsed(self.expression).value(exact)
        except ZeroDivisionError:
            return told(None, "divided_by_zero", expression=self.expression)
        earned = min(maximum, max(ZERO, found))
        key = "formula" if earned == found else "formula_kept"
        parts = {"maximum": maximum, "found": found, "points": earned, "values": _listed(exact)}
        return told(earned, key, expression=self.expression, **parts)


@dataclass(frozen=True)
class SurveyMean:
    """The mean of a survey item, from its scale ``low``…``high`` to 0…maximum."""

    kind: ClassVar[str] = "survey_mean"
    variable: str = of("name")
    low: Fraction = of("number")
    high: Fraction = of("number")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """The mean rescaled. Raises ``ThuocDoError`` RULE-040 outside the scale."""
        if lacks := lacking(values, self.variables):
            return lacks
        found = amount(values, self.variable)
        if not self.low <= found <= self.high:
            raise wrong(self.variable, found, ("nằm ngoài thang đo", "it is outside the scale"))
        earned = maximum * (found - self.low) / (self.high - self.low)
        parts = {"low": self.low, "high": self.high, "maximum": maximum}
        return told(earned, "survey", mean=found, points=earned, **parts)


@dataclass(frozen=True)
class FromIndex:
    """A figure of an index (0…``scale``), rescaled to the maximum."""

    kind: ClassVar[str] = "from_index"
    variable: str = of("name")
    index: str = of("text")
    scale: Fraction = of("number")

    @property
    def variables(self) -> tuple[str, ...]:
        return (self.variable,)

    def points(self, values: Values, maximum: Fraction) -> Points:
        """The figure rescaled. Raises ``ThuocDoError`` RULE-040 outside the scale."""
        if lacks := lacking(values, self.variables):
            return lacks
        found = amount(values, self.variable)
        if not 0 <= found <= self.scale:
            raise wrong(self.variable, found, ("nằm ngoài thang đo", "it is outside the scale"))
        earned = maximum * found / self.scale
        parts = {"index": self.index, "scale": self.scale, "maximum": maximum}
        return told(earned, "from_index", value=found, points=earned, **parts)


@dataclass(frozen=True)
class Unread:
    """Scoring text that the reader did not understand for certain: to be completed by hand."""

    kind: ClassVar[str] = "unread"
    text: str = of("text")
    variables: ClassVar[tuple[str, ...]] = ()

    def points(self, values: Values, maximum: Fraction) -> Points:
        """No points: the rule is not complete."""
        return told(None, "unread")


Rule = (
    FullOrNone
    | Steps
    | Proportional
    | Thresholds
    | Deduction
    | Counts
    | Formula
    | SurveyMean
    | FromIndex
    | Unread
)
KINDS: dict[str, type] = {one.kind: one for one in Rule.__args__}


def rate(values: Values, variable: str, denominator: str, zero: str, maximum: Fraction):
    """The value, or variable / denominator; ``Points`` where there is none to be told."""
    names = (variable, denominator) if denominator else (variable,)
    if lacks := lacking(values, names):
        return lacks
    above = amount(values, variable)
    if above < 0:
        raise wrong(variable, above, ("không được âm", "it may not be negative"))
    if not denominator:
        return above
    below = amount(values, denominator)
    if below < 0:
        raise wrong(denominator, below, ("không được âm", "it may not be negative"))
    if below == 0:
        earned = {"null": None, "full": maximum, "none": ZERO}[zero]
        return Points(earned, (sentence(f"no_cases_{zero}", maximum=maximum),))
    return above / below


def _listed(values: dict[str, Fraction]) -> tuple[str, str]:
    """ "a = 1,5, b = 2" in both languages."""
    pairs = {name: figure(value) for name, value in values.items()}
    vi, en = (", ".join(f"{name} = {two[side]}" for name, two in pairs.items()) for side in (0, 1))
    return vi, en
