"""Losses as findings: what is low, by how much, where, whose, how sure, on what evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thuocdo.dossiers.losses.from_cells import Lost
from thuocdo.dossiers.losses.lake_metrics import LakeMetric, lake_metrics, metric_name
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.indices import Finding, Row, Set
from thuocdo.wording import Sentence

MOST = 3  # of each metric, so that a dear one does not hide the others
PORTAL = "Cổng Dịch vụ công quốc gia"
Evidence = Callable[[str, str, LakeMetric, int], Set]


def findings_of(
    lost: Lost,
    names: Mapping[str, str],
    basis: str,
    sure: Sentence,
    evidence: Evidence,
    most: int = MOST,
) -> list[Finding]:
    """The ``most`` costliest units of each metric, each with its costliest procedure.

    ``names``: unit → name. ``evidence(unit, procedure, metric, missed)`` gives the missed cases
    of a procedure as a ``Set``. A place without a unit has no owner: it names itself so.
    """
    metrics = {one.key: one for one in lake_metrics()}
    places = [
        (metrics[f"{group.code}/{metric.code}"], metric, unit)
        for group in lost.loss.parts
        for metric in group.parts
        for unit in costliest(metric, most)
    ]
    places.sort(key=lambda one: (-one[2].points, one[0].key, one[2].code))
    return [_finding(*one, names, basis, sure, evidence) for one in places]


def costliest(metric: Loss, most: int) -> list[Loss]:
    """The ``most`` units that carry most of a metric's loss; none where nothing was lost."""
    units = [one for one in metric.parts if one.level == "unit" and one.points > 0]
    return units[:most]


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


def official_findings(bundle: Bundle, loss: Loss, most: int = MOST) -> list[Finding]:
    """The ``most`` costliest units of each metric; the evidence is the row of the answer.

    ``loss``: as ``official_losses`` gives it. Of a unit's own tree the unit itself is the place.
    """
    places = []
    for group in loss.parts:
        for metric in group.parts:
            places += [(group.code, metric, unit) for unit in costliest(metric, most)]
    places.sort(key=lambda one: (-one[2].points, one[0], one[1].code, one[2].code))
    names = bundle.names()
    return [_official(bundle, *one, names) for one in places]


def _official(
    bundle: Bundle, endpoint: str, whole: Loss, unit: Loss, names: Mapping[str, str]
) -> Finding:
    said = {
        "unit": names.get(unit.code, unit.code),
        "metric": tuple(metric_name(endpoint, whole.code, one) for one in ("vi", "en")),
        **{"points": float(unit.points), "missed": unit.missed, "of": unit.of},
        "share": float(unit.points / whole.points),
    }
    below = [one.id for one in bundle.answers[endpoint].units if not one.root]
    place = below.index(unit.code) + 1
    row = Row(PORTAL, bundle.files.get(endpoint, ""), place, float(unit.missed), "stated")
    return Finding(
        Sentence("dossiers.losses", "official_finding", said),
        f"{endpoint}/{whole.code}",
        float(unit.points),
        "points",
        (unit.code,),
        unit.code,
        "derived",
        Sentence("dossiers.losses", "sure_official"),
        (row,),
    )
