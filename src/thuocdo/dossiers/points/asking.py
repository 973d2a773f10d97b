"""One question for points and its answer: inputs gathered from the lake and the portal, told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from thuocdo.dossiers.measures import register_words, registers
from thuocdo.dossiers.measures.asking import Asked, Gathered, gathered, moment, unit_names
from thuocdo.dossiers.measures.catalogue import MeasureRule, catalogue
from thuocdo.dossiers.measures.figures import figures, missing
from thuocdo.dossiers.points.rules import point_rules
from thuocdo.dossiers.points.scoring import NO_MAXIMUM, Input, Scored, Sheet, sheet
from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.asking import span
from thuocdo.dossiers.portal.storing import newest
from thuocdo.wording import Sentence, aligned, number, percent

NO_CAPTURE = ("chưa lưu điểm của Cổng cho kỳ này", "the portal was not captured for this period")
NO_UNIT = ("Cổng không có đơn vị này", "the portal does not list this unit")
NO_COUNTS = ("Cổng không cho số", "the portal gives no counts")
NO_DOSSIER = ("không có hồ sơ nào trong kỳ", "there is no dossier in the period")


@dataclass(frozen=True)
class Wanted:
    """Points of ``unit`` ("" for the province) in a year, or one month or quarter of it."""

    unit: str
    month: int | None
    quarter: int | None
    generation: str


@dataclass(frozen=True)
class Answer:
    """The sheet with what it was made from."""

    wanted: Wanted
    asked: Asked
    sheet: Sheet
    lake: Gathered
    simulated: int

    @property
    def basis(self) -> str:
        """Simulated where a dossier or the register is."""
        return "simulated" if self.simulated or self.lake.register.simulated else "derived"


def scored(wanted: Wanted, asked: Asked, home: Path) -> Answer:
    """Points from the lake under THUOCDO_HOME and the portal's answers kept in ``home``.

    Raises ``ThuocDoError`` DOSSIER-032 (generation), UNIT-001, CALL-010 and as ``gathered``.
    """
    rules = point_rules(wanted.generation)
    period = periods.label(span(asked.year, wanted.month, wanted.quarter))
    found = gathered(asked)
    within = _within(found, wanted)
    inputs = {
        rule.code: _from_portal(rule, wanted.unit, period, home)
        if rule.kind == "portal"
        else _from_lake(rule, within, asked.year)
        for rule in catalogue().values()
    }
    made = sheet(rules, inputs, province=not wanted.unit)
    simulated = within.tallies.counts.select(pl.col("simulated").sum()).collect().item()
    return Answer(wanted, asked, made, found, simulated)


def _within(found: Gathered, wanted: Wanted) -> Gathered:
    """What was gathered, of the unit and the months asked for alone."""
    months = [wanted.month] if wanted.month else []
    months = [3 * wanted.quarter - 2 + k for k in range(3)] if wanted.quarter else months
    tests = [pl.col("month").is_in(months)] if months else []
    tests += [pl.col("unit") == wanted.unit] if wanted.unit else []
    if not tests:
        return found
    kept = (one.filter(*tests) for one in (found.tallies.counts, found.tallies.hours))
    counts, hours = kept
    return replace(found, tallies=replace(found.tallies, counts=counts, hours=hours))


def _from_lake(rule: MeasureRule, within: Gathered, year: int) -> Input:
    asked = within.question
    why = missing(rule, asked.register)
    if why or rule.kind == "hours":
        return Input(why=why or NO_COUNTS)
    [one] = figures(within.tallies, asked.chosen, year, rule, (), asked.register)
    if not one.received:
        return Input(why=NO_DOSSIER)
    return Input(one.numerator, one.denominator, one.low, one.high, "lake", rule.status, rule.bound)


def _from_portal(rule: MeasureRule, unit: str, period: str, home: Path) -> Input:
    endpoint, metric = rule.portal.split(":")
    held = newest(home, period, endpoint)
    if held is None:
        return Input(why=NO_CAPTURE)
    _, answer = held
    line = next((one for one in answer.units if _is(one, unit)), None)
    if line is None:
        return Input(why=NO_UNIT)
    found = next((one for one in line.metrics if one.code == metric), None)
    if found is None or found.numerator is None or found.denominator is None:
        return Input(why=NO_COUNTS)
    counts = (int(found.numerator), int(found.denominator))
    return Input(*counts, origin="portal", status=rule.status)


def _is(line, unit: str) -> bool:
    if not unit:
        return line.root
    from thuocdo.dossiers.lake import known_units
    from thuocdo.facts import read

    name = line.name.split(" - ")[0]
    return not line.root and known_units(read()).codes.get(name) == unit


# ---- told ----


def as_json(answer: Answer) -> dict:
    """As the schema ``dossiers-points`` says; points unrounded."""
    wanted, made = answer.wanted, answer.sheet
    return {
        "generation": made.rules.name,
        "year": answer.asked.year,
        "month": wanted.month,
        "quarter": wanted.quarter,
        "unit": wanted.unit or None,
        "name": unit_names().get(wanted.unit),
        "lake_version": answer.lake.manifest.version,
        "cut": moment(answer.lake.question.cut).isoformat(),
        "basis": answer.basis,
        "simulated": answer.simulated,
        "register": registers.as_json(answer.lake.register),
        "points": float(made.points),
        "computable": float(made.computable),
        "groups": [
            {
                "code": code,
                "title": vi,
                "maximum": maximum,
                "points": float(made.of_group(code).points),
                "computable": float(made.of_group(code).computable),
            }
            for code, (maximum, vi, _) in made.rules.groups.items()
        ],
        "metrics": [_plain(one) for one in made.rows],
    }


def _plain(one: Scored) -> dict:
    metric, given = one.metric, one.given
    exact = {"points": one.points, "low": one.low, "high": one.high, "maximum": metric.maximum}
    return {
        "code": metric.code,
        "group": metric.group,
        "title": metric.vi,
        "measure": metric.measure or None,
        "numerator": given.numerator,
        "denominator": given.denominator,
        "origin": given.origin or None,
        "status": given.status or None,
        "bound": given.bound or None,
        "why": one.why[0] if one.why else None,
        **{name: None if value is None else float(value) for name, value in exact.items()},
    }


def as_text(answer: Answer, language: str) -> str:
    """Lines for a terminal."""
    made, place = answer.sheet, 1 if language == "en" else 0
    name = unit_names().get(answer.wanted.unit, _say("total", language))
    told = {"name": name, "year": str(answer.asked.year), "generation": made.rules.name}
    lines = [_say("points", language, **told)]
    if answer.simulated:
        lines.append(_say("points_simulated", language))
    lines += register_words.marks(answer.lake.register, language)
    heads = [_say(f"head_{one}", language) for one in ("metric", "rate", "points", "maximum")]
    rows = [_line(one, place, language) for one in made.rows]
    lines.append(aligned([*heads, ""], rows, right=(1, 2, 3)))
    sums = {"points": float(made.points), "computable": float(made.computable)}
    lines.append(_say("points_sum", language, **sums))
    return "\n".join(lines)


def _line(one: Scored, place: int, language: str) -> tuple[str, ...]:
    given, metric = one.given, one.metric
    rate = percent(given.numerator / given.denominator, 2, language) if given.denominator else "–"
    points, most = (
        "–" if value is None else number(float(value), 2, language)
        for value in (one.points, metric.maximum)
    )
    note = one.why[place] if one.why else _say(f"origin_{given.origin}", language)
    if one.points is not None and not one.counts:
        note += f"; {NO_MAXIMUM[place]}, {_say('not_added', language)}"
    return (metric.en if place else metric.vi, rate, points, most, note)


def _say(key: str, language: str, **values) -> str:
    return Sentence("dossiers.points", key, values).text(language)
