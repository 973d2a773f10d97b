"""Any measure at any grouping: asked of the lake, or of the portal's answers, and told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from thuocdo.calendar import is_provisional
from thuocdo.dossiers.measures import register_words, registers
from thuocdo.dossiers.measures.asking import Asked, Gathered, gathered, moment, unit_names
from thuocdo.dossiers.measures.catalogue import MeasureRule, catalogue, measure_rule
from thuocdo.dossiers.measures.figures import Figure, figures, groupings, missing
from thuocdo.dossiers.measures.portal_figures import portal_figures
from thuocdo.errors import ThuocDoError
from thuocdo.wording import Sentence, aligned, number, percent

# What the portal's rows of agencies do not say, by metric.
REPEATED = {
    **dict.fromkeys(
        (
            "transparency:PUBLISH_ON_TIME",
            "transparency:PUBLIC_UPDATE_ON_TIME",
            "transparency:PUBLIC_CONTENT_FULL",
        ),
        "repeated",
    ),
    "transparency:DOSSIER_SYNC": "by_construction",
}


@dataclass(frozen=True)
class Told:
    """Figures of one measure with what they come from; ``origin``: lake or portal."""

    rule: MeasureRule
    year: int
    by: tuple[str, ...]
    origin: str
    rows: tuple[Figure, ...]
    total: Figure | None
    lake: Gathered | None = None
    captured: str | None = None
    absent: tuple[str, ...] = ()  # labels of periods the portal was not captured for


def told(asked: Asked, code: str, home: Path) -> Told:
    """The measure ``code`` as ``asked``.

    Raises ``ThuocDoError`` DOSSIER-030 (no such measure), 031 (nothing to measure it by), 131
    (a grouping the portal does not give), and as ``asking.gathered``.
    """
    rule, by = measure_rule(code), groupings(asked.by)
    if rule.kind == "portal":
        return _of_portal(rule, asked.year, by, home)
    found = gathered(asked)
    register = found.question.register
    why = missing(rule, register)
    if why:
        raise ThuocDoError.of("DOSSIER-031", value=code, why=why)
    made = (found.tallies, found.question.chosen, asked.year, rule)
    rows = tuple(figures(*made, by, register)) if by else ()
    [total] = figures(*made, (), register)
    return Told(rule, asked.year, by, "lake", rows, total, lake=found)


def _of_portal(rule: MeasureRule, year: int, by: tuple[str, ...], home: Path) -> Told:
    """What the portal's answers say, our province's before others'."""
    from thuocdo import environment
    from thuocdo.facts import read
    from thuocdo.units import communes, departments

    facts, own = read(), environment.value("THUOCDO_PROVINCE")
    codes = facts.table("province").select("boundaries", "code", "portal_code").iter_rows()
    root = next((told for at, code, told in codes if at == "34" and code == own and told), "")
    units = [*communes(facts), *departments(facts)]
    found = portal_figures(home, rule, year, by, root, units)
    told = {"captured": found.captured, "absent": found.absent}
    return Told(rule, year, by, "portal", found.rows, found.total, **told)


def as_json(one: Told) -> dict:
    """As the second form of the schema ``dossiers-measure`` says."""
    names, lake = unit_names(), one.lake
    simulated = one.total.simulated if one.total else 0
    invented = simulated or (lake and lake.register.simulated)
    basis = "stated" if one.origin == "portal" else "simulated" if invented else "derived"
    return {
        "measure": one.rule.code,
        "year": one.year,
        "by": list(one.by),
        "origin": one.origin,
        "lake_version": lake.manifest.version if lake else None,
        "cut": moment(lake.question.cut).isoformat() if lake else None,
        "captured": one.captured,
        "absent": list(one.absent),
        "basis": basis,
        "simulated": simulated,
        "register": registers.as_json(lake.register) if lake else None,
        "provisional": is_provisional(one.year),
        "status": one.rule.status,
        "bound": one.rule.bound or None,
        "source": one.rule.source,
        "total": _plain(one.total, names) if one.total else None,
        "rows": [_plain(row, names) for row in one.rows],
    }


def _plain(one: Figure, names: dict[str, str]) -> dict:
    return {
        "keys": one.keys,
        "name": names.get(one.keys.get("unit")),
        "received": one.received,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "rate": one.rate,
        "low": list(one.low) if one.low else None,
        "high": list(one.high) if one.high else None,
        "median_hours": one.median,
        "p90_hours": one.p90,
    }


def as_text(one: Told, language: str) -> str:
    """Lines for a terminal."""
    names, rule = unit_names(), one.rule
    title = rule.en if language == "en" else rule.vi
    lines = [_say("figures", language, title=title, year=str(one.year))]
    if one.total and one.total.simulated:
        counts = {"count": one.total.simulated, "received": one.total.received}
        lines.append(_say("simulated", language, **counts))
    lines += register_words.marks(one.lake.register, language) if one.lake else []
    if one.captured:
        lines.append(_say("captured", language, time=one.captured))
    timed = rule.kind == "hours"
    shares = ("of_numerator", "of_denominator", "rate")
    columns = ("count", "median", "ninetieth") if timed else shares
    heads = [_say(f"head_{name}", language) for name in (*one.by, *columns)]
    rows = [(*_named(row, names), *_cells(row, timed, language)) for row in one.rows]
    if one.total:
        first = _say("total", language)
        blank = [first, *("" for _ in one.by[1:])] if one.by else []
        rows.append((*blank, *_cells(one.total, timed, language)))
    lines.append(aligned(heads, rows, right=range(len(one.by), len(heads))))
    if one.absent:
        lines.append(_say("absent", language, periods=", ".join(one.absent)))
    if any(row.denominator is None for row in one.rows):
        lines.append(_say("without_counts", language))
    if one.origin == "portal" and "unit" in one.by and rule.portal in REPEATED:
        lines.append(_say(REPEATED[rule.portal], language))
    lines.append(_say(f"status_{rule.status}", language, source=rule.source))
    return "\n".join(lines)


def catalogue_json() -> dict:
    """Every measure, as the schema ``dossiers-measures`` says."""
    names = ("code", "kind", "group", "status", "vi", "en", "source")
    listed = [{name: getattr(one, name) for name in names} for one in catalogue().values()]
    return {"measures": listed}


def _named(row: Figure, names: dict[str, str]) -> list[str]:
    return [
        names.get(value, str(value)) if key == "unit" else "–" if value is None else str(value)
        for key, value in row.keys.items()
    ]


def _cells(row: Figure, timed: bool, language: str) -> tuple[str, ...]:
    if timed:
        values = (row.denominator, row.median, row.p90)
        return tuple("–" if one is None else number(one, 0, language) for one in values)
    pair = (row.numerator, row.denominator)
    counts = ("–" if one is None else number(one, 0, language) for one in pair)
    return (*counts, percent(row.rate, 2, language))


def _say(key: str, language: str, **values) -> str:
    return Sentence("dossiers.measures", key, values).text(language)
