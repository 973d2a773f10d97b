"""One question to the lake and its answer, as JSON or as text for a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from thuocdo.calendar import ZONE, end_of
from thuocdo.dossiers.clock import Choice, choice, rules
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.measures import register_words, registers
from thuocdo.dossiers.measures.engines import connected
from thuocdo.dossiers.measures.on_time import GROUPS, OnTime, Report, report
from thuocdo.dossiers.measures.register import Register
from thuocdo.dossiers.measures.tallies import Question, Tallies, tally
from thuocdo.errors import ThuocDoError


@dataclass(frozen=True)
class Asked:
    """On time of ``year``, grouped by one of ``GROUPS``; ``rule`` as ``name=value``."""

    year: int
    by: str
    terms: Path | None
    rule: tuple[str, ...]
    version: int | None


@dataclass(frozen=True)
class Answer:
    """The report with what it was made from; ``names`` gives units their names."""

    asked: Asked
    report: Report
    manifest: Manifest
    chosen: Choice
    names: dict[str, str]
    register: Register = field(default_factory=Register)

    @property
    def basis(self) -> str:
        """Simulated where a dossier or the register is."""
        return "simulated" if self.report.simulated or self.register.simulated else "derived"


def measured(asked: Asked) -> Answer:
    """On time from the lake under THUOCDO_HOME.

    Raises ``ThuocDoError`` DOSSIER-009, 012, 014, 016 to 019, 120 to 128 (register).
    """
    if asked.by not in GROUPS:
        raise ThuocDoError.of("DOSSIER-019", value=asked.by, known=", ".join(GROUPS))
    found = gathered(asked)
    counts = found.tallies.counts.collect()
    made = report(counts, found.question.chosen, asked.year, found.question.cut, asked.by)
    chosen = found.question.chosen
    return Answer(asked, made, found.manifest, chosen, unit_names(), found.register)


@dataclass(frozen=True)
class Gathered:
    """The tallies a question needs, with what they were made from."""

    manifest: Manifest
    question: Question
    tallies: Tallies
    register: Register


def gathered(asked: Asked) -> Gathered:
    """Count the lake for ``asked``, or take the digest. Raises as ``measured``, but 019."""
    from thuocdo import environment

    chosen = _chosen(asked.rule)
    register = registers.register_for(environment.home(), asked.terms)
    lake = Lake(environment.home())
    manifest = lake.manifest(asked.version)
    connection = connected(environment.value("THUOCDO_ENGINE"))
    cut = min(manifest.updated, end_of(date(asked.year, 12, 31)))
    question = Question(asked.year, chosen, cut, register.rows)
    tallies = tally(connection, lake, manifest, question)
    if not tallies.counts.select(pl.col("received").sum()).collect().item():
        raise ThuocDoError.of("DOSSIER-016", year=str(asked.year))
    return Gathered(manifest, question, tallies, register)


def as_json(answer: Answer) -> dict:
    """The answer as the schema ``dossiers-measure`` says."""
    made = answer.report
    return {
        "measure": "on-time",
        "year": made.year,
        "by": answer.asked.by,
        "lake_version": answer.manifest.version,
        "cut": moment(made.cut).isoformat(),
        "basis": answer.basis,
        "simulated": made.simulated,
        "register": registers.as_json(answer.register),
        "provisional": made.provisional,
        "rules": [
            {
                "name": one.name,
                "value": answer.chosen[one.name],
                "choices": list(one.choices),
                "status": one.status,
                "source": one.source,
            }
            for one in rules().values()
        ],
        "total": _plain(made.total, answer.names),
        "rows": [_plain(one, answer.names) for one in made.rows],
    }


def as_text(answer: Answer) -> str:
    """The answer as lines of text."""
    from thuocdo import environment
    from thuocdo.wording import aligned
    from thuocdo.wording import date as said_date

    language = environment.language()
    made, keys = answer.report, GROUPS[answer.asked.by]
    names = (*keys, "received", "numerator", "denominator", "rate", "band")
    rows = [_cells(one, keys, answer.names, language) for one in made.rows]
    total = _cells(made.total, ("unit",), {None: _say("total", language)}, language)
    if keys:
        rows.append((total[0], *("" for _ in keys[1:]), *total[1:]))
    cut = said_date(moment(made.cut).date(), language)
    told = {"year": str(made.year), "cut": cut, "version": answer.manifest.version}
    lines = [_say("on_time", language, **told)]
    if made.simulated:
        counts = {"count": made.simulated, "received": made.total.received}
        lines.append(_say("simulated", language, **counts))
    lines += register_words.marks(answer.register, language)
    right = range(len(keys), len(names))
    lines.append(aligned([_say(f"head_{name}", language) for name in names], rows, right=right))
    unknown = [one for one in rules().values() if one.status == "unknown"]
    titles = [one.title_en if language == "en" else one.title_vi for one in unknown]
    lines.append(_say("band", language, rules="; ".join(titles)))
    if made.provisional:
        lines.append(_say("provisional", language, year=str(made.year)))
    return "\n".join(lines)


def _chosen(said: tuple[str, ...]) -> Choice:
    pairs = [text.partition("=") for text in said]
    return choice(**{name.strip(): value.strip() for name, _, value in pairs})


def unit_names() -> dict[str, str]:
    """Code → name of every commune and department."""
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    known = read()
    return {unit.code: unit.name for unit in (*communes(known), *departments(known))}


def _plain(one: OnTime, names: dict[str, str]) -> dict:
    low, high = (_share(pair) for pair in (one.low, one.high))
    return {
        "unit": one.unit,
        "name": names.get(one.unit),
        "month": one.month,
        "received": one.received,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate": one.rate,
        "low": low,
        "high": high,
    }


def _share(pair: tuple[int, int] | None) -> dict | None:
    if pair is None:
        return None
    return {"numerator": pair[0], "denominator": pair[1], "rate": pair[0] / pair[1]}


def _cells(one: OnTime, keys, names: dict, language: str) -> tuple[str, ...]:
    from thuocdo.wording import number, percent

    named = {"unit": names.get(one.unit, one.unit), "month": str(one.month)}
    counts = (one.received, one.numerator, one.denominator)
    band = "–"
    if one.low and one.high:
        ends = (percent(pair[0] / pair[1], 2, language) for pair in (one.low, one.high))
        band = " – ".join(ends)
    return (
        *(named[name] for name in keys),
        *(number(count, 0, language) for count in counts),
        percent(one.rate, 2, language),
        band,
    )


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as a time of Việt Nam."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(ZONE))


def _say(key: str, language: str, **values) -> str:
    from thuocdo.wording import Sentence

    return Sentence("dossiers.measures", key, values).text(language)
