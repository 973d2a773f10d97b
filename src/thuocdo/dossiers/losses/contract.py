"""Plain JSON values of the room's commands (schemas ``dossiers-losses``, ``-due``, ``-steps``,
``-compare``, ``portal-losses``). Unrounded; exact fractions become the nearest float."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from thuocdo.calendar import ZONE, is_provisional
from thuocdo.dossiers.clock import rules
from thuocdo.dossiers.comparing import Funnel
from thuocdo.dossiers.losses.asking import (
    Base,
    DueAnswer,
    FairAnswer,
    LossAnswer,
    StepAnswer,
)
from thuocdo.dossiers.losses.findings import official_findings
from thuocdo.dossiers.losses.gains import Gain
from thuocdo.dossiers.losses.lake_metrics import group_name, lake_metrics, metric_name
from thuocdo.dossiers.losses.saving import COUNTED, UnitQueue
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.dossiers.losses.steps import office
from thuocdo.dossiers.measures import registers
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.indices import Finding, Row, Set


def losses_json(answer: LossAnswer, language: str = "vi") -> dict:
    """Where points were lost: the tree, its turn by unit, gains and findings."""
    asked, names = answer.asked, answer.base.known.names
    return {
        "year": asked.year,
        "month": asked.month,
        "unit": asked.unit,
        "procedure": asked.procedure,
        **_base(answer.base, asked.year),
        "maximum": float(answer.lost.maximum),
        "points": float(answer.lost.points),
        "lost": float(answer.lost.loss.points),
        "unmeasured": [
            {"endpoint": one.endpoint, "name": group_name(one.endpoint, language)}
            | {"maximum": float(one.maximum)}
            for one in answer.lost.unmeasured
        ],
        "groups": [
            _of_group(one, names, language, asked.unit is not None, answer.bands)
            for one in answer.lost.loss.parts
        ],
        "units": [
            {
                "unit": one.code,
                "name": names.get(one.code),
                "lost": float(one.points),
                "metrics": [
                    {"metric": part.code, "lost": float(part.points), "missed": part.missed}
                    for part in one.parts
                ],
            }
            for one in answer.in_province
        ],
        "gains": [_gain(one, names) for one in answer.gains],
        "findings": [finding_json(one, language) for one in answer.findings],
        "dossiers": set_json(answer.dossiers) if answer.dossiers else None,
    }


def official_json(loss: Loss, bundle: Bundle, language: str = "vi") -> dict:
    """Official lost points of ``bundle``; units by departmentId."""
    names = bundle.names()
    return {
        "period": bundle.period,
        "lost": float(loss.points),
        "groups": [_of_group(one, names, language, False, {}) for one in loss.parts],
        "findings": [finding_json(one, language) for one in official_findings(bundle, loss)],
    }


def due_json(answer: DueAnswer, language: str = "vi") -> dict:
    """Open dossiers by unit and queue, and the most urgent of them."""
    names = answer.base.known.names
    return {
        "days": answer.days,
        "now": moment(answer.now),
        "unit": answer.unit,
        **_base(answer.base, datetime.fromtimestamp(answer.now, UTC).year),
        "units": [_queue(one, names) for one in answer.units],
        "first": [
            {**one, "deadline": moment(one["deadline"]), "accepted": moment(one["accepted"])}
            for one in answer.first.to_dicts()
        ],
    }


def steps_json(answer: StepAnswer, language: str = "vi") -> dict:
    """Steps with their order statistics in whole hours, and the flow of each month."""
    asked = answer.asked
    held = office()
    return {
        "year": asked.year,
        "unit": asked.unit,
        "procedure": asked.procedure,
        **_base(answer.base, asked.year),
        "office": {
            "spans": [list(span) for span in held["spans"]],
            "status": held["status"],
            "source": held["source"],
        },
        "steps": answer.lengths.to_dicts(),
        "procedures": answer.procedures.to_dicts(),
        "throughput": answer.flow.to_dicts(),
        "process": answer.process.to_dicts(),
    }


def fair_json(answer: FairAnswer, language: str = "vi") -> dict:
    """Standardised rates with rank sets, the funnel of the communes, the former provinces."""
    names, asked = answer.base.known.names, answer.asked
    return {
        "year": asked.year,
        "month": asked.month,
        **_base(answer.base, asked.year),
        "units": [{**one, "name": names[one["unit"]]} for one in answer.rates.to_dicts()],
        "funnel": _funnel(answer.funnel, names),
        "adjusted": _funnel(answer.adjusted, names),
        "former": _former(answer),
    }


def _funnel(made: Funnel, names: dict) -> dict:
    return {
        "target": made.target,
        "overdispersion": made.overdispersion,
        "used": made.used,
        "spots": [
            {
                **{"unit": one.unit, "name": names[one.unit], "right": one.right},
                **{"cases": one.cases, "share": one.share, "target": one.target, "z": one.z},
                "limits": [list(pair) for pair in one.limits],
                "wide": [list(pair) for pair in one.wide],
                "verdict": one.verdict,
            }
            for one in made.spots
        ],
    }


def _former(answer: FairAnswer) -> dict | None:
    gap = answer.gap
    if gap is None:
        return None
    names = answer.base.known.former_names
    sides = [
        {"code": code, "name": names[code], "rate": float(rate), "communes": count, "judged": n}
        for code, rate, count, n in zip(
            (gap.first, gap.second), gap.rates, gap.communes, gap.judged, strict=True
        )
    ]
    parts = {name: float(getattr(gap, name)) for name in ("gap", "mix", "performance")}
    limits = {"se": gap.se, "low": gap.low, "high": gap.high, "unshared": gap.unshared}
    return {"sides": sides, **parts, **limits}


def _base(base: Base, year: int) -> dict:
    return {
        "lake_version": base.manifest.version,
        "cut": moment(base.cut),
        "basis": base.basis,
        "simulated": base.manifest.simulated,
        "register": registers.as_json(base.register),
        "provisional": is_provisional(year),
        "rules": [
            {"name": one.name, "value": base.chosen[one.name], "status": one.status}
            for one in rules().values()
        ],
    }


def _of_group(loss: Loss, names: dict, language: str, deep: bool, bands: dict) -> dict:
    metrics = [one for one in loss.parts if one.level == "metric"]
    return {
        "endpoint": loss.code,
        "name": group_name(loss.code, language),
        "lost": float(loss.points),
        "metrics": [
            _of_metric(loss.code, one, names, language, deep)
            | {"band": _band(bands.get(f"{loss.code}/{one.code}"))}
            for one in metrics
        ],
        "rest": _rest(loss, language),
    }


def _of_metric(endpoint: str, loss: Loss, names: dict, language: str, deep: bool) -> dict:
    units = [one for one in loss.parts if one.level == "unit"]
    return {
        "metric": loss.code,
        "name": metric_name(endpoint, loss.code, language),
        **_numbers(loss),
        "next": _next(endpoint, loss),
        "units": [
            {
                "unit": one.code,
                "name": names.get(one.code),
                **_numbers(one),
                "procedures": [
                    {"procedure": part.code, **_numbers(part)} for part in one.parts if deep
                ],
            }
            for one in units
        ],
        "rest": _rest(loss, language),
    }


def _band(pair) -> dict | None:
    return None if pair is None else {"low": float(pair[0]), "high": float(pair[1])}


def _numbers(loss: Loss) -> dict:
    each = None if loss.each is None else float(loss.each)
    return {"lost": float(loss.points), "missed": loss.missed, "of": loss.of, "each": each}


def _next(endpoint: str, loss: Loss) -> float | None:
    """What the next case done right gains, where the lake's rules know the metric."""
    found = next((m for m in lake_metrics() if m.key == f"{endpoint}/{loss.code}"), None)
    if found is None or not loss.of or loss.missed is None:
        return None
    return float(found.share.next_points(loss.of - loss.missed, loss.of))


