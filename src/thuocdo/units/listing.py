"""Units as the command shows them: their kin before and after a merger, with weights."""

from __future__ import annotations

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.units.mergers import parts_and_weights
from thuocdo.units.names import find
from thuocdo.units.register import Unit, aliases, communes, departments, provinces
from thuocdo.wording import Sentence, aligned, date, percent

LEVELS = ("province", "commune", "department")
HEADS = ("code", "name", "kind", "boundaries", "validity", "relatives")


def of_level(facts: Facts, level: str, boundaries: str) -> list[Unit]:
    """The units of ``level``; ``boundaries`` matters for provinces.

    Raises ``ThuocDoError`` CALL-003 (boundaries), CALL-010 (level).
    """
    if level == "province":
        return provinces(facts, boundaries)
    if level not in LEVELS:
        listed = ", ".join(LEVELS)
        raise ThuocDoError.of(
            "CALL-010",
            value=level,
            name="--level",
            hint_vi=f"Dùng một trong: {listed}.",
            hint_en=f"Use one of: {listed}.",
        )
    return communes(facts) if level == "commune" else departments(facts)


def found(facts: Facts, name: str, level: str, boundaries: str) -> list[Unit]:
    """The unit called ``name``: for a province, on each set of boundaries that has it.

    Raises ``ThuocDoError`` UNIT-001, UNIT-002, CALL-003, CALL-010.
    """
    if level != "province":
        return [find(name, of_level(facts, level, boundaries))]
    units, failed = [], []
    for at in (boundaries,) if boundaries else ("34", "63"):
        try:
            units.append(find(name, provinces(facts, at), aliases(facts, at)))
        except ThuocDoError as error:
            failed.append(error)
    if not units:
        raise failed[-1]
    return units


def plain(facts: Facts, unit: Unit) -> dict:
    """A unit as JSON. ``weight`` is the share of the merged province's census population."""
    return {
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en or None,
        "level": unit.level,
        "kind": unit.kind,
        "parent": unit.parent,
        "boundaries": unit.boundaries or None,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "predecessors": _kin(facts, unit, unit.predecessors),
        "successors": _kin(facts, unit, unit.successors),
        "basis": unit.basis,
    }


def _kin(facts: Facts, unit: Unit, codes: tuple[str, ...]) -> list[dict]:
    if unit.level == "commune":
        rows = facts.table("commune_merger").filter(pl.col("new_code") == unit.code)
        names = dict(rows.select("old_code", "old_name").iter_rows())
        return [{"code": code, "name": names[code], "weight": None} for code in codes]
    other = "63" if unit.boundaries == "34" else "34"
    names = {one.code: one.name for one in provinces(facts, other)} if codes else {}
    pairs = parts_and_weights(facts).select("new", "old", "weight").iter_rows()
    weights = {(new, old): weight for new, old, weight in pairs}
    return [
        {
            "code": code,
            "name": names[code],
            "weight": weights.get((code, unit.code) if other == "34" else (unit.code, code)),
        }
        for code in codes
    ]


def text(facts: Facts, units: list[Unit], language: str) -> str:
    """Units in aligned columns."""
    rows = [
        (
            *(unit.code, unit.name, _kind(unit, language), unit.boundaries),
            *(_validity(unit, language), _relatives(facts, unit, language)),
        )
        for unit in units
    ]
    used = [at for at in range(len(HEADS)) if at < 2 or any(row[at] for row in rows)]
    head = [Sentence("units", f"head_{HEADS[at]}").text(language) for at in used]
    return aligned(head, [[row[at] for at in used] for row in rows])


def _kind(unit: Unit, language: str) -> str:
    simulated = Sentence("units", "simulated").text(language)
    return f"{unit.kind} ({simulated})" if unit.basis == "simulated" else unit.kind


def _validity(unit: Unit, language: str) -> str:
    days = {"start": unit.valid_from, "end": unit.valid_to}
    said = {name: date(day, language) for name, day in days.items() if day}
    key = {("start",): "since", ("end",): "until", ("start", "end"): "between"}.get(tuple(said))
    return Sentence("units", key, said).text(language) if key else ""


def _relatives(facts: Facts, unit: Unit, language: str) -> str:
    kin = plain(facts, unit)
    for key, name in (("predecessors", "made_of"), ("successors", "now_in")):
        if any(one["weight"] != 1 for one in kin[key]):
            listed = ", ".join(_named(one, language) for one in kin[key])
            return Sentence("units", name, {"names": listed}).text(language)
    return ""


def _named(one: dict, language: str) -> str:
    share = "" if one["weight"] is None else f" {percent(one['weight'], 1, language)}"
    return f"{one['name']} ({one['code']}){share}"
