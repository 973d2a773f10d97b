"""One question to the lake on its integrity, and the answer told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from thuocdo.calendar import end_of
from thuocdo.dossiers.integrity.agencies import agency_counts, looked_at
from thuocdo.dossiers.integrity.detectors import Detector, detectors, of_lake, thresholds
from thuocdo.dossiers.integrity.signals import seen_in, signals, tallied
from thuocdo.dossiers.integrity.testing import Tested, compared
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.measures import register_words, registers
from thuocdo.dossiers.measures.asking import moment, unit_names
from thuocdo.dossiers.measures.engines import connected, lake_table
from thuocdo.dossiers.measures.register import Register
from thuocdo.dossiers.portal.bundles import Bundle
from thuocdo.dossiers.portal.finding import read_bundles
from thuocdo.dossiers.portal.matching import matched
from thuocdo.errors import ThuocDoError
from thuocdo.facts import read
from thuocdo.units import communes, departments
from thuocdo.wording import Sentence, aligned, number

SAMPLE = 100


@dataclass(frozen=True)
class Asked:
    """Suspicions of ``year``; ``unit`` "" for all; ``level`` of false discoveries; ``answers``:
    a folder of the portal's, ``None`` for none.
    """

    year: int
    unit: str
    terms: Path | None
    level: float
    version: int | None
    answers: Path | None = None
    register: int | None = None  # version of the register kept; ``None``: the newest


@dataclass(frozen=True)
class Suspicion:
    """A pattern of a unit with its dossiers (a sample of at most 100), put as a question."""

    detector: Detector
    found: Tested
    dossiers: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What was found; ``not_asked``: detectors that lack something; ``too_few``: detector → how
    many units have too few cases for it.
    """

    asked: Asked
    manifest: Manifest
    cut: int
    suspicions: tuple[Suspicion, ...]
    not_asked: tuple[str, ...]
    too_few: Mapping[str, int] = field(default_factory=dict)
    register: Register = field(default_factory=Register)

    @property
    def simulated(self) -> bool:
        """Whether dossiers or the register are."""
        return bool(self.manifest.simulated or self.register.simulated)


def looked(asked: Asked) -> Answer:
    """Look at the lake under THUOCDO_HOME.

    Raises ``ThuocDoError`` DOSSIER-001, 009, 012, 014, 016, 018 and those of the portal's answers.
    """
    from thuocdo import environment

    register = registers.register_for(environment.home(), asked.terms, asked.register)
    lake = Lake(environment.home())
    manifest = lake.manifest(asked.version)
    connection = connected(environment.value("THUOCDO_ENGINE"))
    table = lake_table(connection, lake, manifest)
    cut = min(manifest.updated, end_of(date(asked.year, 12, 31)))
    rows = signals(table, asked.year, cut, register.rows)
    counts = connection.to_polars(tallied(rows))
    if not counts.height:
        raise ThuocDoError.of("DOSSIER-016", year=str(asked.year))
    lacking = tuple(code for code, one in of_lake().items() if one.needs and not register.count)
    codes = [code for code in of_lake() if code not in lacking]
    found = [
        one for one in compared(counts, codes, thresholds()["least_observed"]) if _is(one, asked)
    ]

    named = _named(connection, rows, found)
    told = tuple(
        Suspicion(detectors()[one.detector], one, named[one.detector, one.unit]) for one in found
    )
    answer = Answer(asked, manifest, cut, told, lacking, register=register)
    if asked.answers is None:
        return replace(answer, not_asked=(*lacking, *_of_portal()))
    for bundle in read_bundles(asked.answers):
        answer = with_agencies(answer, agency_counts(bundle, _our_units(bundle)))
    return answer


