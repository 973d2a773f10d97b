"""What it would take: a unit's standing, what one more is worth, the cheapest way to a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.cheapest import Plan, cheapest, most_points
from thuocdo.dossiers.portal.levers import Lever, levers_of
from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.errors import ThuocDoError


@dataclass(frozen=True)
class Prospect:
    """Where a unit stands and what could move it. ``official`` adds the groups that are there.

    ``missing``: groups without a published score in the folder. ``plan`` is ``None`` without a
    target and when the target cannot be reached; ``reachable`` is the highest score there is.
    """

    period: str | None
    unit_code: str | None
    unit_name: str
    official: float
    maximum: float
    missing: tuple[str, ...]
    reachable: float
    levers: tuple[Lever, ...]
    costs: Mapping[str, float] | None
    target: float | None
    plan: Plan | None

    @property
    def needed(self) -> float | None:
        """Points still to gain; 0 when the target is reached already."""
        return None if self.target is None else max(0.0, self.target - self.official)


def prospect(
    bundle: Bundle,
    unit: str,
    target: float | None = None,
    costs: Mapping[str, float] | None = None,
) -> Prospect:
    """The prospect of ``unit`` (its code or departmentId).

    Raises ``ThuocDoError`` PORTAL-012 when the unit is in none of the answers.
    """
    id = unit_id(bundle, unit)
    if id is None:
        raise ThuocDoError.of("PORTAL-012", unit=unit)
    lines, groups = bundle.lines(id), rule_book().groups
    scored = {one: line.score for one, line in lines.items() if line.score is not None}
    official = sum(scored.values())
    levers = levers_of(lines)
    usable = [one for one in levers if costs is None or one.code in costs]
    needed = None if target is None else target - official
    return Prospect(
        period=bundle.period,
        unit_code=bundle.codes().get(id),
        unit_name=bundle.names().get(id, ""),
        official=official,
        maximum=sum(groups[one].maximum for one in scored),
        missing=tuple(one for one in groups if one not in scored),
        reachable=official + most_points(usable),
        levers=tuple(levers),
        costs=costs,
        target=target,
        plan=None if needed is None else cheapest(usable, needed, costs),
    )


def unit_id(bundle: Bundle, unit: str) -> str | None:
    """The departmentId of a code or of itself, or ``None``."""
    codes = {code.upper(): id for id, code in bundle.codes().items()}
    return codes.get(unit.upper()) or (unit if unit in bundle.names() else None)


def of_period(bundles: Sequence[Bundle], unit: str, period: str | None) -> Bundle:
    """The one bundle meant. Raises CALL-010 when several periods are there and none is named."""
    fitting = [one for one in bundles if period is None or one.period == period]
    holding = [one for one in fitting if unit_id(one, unit) is not None]
    if not fitting or len(holding) > 1:
        labels = ", ".join(sorted({one.period or "–" for one in bundles}))
        raise ThuocDoError.of(
            "CALL-010",
            value=period or "",
            name="--period",
            hint_vi=f"Các kỳ có trong thư mục: {labels}.",
            hint_en=f"Periods in the folder: {labels}.",
        )
    if not holding:
        raise ThuocDoError.of("PORTAL-012", unit=unit)
    return holding[0]