def _rest(loss: Loss, language: str) -> dict | None:
    found = next((one for one in loss.parts if one.level == "rest"), None)
    if found is None:
        return None
    return {"lost": float(found.points), "reason": found.reason.text(language)}


def _gain(one: Gain, names: dict) -> dict:
    return {
        **{"unit": one.unit, "name": names.get(one.unit), "metric": one.metric},
        **{"kind": one.kind, "reference": one.reference, "peers": one.peers},
        **{
            name: float(getattr(one, name))
            for name in ("share", "target", "cases", "own", "province")
        },
    }


def _queue(one: UnitQueue, names: dict) -> dict:
    stake = one.stake
    return {
        "unit": one.unit,
        "name": names.get(one.unit),
        **one.counts,
        "at_stake": {
            "own": float(stake.own),
            "province": float(stake.province),
            "each_own": float(stake.each_own),
            "each_province": float(stake.each_province),
        },
        "queues": one.queues.select("officer", "procedure", *COUNTED).to_dicts(),
    }


def finding_json(one: Finding, language: str = "vi") -> dict:
    """A finding; its evidence must be sets of dossiers or rows."""
    return {
        "what": one.what.text(language),
        **{"item": one.item, "amount": one.amount, "measure": one.measure},
        "where": list(one.where),
        **{"owner": one.owner, "basis": one.basis, "sure": one.sure.text(language)},
        "evidence": [_leaf(leaf) for leaf in one.evidence],
    }


def _leaf(one: Set | Row) -> dict:
    if isinstance(one, Set):
        return set_json(one)
    return {"source": one.source, "file": one.file, "row": one.row, "value": one.value}


def set_json(one: Set) -> dict:
    """A set of dossiers by its filter."""
    return {
        "lake_version": one.lake_version,
        "filter": [{"column": column, "value": value} for column, value in one.filter],
        "count": one.count,
        "checksum": one.checksum or None,
        "sample": list(one.sample),
    }


def moment(seconds: int | None) -> str | None:
    """A moment in the time of Việt Nam, ISO."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(ZONE)).isoformat()


def at_work_share(row: dict) -> float | None:
    """The share of a step's time inside office hours."""
    return row["at_work"] / row["seconds"] if row["seconds"] else None
