"""The answers of one period side by side: who is who, and whether they belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from thuocdo.dossiers.portal.reading import Answer, UnitScore

MOST_APART = 0.01  # share by which the province's dossiers may differ between groups
FEW = 5  # and by how many dossiers they may always differ


@dataclass(frozen=True)
class Bundle:
    """Answers of one period by end point. ``period`` is its label, or ``None`` if not known."""

    period: str | None
    answers: Mapping[str, Answer]
    files: Mapping[str, str] = field(default_factory=dict)

    def codes(self) -> dict[str, str]:
        """departmentId → code, from whichever answer has it."""
        return {
            unit.id: unit.code
            for answer in self.answers.values()
            for unit in answer.units
            if unit.code
        }

    def names(self) -> dict[str, str]:
        """departmentId → name as first given."""
        return {
            unit.id: unit.name
            for answer in reversed(self.answers.values())
            for unit in answer.units
            if unit.name
        }

    def roots(self) -> dict[str, str]:
        """The departmentId of the unit asked for, by end point."""
        found = ((endpoint, answer.root) for endpoint, answer in self.answers.items())
        return {endpoint: root.id for endpoint, root in found if root is not None}

    def lines(self, id: str) -> dict[str, UnitScore]:
        """The lines of one unit by end point."""
        found = ((endpoint, answer.unit(id)) for endpoint, answer in self.answers.items())
        return {endpoint: unit for endpoint, unit in found if unit is not None}


def dossiers_of_root(bundle: Bundle) -> dict[str, float]:
    """How many dossiers each answer says the root received."""
    told = {
        "dvc-progress-tree": lambda unit: unit.inputs.get("totalReceived"),
        "handling-satisfaction": lambda unit: unit.inputs.get("totalDossiers"),
        "dossier-digitized": lambda unit: _denominator(unit, "SO_HOA_GIAY_TO_GIAI_QUYET"),
    }
    found = {
        endpoint: count(answer.root)
        for endpoint, count in told.items()
        if (answer := bundle.answers.get(endpoint)) is not None and answer.root is not None
    }
    return {endpoint: value for endpoint, value in found.items() if value is not None}


def apart(bundle: Bundle) -> dict[str, float] | None:
    """The counts of ``dossiers_of_root`` when they cannot be of one period, else ``None``."""
    found = dossiers_of_root(bundle)
    if len(found) < 2:
        return None
    low, high = min(found.values()), max(found.values())
    return found if high - low > max(FEW, MOST_APART * high) else None


def _denominator(unit: UnitScore, code: str) -> float | None:
    metric = unit.metric(code)
    return metric.denominator if metric else None
