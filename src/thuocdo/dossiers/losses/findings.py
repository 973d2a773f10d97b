"""Losses as findings: what is low, by how much, where, whose, how sure, on what evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thuocdo.dossiers.losses.from_cells import Lost
from thuocdo.dossiers.losses.lake_metrics import LakeMetric, lake_metrics
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.indices.findings import Finding, Set
from thuocdo.wording import Sentence

MOST = 10
Evidence = Callable[[str, str, LakeMetric, int], Set]


def findings_of(
    lost: Lost,
    names: Mapping[str, str],
    basis: str,
    sure: Sentence,
    evidence: Evidence,
    most: int = MOST,
) -> list[Finding]:
    """The ``most`` costliest places (metric, unit), each with its costliest procedure.

    ``names``: unit → name. ``evidence(unit, procedure, metric, missed)`` gives the missed cases
    of a procedure as a ``Set``. A place without a unit has no owner: it names itself so.
    """
    metrics = {one.key: one for one in lake_metrics()}
    places = [
        (metrics[f"{group.code}/{metric.code}"], metric, unit)
        for group in lost.loss.parts
        for metric in group.parts
        for unit in metric.parts
        if unit.level == "unit" and unit.points > 0
    ]
    places.sort(key=lambda one: (-one[2].points, one[0].key, one[2].code))
    return [_finding(*one, names, basis, sure, evidence) for one in places[:most]]


def _finding(
    metric: LakeMetric,
    whole: Loss,
    unit: Loss,
    names: Mapping[str, str],
    basis: str,
    sure: Sentence,
    evidence: Evidence,
) -> Finding:
    first = unit.parts[0] if unit.parts else None
    procedure = first.code if first else ""
    said = {
        "unit": names.get(unit.code, unit.code) or ("đơn vị chưa rõ", "an unknown unit"),
        "metric": (metric.vi, metric.en),
        **{"points": float(unit.points), "missed": unit.missed, "of": unit.of},
        **{"share": float(unit.points / whole.points), "procedure": procedure or "–"},
        "most": first.missed if first else None,
    }
    leaf = evidence(unit.code, procedure, metric, first.missed if first else unit.missed)
    return Finding(
        Sentence("dossiers.losses", "finding", said),
        metric.key,
        float(unit.points),
        "points",
        tuple(one for one in (unit.code, procedure) if one),
        unit.code or None,
        basis,
        sure,
        (leaf,),
    )
