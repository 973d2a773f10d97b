"""Points from counts, by the kinds of rule of ``rules``. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from thuocdo.dossiers.portal.rules import Group, MetricRule, Term, rule_book


def metric_score(
    rule: MetricRule,
    numerator: float | None,
    denominator: float | None,
    ratio: float | None = None,
) -> float | None:
    """Points of one metric, unrounded; ``None`` where the rule gives no score.

    ``ratio`` is the percentage the portal states; it is used only where a count is missing.
    """
    if rule.kind == "tracking":
        return None
    if numerator is not None and denominator == 0:
        return {"null": None, "zero": 0.0, "full": float(rule.maximum)}[rule.zero]
    if numerator is not None and denominator is not None:
        share = numerator / denominator
    elif ratio is not None:
        share = ratio / 100
    else:
        return None
    points = rule.maximum * share / rule.threshold
    return min(float(rule.maximum), points) if rule.capped else points


def group_score(group: Group, inputs: Mapping[str, float | None]) -> float | None:
    """Points of a group given by terms; ``None`` where an input is missing."""
    if group.none_when_zero and inputs.get(group.none_when_zero) == 0:
        return 0.0
    points = [_term_score(term, inputs) for term in group.terms]
    if not points or any(one is None for one in points):
        return None
    return group.base + sum(points)


def sum_of_metrics(scores: Iterable[float | None]) -> float:
    """The score of a group given by metrics: a metric without a score adds nothing."""
    return sum(one for one in scores if one is not None)


def score_of(
    endpoint: str,
    metric: str,
    numerator: float | None,
    denominator: float | None,
    ratio: float | None = None,
) -> float | None:
    """``metric_score`` by names: end point and metric code."""
    rule = rule_book().groups[endpoint].metric(metric)
    return metric_score(rule, numerator, denominator, ratio)


def _term_score(term: Term, inputs: Mapping[str, float | None]) -> float | None:
    above = [inputs.get(name) for name in term.numerator]
    below = inputs.get(term.denominator)
    if below is None or any(one is None for one in above):
        return None
    points = term.weight * sum(above) / below if below else 0.0
    return points if term.cap is None else min(float(term.cap), points)
