"""The room's answers as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from thuocdo.dossiers.losses.asking import Base, DueAnswer, FairAnswer, LossAnswer, StepAnswer
from thuocdo.dossiers.losses.contract import at_work_share, moment
from thuocdo.dossiers.losses.findings import official_findings
from thuocdo.dossiers.losses.lake_metrics import group_name, metric_name
from thuocdo.dossiers.losses.splitting import Loss
from thuocdo.dossiers.measures import register_words
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.wording import Sentence, aligned, number, percent, signed

MOST = 15


def losses_text(answer: LossAnswer, language: str) -> str:
    """Groups and metrics, then findings."""
    lost = answer.lost
    told = {"lost": float(lost.loss.points), "maximum": float(lost.maximum)}
    left = float(sum(one.maximum for one in lost.unmeasured))
    who = answer.base.known.names.get(answer.asked.unit) or say("province", language)
    lines = [say("losses", language, who=who, year=str(answer.asked.year), **told)]
    lines += _marks(answer.base, language)
    lines.append(tree_text(lost.loss, answer.base.known.names, language))
    for key, (low, high) in answer.bands.items():
        metric = metric_name(*key.split("/"), language)
        lines.append(say("band", language, metric=metric, low=float(low), high=float(high)))
    lines.append(say("unmeasured", language, left=left))
    lines += [f"- {one.what.text(language)}" for one in answer.findings]
    lines += [answer.findings[0].sure.text(language)] if answer.findings else []
    if answer.dossiers is not None:
        found = answer.dossiers
        lines.append(say("listed", language, count=found.count, shown=len(found.sample)))
        lines += list(found.sample)
    return "\n".join(lines)


def official_text(loss: Loss, bundle: Bundle, language: str) -> str:
    """Official lost points, then findings."""
    lines = [say("official", language, period=bundle.period or "–", lost=float(loss.points))]
    lines.append(tree_text(loss, bundle.names(), language))
    lines += [f"- {one.what.text(language)}" for one in official_findings(bundle, loss)]
    return "\n".join(lines)


def tree_text(loss: Loss, names: dict[str, str], language: str, most: int = 3) -> str:
    """Groups, metrics and the ``most`` costliest parts of each."""
    rows = []
    for group in loss.parts:
        rows.append(
            (group_name(group.code, language), number(float(group.points), 2, language), "")
        )
        for metric in group.parts:
            name = say("rest", language) if metric.level == "rest" else None
            name = name or metric_name(group.code, metric.code, language)
            rows.append((f"· {name}", *_cells(metric, language)))
            for one in [part for part in metric.parts if part.points][:most]:
                named = names.get(one.code, one.code) or say("unknown", language)
                label = one.reason.text(language) if one.reason else named
                rows.append((f"· · {label}", *_cells(one, language)))
    return table(("place", "lost", "missed"), rows, language, right=(1, 2))


def due_text(answer: DueAnswer, language: str) -> str:
    """Units with what is due, then the most urgent dossiers."""
    names = answer.base.known.names
    told = {"days": answer.days, "now": moment(answer.now)[:16].replace("T", " ")}
    lines = [say("due", language, **told), *_marks(answer.base, language)]
    rows = [
        (
            names.get(one.unit, one.unit) or say("unknown", language),
            *(number(one.counts[name], 0, language) for name in ("due", "late", "waiting")),
            number(float(one.stake.own), 2, language),
            number(float(one.stake.province), 4, language),
        )
        for one in answer.units[:MOST]
    ]
    heads = ("unit", "due", "late", "waiting", "own", "in_province")
    lines.append(table(heads, rows, language, right=range(1, 6)))
    lines += _more(len(answer.units), language)
    first = answer.first.to_dicts()[:MOST]
    urgent = [
        (
            one["dossier"],
            names.get(one["unit"], one["unit"] or "–"),
            one["procedure"],
            (moment(one["deadline"]) or "–")[:10],
            number(one["left"], 0, language),
        )
        for one in first
    ]
    lines.append(
        table(("dossier", "unit", "procedure", "deadline", "left"), urgent, language, (4,))
    )
    return "\n".join(lines)


def steps_text(answer: StepAnswer, language: str) -> str:
    """Steps in their order with median and 90th percentile."""
    lines = [say("steps", language, year=str(answer.asked.year)), *_marks(answer.base, language)]
    rows = [
        (
            step_name(one["step"], language),
            *(number(one[name], 0, language) for name in ("count", "median", "p90")),
            percent(at_work_share(one), 0, language),
            number(one["reversed"], 0, language),
        )
        for one in answer.lengths.to_dicts()
    ]
    heads = ("step", "count", "median", "ninetieth", "at_work", "reversed")
    lines.append(table(heads, rows, language, right=range(1, 6)))
    lines.append(say("office", language))
    lines += _process(answer.process, language)
    return "\n".join(lines)


def _process(found: pl.DataFrame, language: str) -> list[str]:
    """Lengths between the steps the message lists; by state, costliest first."""
    if not found.height:
        return [say("no_process", language)]
    by_state = found.filter(pl.col("told_by") != "queue").sort("seconds", descending=True)
    rows = [
        (
            process_name(one, language),
            *(number(one[name], 0, language) for name in ("count", "median", "p90")),
            percent(at_work_share(one), 0, language),
            number(one["reversed"], 0, language),
        )
        for one in by_state.to_dicts()
    ]
    heads = ("between", "count", "median", "ninetieth", "at_work", "reversed")
    told = table(heads, rows[:MOST], language, right=range(1, 6))
    return [say("process", language), told, say("process_reading", language)]


def process_name(one: dict, language: str) -> str:
    """A kind of length between steps in words, with the states or queues it is told of."""
    unsaid = say("unsaid", language)
    ends = {name: one[name] or unsaid for name in ("before", "after")}
    by = say(f"told_by_{one['told_by']}", language) if one["told_by"] else ""
    return say(f"process_{one['kind']}", language, by=by, **ends)


def step_name(step: str, language: str) -> str:
    """A step in words."""
    return say(f"step_{step}", language)


def fair_text(answer: FairAnswer, language: str) -> str:
    """The gap, the funnel's outliers and the standardised rates with rank sets."""
    lines = [say("fair", language, year=str(answer.asked.year)), *_marks(answer.base, language)]
    gap, names = answer.gap, answer.base.known
    if gap is not None:
        told = {name: 100 * float(getattr(gap, name)) for name in ("gap", "mix", "performance")}
        ends = {name: None if v is None else 100 * v for name, v in _ends(gap).items()}
        sides = {"first": names.former_names[gap.first], "second": names.former_names[gap.second]}
        lines.append(say("gap", language, **sides, **told, **ends))
    funnel = answer.adjusted
    lines.append(say("funnel", language, target=funnel.target, used=funnel.used))
    outside = {one.unit: one.verdict for one in funnel.spots if one.verdict}
    rows = [
        (
            names.names[one["unit"]],
            percent(one["crude"], 1, language),
            percent(one["rate"], 1, language),
            f"{percent(one['low'], 1, language)} – {percent(one['high'], 1, language)}",
            f"{one['rank']} ({one['rank_low']}–{one['rank_high']}) / {one['of']}",
            signed(outside.get(one["unit"], 0), 0, language) if one["unit"] in outside else "",
        )
        for one in answer.rates.sort("kind", "rate", nulls_last=True).to_dicts()
        if one["rate"] is not None
    ]
    heads = ("unit", "crude", "rate", "interval", "rank", "outside")
    lines.append(table(heads, rows, language, right=(1, 2)))
    return "\n".join(lines)


def _ends(gap) -> dict:
    return {"low": gap.low, "high": gap.high}


def _cells(loss: Loss, language: str) -> tuple[str, str]:
    missed = "" if loss.missed is None else number(loss.missed, 0, language)
    return number(float(loss.points), 4, language), missed


def _marks(base: Base, language: str) -> list[str]:
    told = register_words.marks(base.register, language)
    if not base.manifest.simulated:
        return told
    counts = {"count": base.manifest.simulated, "rows": base.manifest.rows}
    return [say("simulated", language, **counts), *told]


def _more(count: int, language: str) -> list[str]:
    return [say("more", language, count=count - MOST)] if count > MOST else []


def table(heads: Sequence[str], rows: Iterable, language: str, right: Iterable[int] = ()) -> str:
    """Aligned columns under the heads of the wording."""
    return aligned([say(f"head_{one}", language) for one in heads], rows, right=right)


def say(key: str, language: str, **values) -> str:
    """A sentence of the room."""
    return Sentence("dossiers.losses", key, values).text(language)
