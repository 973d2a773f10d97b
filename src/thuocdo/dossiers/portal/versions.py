"""Versions of one answer: what changed between captures, and what that change is.

A period that had ended when the older capture was made is closed: another answer about it is
a restatement by the portal, not progress of the units. Plain values in and out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.reading import Answer, Metric, UnitScore
from thuocdo.dossiers.portal.rules import TOTAL

VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Capture:
    """An answer as kept: where, of what, when and by whom. Times in ISO form with a zone."""

    root: str
    root_id: str
    root_name: str
    period: str
    endpoint: str
    captured: str
    captured_from: str
    imported: str
    who: str
    sha256: str
    size: int
    rules: str
    file: str
    origin: str


@dataclass(frozen=True)
class Change:
    """One value that is not what it was: of which unit, metric and field."""

    unit_id: str
    unit_code: str | None
    unit_name: str
    metric: str
    field: str
    old: float | None
    new: float | None


@dataclass(frozen=True)
class Version:
    """A capture and what it changed against the one before.

    ``kind``: first; open (the period had not ended at the capture before); closed (it had, and
    the figures are the same); restated (it had, and figures changed); unread (other bytes of an
    answer whose shape is not known). ``rules_changed``: the portal's own maxima or metrics are
    not what they were.
    """

    capture: Capture
    kind: str
    closed: bool
    changes: tuple[Change, ...] = ()
    rules_changed: bool = False


def is_closed(period: str, captured: str) -> bool:
    """Whether the period had ended, in Vietnam, when the answer was captured."""
    found = periods.parse(period)
    return found is not None and found.end < local_day(captured)


def local_day(captured: str) -> date:
    """The day in Vietnam of a time in ISO form."""
    return datetime.fromisoformat(captured).astimezone(VIETNAM).date()


def history(captures: Sequence[tuple[Capture, Answer | None]]) -> list[Version]:
    """The versions of one answer, from its captures in order of time."""
    found, before = [], None
    for capture, answer in captures:
        closed = is_closed(capture.period, capture.captured)
        if before is None:
            found.append(Version(capture, "first", closed))
        else:
            found.append(_version(before, capture, answer, closed))
        before = (capture, answer)
    return found


def _version(
    before: tuple[Capture, Answer | None], capture: Capture, answer: Answer | None, closed: bool
) -> Version:
    old_capture, old_answer = before
    if old_answer is None or answer is None:
        return Version(capture, "unread", closed)
    changes = tuple(changed(old_answer, answer))
    rules = _maxima(old_answer) != _maxima(answer)
    kind = "open"
    if is_closed(old_capture.period, old_capture.captured):
        kind = "restated" if changes else "closed"
    return Version(capture, kind, closed, changes, rules)


def changed(old: Answer, new: Answer) -> Iterable[Change]:
    """Every value that differs, unit by unit; a unit that came or went is told by its score."""
    before = {unit.id: unit for unit in old.units}
    after = {unit.id: unit for unit in new.units}
    for id in [*before, *(one for one in after if one not in before)]:
        values_old, values_new = _values(before.get(id)), _values(after.get(id))
        unit = after.get(id) or before[id]
        for key in [*values_old, *(one for one in values_new if one not in values_old)]:
            pair = values_old.get(key), values_new.get(key)
            if pair[0] != pair[1]:
                yield Change(id, unit.code, unit.name, *key, *pair)


def _values(unit: UnitScore | None) -> dict[tuple[str, str], float | None]:
    if unit is None:
        return {}
    found = {(TOTAL, "score"): unit.score}
    for metric in unit.metrics:
        for name in ("numerator", "denominator", "score"):
            found[(metric.code, name)] = getattr(metric, name)
    if not unit.metrics:
        found |= {(TOTAL, name): value for name, value in unit.inputs.items() if _counted(name)}
    return found


def _counted(name: str) -> bool:
    return name not in {"stt", "ratio", "score", "totalScore", "maxScore", "totalMaxScore"}


def _maxima(answer: Answer) -> set[tuple[str, float | None]]:
    metrics: list[Metric] = [one for unit in answer.units for one in unit.metrics]
    return {(one.code, one.maximum) for one in metrics} | {
        (TOTAL, unit.maximum) for unit in answer.units
    }
