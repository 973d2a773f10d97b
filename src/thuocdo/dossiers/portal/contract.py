"""Plain JSON values of the portal's commands (schemas ``portal-*.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from thuocdo.dossiers.portal.levers import Lever
from thuocdo.dossiers.portal.parameters import Parameter
from thuocdo.dossiers.portal.recomputing import Comparison
from thuocdo.dossiers.portal.versions import Version
from thuocdo.dossiers.portal.whatif import Prospect


def recompute_json(rows: Iterable[Comparison], language: str = "vi") -> list[dict]:
    """One object per comparison; numbers unrounded, ``null`` where there is none."""
    return [
        {
            "endpoint": row.endpoint,
            "unit_code": row.unit_code,
            "unit_name": row.unit_name,
            "metric": row.metric,
            "official": row.official,
            "recomputed": row.recomputed,
            "difference": row.difference,
            "status": row.status,
            "reason": row.reason.text(language) if row.reason else None,
            "flag": row.flag,
            "period": row.period,
        }
        for row in rows
    ]


def versions_json(versions: Iterable[Version]) -> dict:
    """Every version with what it changed."""
    return {
        "versions": [
            {
                **asdict(one.capture),
                "kind": one.kind,
                "closed": one.closed,
                "rules_changed": one.rules_changed,
                "changes": [asdict(change) for change in one.changes],
            }
            for one in versions
        ]
    }


def whatif_json(prospect: Prospect, language: str = "vi") -> dict:
    """A prospect: standing, levers, plan."""
    return {
        "period": prospect.period,
        "unit_code": prospect.unit_code,
        "unit_name": prospect.unit_name,
        "official": prospect.official,
        "maximum": prospect.maximum,
        "missing": list(prospect.missing),
        "target": prospect.target,
        "needed": prospect.needed,
        "reachable": prospect.reachable,
        "costs": None if prospect.costs is None else dict(prospect.costs),
        "levers": [_lever(one, language) for one in prospect.levers],
        "plan": _plan(prospect),
    }


def _lever(lever: Lever, language: str) -> dict:
    return {
        "code": lever.code,
        "name": lever.name(language),
        "kind": lever.kind,
        "room": lever.room,
        "next_points": lever.next_points,
        "most_points": lever.points(lever.room),
        "parts": [
            {
                "endpoint": one.endpoint,
                "metric": one.metric,
                "next_points": one.points(1) if lever.room else 0.0,
            }
            for one in lever.effects
        ],
    }


def _plan(prospect: Prospect) -> dict | None:
    plan = prospect.plan
    if plan is None:
        return None
    return {
        "steps": [
            {
                "lever": step.lever,
                "count": step.count,
                "points": step.points,
                "cost": step.cost if prospect.costs is not None else None,
            }
            for step in plan.steps
        ],
        "count": plan.count,
        "points": plan.points,
        "cost": plan.cost if prospect.costs is not None else None,
        "exact": plan.exact,
        "bound": plan.bound,
    }


def parameters_json(parameters: Iterable[Parameter], language: str = "vi") -> dict:
    """Every parameter with its statuses."""
    vietnamese = language == "vi"
    return {
        "parameters": [
            {
                "code": one.code,
                "name": one.vi if vietnamese else one.en,
                "value": one.value,
                "status": one.status,
                "evidence": one.evidence,
                "rule": one.rule,
                "note": one.note_vi if vietnamese else one.note_en,
            }
            for one in parameters
        ]
    }
