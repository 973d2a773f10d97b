"""The portal's own answers: where the official points of the province or a unit were lost.

Official points are taken as published (two decimals), so every group and metric is exactly
maximum less published score. A metric goes on to the units that hold its missed cases. What
cannot be told stands in a ``rest`` with its reason: rounding, no counts published, answers cut to
some units, counts of procedures (the same procedure is missed by many communes, so units do not
add up to the province) and the province's own figure repeated in every unit's row.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from thuocdo.dossiers.losses.shares import exact, name_of_term, shares_of_terms
from thuocdo.dossiers.losses.splitting import Loss, by_size, split, summed, with_rest
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.reading import Answer, Metric, UnitScore
from thuocdo.dossiers.portal.rules import Group, rule_book
from thuocdo.errors import ThuocDoError
from thuocdo.wording import Sentence

OF_PROCEDURES = frozenset(
    {"CITIZEN_DATA_CONNECTED_FORMALITY", "totalFeeFormality", "authorityCount"}
    | {"onlineServiceTotal", "ELECTRONIC_CERTIFIED_COPY"}
)
Counts = tuple[int, int]  # done right, of


def official_losses(bundle: Bundle, unit: str | None = None) -> Loss:
    """Lost points of the unit asked for (the province) or of ``unit`` (its departmentId).

    total → group → metric → unit; for a unit without the last. Groups without an answer or
    without a published score are left out: nobody knows what they lost. Raises
    ``ThuocDoError`` PORTAL-012 when the unit is in none of the answers.
    """
    found = []
    for group in rule_book().groups.values():
        answer = bundle.answers.get(group.endpoint)
        line = _line(answer, unit)
        if line is not None and line.score is not None:
            found.append(_of_group(group, line, answer if unit is None else None))
    if not found:
        raise ThuocDoError.of("PORTAL-012", unit=unit or "")
    return summed("total", "total", found)


def _line(answer: Answer | None, unit: str | None) -> UnitScore | None:
    if answer is None:
        return None
    return answer.root if unit is None else answer.unit(unit)


def _of_group(group: Group, line: UnitScore, answer: Answer | None) -> Loss:
    maximum = group.maximum if line.maximum is None else line.maximum
    points = exact(maximum) - exact(line.score)
    make = _metrics if group.shape == "metrics" else _terms
    parts = tuple(make(group, line, answer))
    reason = _rest_line("rounding") if parts else _rest_line("no_counts")
    held = with_rest(points, sorted(parts, key=by_size), reason)
    return Loss("group", group.endpoint, points, parts=held)


def _metrics(group: Group, line: UnitScore, answer: Answer | None) -> Iterable[Loss]:
    for metric in line.metrics:
        if not metric.maximum:
            continue
        points = exact(metric.maximum) - exact(metric.score or 0)
        whole = _counts(metric)
        rows = [] if answer is None else _rows(answer, metric.code)
        yield _metric(metric.code, points, whole, rows, answer is not None, metric.code)


def _terms(group: Group, line: UnitScore, answer: Answer | None) -> Iterable[Loss]:
    if group.root_only and not line.root:
        return
    shares = shares_of_terms(group)
    for place, (term, share) in enumerate(zip(group.terms, shares, strict=True), start=1):
        whole = _term_counts(line, term)
        if whole is None:
            continue
        points = share.loss(*whole)
        rows = [] if answer is None else _term_rows(answer, term)
        code = name_of_term(place, group)
        yield _metric(code, points, whole, rows, answer is not None, term.denominator)


def _metric(
    code: str,
    points: Fraction,
    whole: Counts | None,
    rows: list[tuple[str, Counts]],
    further: bool,
    counted: str,
) -> Loss:
    """A metric's loss; ``further``: it goes on to the units' ``rows``."""
    missed, of = (None, None) if whole is None else (max(whole[1] - whole[0], 0), whole[1])
    if not further or points == 0:
        return Loss("metric", code, points, missed, of)
    reason = _why_not(whole, missed, rows, counted)
    parts: tuple[Loss, ...] = ()
    if reason is None:
        cases = ((unit, max(below - above, 0), below) for unit, (above, below) in rows)
        parts = split(points, missed, cases, "unit")
        reason = _rest_line("cut")
    return Loss("metric", code, points, missed, of, with_rest(points, parts, reason))


def _why_not(whole, missed, rows, counted: str) -> Sentence | None:
    if whole is None:
        return _rest_line("no_counts")
    if not missed:
        return _rest_line("no_missed" if whole[1] else "no_cases")
    if counted in OF_PROCEDURES:
        return _rest_line("of_procedures")
    if not rows:
        return _rest_line("no_units")
    if len(rows) > 1 and all(counts == whole for _, counts in rows):
        return _rest_line("repeated")
    return None


def _rows(answer: Answer, code: str) -> list[tuple[str, Counts]]:
    pairs = ((one.id, one.metric(code)) for one in answer.units if not one.root)
    return [(id, counts) for id, held in pairs if held is not None and (counts := _counts(held))]


def _term_rows(answer: Answer, term) -> list[tuple[str, Counts]]:
    pairs = ((one.id, _term_counts(one, term)) for one in answer.units if not one.root)
    return [(id, counts) for id, counts in pairs if counts]


def _counts(metric: Metric) -> Counts | None:
    """Whole counts, ``None`` where one is missing."""
    if metric.numerator is None or metric.denominator is None:
        return None
    return int(metric.numerator), int(metric.denominator)


def _term_counts(line: UnitScore, term) -> Counts | None:
    above = [line.inputs.get(name) for name in term.numerator]
    below = line.inputs.get(term.denominator)
    if below is None or any(one is None for one in above):
        return None
    return int(sum(above)), int(below)


def _rest_line(key: str) -> Sentence:
    return Sentence("dossiers.losses", f"rest_{key}")