def _named(connection, rows, found: list[Tested]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(detector, unit) → the first dossiers of each of ``found``, in one reading of the lake."""
    if not found:
        return {}
    listed = connection.to_polars(seen_in(rows, {one.unit for one in found}))
    held = {}
    for one in found:
        own = listed.filter(pl.col("unit") == one.unit, pl.col(f"seen_{one.detector}") == 1)
        held[one.detector, one.unit] = tuple(own["dossier"].sort().head(SAMPLE))
    return held


def with_agencies(answer: Answer, counts: pl.DataFrame) -> Answer:
    """``answer`` and what ``agency_counts`` show besides."""
    looked = looked_at(counts, answer.asked.level)
    unit = answer.asked.unit
    more = [
        Suspicion(detectors()[one.detector], one, ())
        for one in looked.found
        if unit in ("", one.unit)
    ]
    left = tuple(code for code in answer.not_asked if code not in _of_portal())
    found = (*answer.suspicions, *more)
    return replace(answer, suspicions=found, not_asked=left, too_few=looked.too_few)


def _of_portal() -> tuple[str, ...]:
    return tuple(code for code, one in detectors().items() if one.needs == "portal")


def _our_units(bundle: Bundle) -> dict[str, str]:
    """departmentId → our unit where the name is ours, else the portal's name itself."""
    facts = read()
    names = bundle.names()
    return names | matched(names, [*communes(facts), *departments(facts)])


def _is(one: Tested, asked: Asked) -> bool:
    much = one.observed >= thresholds()["least_ratio"] * one.expected
    return one.adjusted <= asked.level and much and asked.unit in ("", one.unit)


def question(one: Suspicion, name: str, language: str) -> str:
    """The question to the unit, in words."""
    counts = {"observed": one.found.observed, "cases": one.found.cases}
    told = {"unit": name, **counts, "expected": one.found.expected}
    return _say(f"question_{one.detector.code}", language, **told)


def as_json(answer: Answer) -> dict:
    """As the schema ``dossiers-integrity`` says."""
    names, simulated = unit_names(), answer.manifest.simulated
    return {
        "year": answer.asked.year,
        "unit": answer.asked.unit or None,
        "level": answer.asked.level,
        "lake_version": answer.manifest.version,
        "cut": moment(answer.cut).isoformat(),
        "basis": "simulated" if answer.simulated else "derived",
        "simulated": simulated,
        "register": registers.as_json(answer.register),
        "not_asked": list(answer.not_asked),
        "too_few": dict(answer.too_few),
        "thresholds": thresholds(),
        "suspicions": [
            {
                "detector": one.detector.code,
                "unit": one.found.unit,
                "name": names.get(one.found.unit),
                "cases": one.found.cases,
                "observed": one.found.observed,
                "expected": one.found.expected,
                "p": one.found.p,
                "adjusted": one.found.adjusted,
                "question": question(one, names.get(one.found.unit, one.found.unit), "vi"),
                "dossiers": list(one.dossiers),
            }
            for one in answer.suspicions
        ],
    }


def as_text(answer: Answer, language: str) -> str:
    """Lines for a terminal."""
    names = unit_names()
    lines = [_say("head", language, year=str(answer.asked.year), level=answer.asked.level)]
    if answer.manifest.simulated:
        lines.append(_say("simulated", language))
    lines += register_words.marks(answer.register, language)
    for one in answer.suspicions:
        lines.append(f"• {question(one, names.get(one.found.unit, one.found.unit), language)}")
    if not answer.suspicions:
        lines.append(_say("none", language))
    heads = [_say(f"head_{name}", language) for name in ("detector", "unit", "seen", "expected")]
    rows = [_line(one, names, language) for one in answer.suspicions]
    lines += [aligned(heads, rows, right=(2, 3))] if rows else []
    for code in answer.not_asked:
        one = detectors()[code]
        key = "not_asked_portal" if one.needs == "portal" else "not_asked"
        lines.append(_say(key, language, detector=(one.vi, one.en)))
    for code, count in answer.too_few.items():
        one, least = detectors()[code], thresholds()["least_observed"]
        lines.append(_say("too_few", language, detector=(one.vi, one.en), count=count, least=least))
    lines.append(_say("foot", language))
    return "\n".join(lines)


def _line(one: Suspicion, names: dict[str, str], language: str) -> tuple[str, ...]:
    title = one.detector.en if language == "en" else one.detector.vi
    unit = names.get(one.found.unit, one.found.unit)
    seen = number(one.found.observed, 0, language)
    return (title, unit, seen, number(one.found.expected, 1, language))


def _say(key: str, language: str, **values) -> str:
    return Sentence("dossiers.integrity", key, values).text(language)
