"""A metric that is a share, in exact fractions: its points, its loss, what one case is worth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from thuocdo.dossiers.portal.rules import TOTAL, Group, MetricRule, Term


@dataclass(frozen=True)
class Share:
    """``maximum × numerator / (denominator × threshold)``, at most ``maximum`` when ``capped``.

    ``zero``: what a denominator of 0 earns (null and zero: nothing; full: the maximum).
    """

    maximum: Fraction
    threshold: Fraction = Fraction(1)
    capped: bool = False
    zero: str = "null"

    @property
    def slope(self) -> Fraction:
        """Points per unit of the share, below the cap."""
        return self.maximum / self.threshold

    def points(self, numerator: int | Fraction, denominator: int | Fraction) -> Fraction:
        """Points earned, unrounded; without a case what ``zero`` says."""
        if denominator == 0:
            return self.maximum if self.zero == "full" else Fraction(0)
        earned = self.slope * Fraction(numerator) / Fraction(denominator)
        return min(self.maximum, earned) if self.capped else earned

    def loss(self, numerator: int | Fraction, denominator: int | Fraction) -> Fraction:
        """Maximum less points: in points, exact."""
        return self.maximum - self.points(numerator, denominator)

    def next_points(self, numerator: int, denominator: int) -> Fraction:
        """What one further case done right gains; 0 at the cap or where none is left."""
        if numerator >= denominator:
            return Fraction(0)
        return self.points(numerator + 1, denominator) - self.points(numerator, denominator)


def exact(value: float | int | str) -> Fraction:
    """A published decimal as the fraction it is written as: 8.83 → 883/100."""
    return Fraction(str(value))


def share_of_rule(rule: MetricRule) -> Share:
    """The share of a metric of the portal's rules."""
    return Share(exact(rule.maximum), exact(rule.threshold), rule.capped, rule.zero)


def shares_of_terms(group: Group) -> tuple[Share, ...]:
    """The terms of a group as shares, in order; their maxima and ``base`` make the group's.

    A term's maximum is its cap; one without a cap has its weight, unless the group's maximum
    leaves less for it (payment: 6 + 2 + 2 of weights 6, 2.5, 2.5): then what is left.
    """
    maxima = [exact(one.weight if one.cap is None else one.cap) for one in group.terms]
    over = sum(maxima) + exact(group.base) - exact(group.maximum)
    if over > 0:
        free = [place for place, one in enumerate(group.terms) if one.cap is None]
        maxima[free[-1]] -= over
    return tuple(_term(one, top) for one, top in zip(group.terms, maxima, strict=True))


def _term(term: Term, maximum: Fraction) -> Share:
    return Share(maximum, maximum / exact(term.weight), term.cap is not None, "zero")


def name_of_term(place: int, group: Group) -> str:
    """How a term is named among metrics: the group's only one is ``total``, else ``term 2``."""
    return TOTAL if len(group.terms) == 1 else f"term {place}"
