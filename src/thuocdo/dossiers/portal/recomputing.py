"""Every published score beside the one its rule gives.

Statuses: ``reproduced`` (within ``TOLERANCE``), ``differs``, ``candidate`` (a rule that fits
what was seen but was seen too little: shown, never counted as reproduced), ``undetermined``
(no rule, no inputs or no published score; the reason says which). Sums over agencies are not
compared with the province: an answer may be cut, and the portal's own rows need not add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.reading import Metric, UnitScore
from thuocdo.dossiers.portal.rules import TOLERANCE, TOTAL, Group, MetricRule, RuleBook, rule_book
from thuocdo.dossiers.portal.scores import group_score, metric_score, sum_of_metrics
from thuocdo.wording import Sentence

STATUSES = ("reproduced", "differs", "candidate", "undetermined")
_ROUNDING = 1e-9  # of floats, not of the portal


@dataclass(frozen=True)
class Comparison:
    """One score: as published, as the rule gives it, and what follows."""

    period: str | None
    endpoint: str
    unit_id: str
    unit_code: str | None
    unit_name: str
    metric: str
    official: float | None
    recomputed: float | None
    difference: float | None
    status: str
    reason: Sentence | None = None
    flag: str | None = None
    root: bool = False


@dataclass(frozen=True)
class _Case:
    """What is compared, before the verdict."""

    metric: str
    official: float | None
    recomputed: float | None
    reason: Sentence | None = None
    flag: str | None = None
    candidate: bool = False
    unexpected: bool = False  # points published where the rule gives none


def recompute(bundles: Iterable[Bundle], book: RuleBook | None = None) -> list[Comparison]:
    """One row per unit and metric and per group, in the order of groups, units and metrics."""
    rules, held = book or rule_book(), list(bundles)
    everywhere = {id: code for bundle in held for id, code in bundle.codes().items()}
    return [
        row
        for bundle in held
        for group in rules.groups.values()
        if group.endpoint in bundle.answers
        for row in _of_answer(bundle, group, everywhere | bundle.codes())
    ]


def counts(rows: Iterable[Comparison]) -> dict[str, int]:
    """How many rows have each status."""
    found = [row.status for row in rows]
    return {status: found.count(status) for status in STATUSES}


def _of_answer(bundle: Bundle, group: Group, codes: dict[str, str]) -> Iterable[Comparison]:
    for unit in bundle.answers[group.endpoint].units:
        cases = _of_metrics(unit, group) if group.shape == "metrics" else [_flat(unit, group)]
        for case in cases:
            yield _judged(case, bundle, group, unit, codes)


def _of_metrics(unit: UnitScore, group: Group) -> list[_Case]:
    cases = [_metric(metric, group.metric(metric.code)) for metric in unit.metrics]
    if not unit.metrics:
        return [_Case(TOTAL, unit.score, None, _say("no_inputs"))]
    total = sum_of_metrics(metric.score for metric in unit.metrics)
    return [*cases, _Case(TOTAL, unit.score, total, _changed(unit.maximum, group.maximum))]


def _metric(metric: Metric, rule: MetricRule | None) -> _Case:
    if rule is None:
        return _Case(metric.code, metric.score, None, _say("no_rule"), metric.flag)
    if rule.kind == "tracking":
        return _Case(metric.code, metric.score, None, _say("tracking"), metric.flag)
    points = metric_score(rule, metric.numerator, metric.denominator, metric.ratio)
    reason = _changed(metric.maximum, rule.maximum)
    if points is not None:
        return _Case(metric.code, metric.score, points, reason, metric.flag)
    if metric.denominator != 0:
        return _Case(metric.code, metric.score, None, _say("no_inputs"), metric.flag)
    given = metric.score is not None and metric.score > TOLERANCE
    return _Case(metric.code, metric.score, None, _say("no_cases"), metric.flag, unexpected=given)


def _flat(unit: UnitScore, group: Group) -> _Case:
    candidate = group.evidence == "candidate"
    if group.root_only and not unit.root:
        return _Case(TOTAL, unit.score, None, _say("agency_without_inputs"))
    points = group_score(group, unit.inputs)
    if points is None:
        return _Case(TOTAL, unit.score, None, _say("no_inputs"))
    reason = _changed(unit.maximum, group.maximum)
    if candidate and reason is None:
        reason = _candidate_reason(unit, group)
    return _Case(TOTAL, unit.score, points, reason, candidate=candidate)


def _candidate_reason(unit: UnitScore, group: Group) -> Sentence:
    seen = group.seen
    if seen is not None:
        above, below = unit.inputs.get(seen.numerator), unit.inputs.get(seen.denominator)
        if above is None or not below or above / below < seen.start:
            return _say("candidate_outside", seen=seen.start)
    return _say("candidate")


def _judged(
    case: _Case, bundle: Bundle, group: Group, unit: UnitScore, codes: dict[str, str]
) -> Comparison:
    difference, reason = None, case.reason
    if case.recomputed is None:
        status = "differs" if case.unexpected else "undetermined"
    elif case.official is None:
        status, reason = "undetermined", reason or _say("no_official")
    else:
        difference = case.recomputed - case.official
        status = "reproduced" if abs(difference) <= TOLERANCE + _ROUNDING else "differs"
        status = "candidate" if case.candidate else status
    code = codes.get(unit.id)
    return Comparison(
        bundle.period,
        group.endpoint,
        unit.id,
        code,
        unit.name,
        case.metric,
        case.official,
        case.recomputed,
        difference,
        status,
        reason,
        case.flag,
        unit.root,
    )


def _changed(stated: float | None, known: float) -> Sentence | None:
    """Said when the portal's own maximum is no longer the one of these rules."""
    if stated is None or stated == known:
        return None
    return _say("maximum_changed", known=known, stated=stated)


def _say(key: str, **values) -> Sentence:
    return Sentence("dossiers", key, values)
