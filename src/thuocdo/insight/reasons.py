"""Why this finding? Traces of gaps, gains, chances and changes, down to those of ``indices``."""

from __future__ import annotations

import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.indices import (
    ASPECTS,
    TOTAL,
    Standings,
    Trace,
    broken_in,
    change,
    group,
    item_words,
    scored,
    trace,
    years,
)
from thuocdo.indices.traces import leaf_group
from thuocdo.insight.chances import chance_of
from thuocdo.insight.gains import gains, typical_gains
from thuocdo.insight.places import TARGET, place_of
from thuocdo.wording import Sentence

FINDINGS = ("to-target", "to-best", "gain", "chance", "change")
EVERY_ASPECT = (*ASPECTS, *FINDINGS)


def reason(
    facts: Facts, at: Standings, unit: str, item: str = TOTAL, aspect: str = "score"
) -> Trace:
    """The trace of ``aspect`` of ``unit``'s ``item``.

    Besides the aspects of ``indices`` (score, se, rank, set): ``to-target`` and ``to-best``
    (distance to the 10th place and to the first), ``gain`` (the typical yearly gain),
    ``chance`` (of the top ten, for the total), ``change`` (since the year before). Raises
    ``ThuocDoError`` CALL-005, CALL-010.
    """
    if aspect not in EVERY_ASPECT:
        listed = ", ".join(EVERY_ASPECT)
        raise ThuocDoError.of(
            "CALL-010",
            value=aspect,
            name="aspect",
            hint_vi=f"Dùng một trong: {listed}.",
            hint_en=f"Use one of: {listed}.",
        )
    if aspect not in FINDINGS:
        return trace(facts, at, unit, item, aspect)
    at.of(unit, item)
    made = {"to-target": _gap, "to-best": _gap, "gain": _gain, "chance": _chance, "change": _change}
    return made[aspect](facts, at, unit, item, aspect)


def _say(key: str, **values) -> Sentence:
    return Sentence("insight", key, values)


def _label(key: str, at: Standings, unit: str, item: str) -> Sentence:
    return _say(key, name=at.unit(unit).name, item=item_words(item), year=str(at.year))


def _nothing(label: Sentence) -> Trace:
    return Trace(label, _say("reason_nothing"), None, ())


def _gap(facts: Facts, at: Standings, unit: str, item: str, aspect: str) -> Trace:
    rank = TARGET if aspect == "to-target" else 1
    label = _label("label_gap", at, unit, item)
    other = place_of(at, item, rank)
    row = at.of(unit, item)
    if other is None or row["score"] is None:
        return _nothing(label)
    rule = _say("reason_gap", name=row["name"], other=other["name"], rank=str(rank))
    inputs = (trace(facts, at, unit, item), trace(facts, at, other["unit"], item))
    return Trace(label, rule, row["score"] - other["score"], inputs, row["basis"])


def _gain(facts: Facts, at: Standings, unit: str, item: str, aspect: str) -> Trace:
    label = _say("label_gain", item=item_words(item), year=str(at.year))
    typical = typical_gains(facts, at.year, at.options).get(item) if at.index == "papi" else None
    if typical is None:
        return _nothing(label)
    rows = gains(facts, at.year, at.options).filter(pl.col("item") == item)
    pairs = tuple(
        (f"{name}, {year}", gain) for name, year, gain in rows.select("name", "year", "gain").rows()
    )
    below = leaf_group(_say("group_gains", count=str(len(pairs))), pairs)
    return Trace(label, _say("reason_gain"), typical, (below,))


def _chance(facts: Facts, at: Standings, unit: str, item: str, aspect: str) -> Trace:
    label = _say("label_chance", name=at.unit(unit).name, target=str(TARGET), year=str(at.year))
    found = chance_of(at, unit, TARGET) if item == TOTAL else None
    if found is None:
        return _nothing(label)
    how = at.options
    rule = _say("reason_chance", draws=how.draws, seed=str(how.seed), shrunk=found.shrunk)
    own = (trace(facts, at, unit, item), trace(facts, at, unit, item, "se"))
    return Trace(label, rule, found.flat, (*own, *_fields(at, item)), "estimated")


def _fields(at: Standings, item: str):
    return group(at, "score", item), group(at, "se", item)


def _change(facts: Facts, at: Standings, unit: str, item: str, aspect: str) -> Trace:
    label = _label("label_change", at, unit, item)
    before = at.year - 1
    if before not in years(facts, at.index, at.boundaries) or at.index != "papi":
        return _nothing(label)
    if broken := broken_in(facts, at.index, at.year, item, at.rules):
        words = (broken[0]["reason"], broken[0]["reason_en"])
        return Trace(label, _say("reason_broken", reason=words), None, ())
    then = scored(facts, at.index, before, at.boundaries, at.options)
    found = change(item, (before, at.year), then.of(unit, item), at.of(unit, item))
    if found is None:
        return _nothing(label)
    verdict = {True: "reason_real", False: "reason_noise", None: "reason_unsure"}
    inputs = [trace(facts, one, unit, item) for one in (at, then)]
    if found.se is not None:
        inputs += [trace(facts, one, unit, item, "se") for one in (at, then)]
    rule = _say(verdict[found.beyond_noise], se=found.se)
    return Trace(label, rule, found.difference, tuple(inputs), at.of(unit, item)["basis"])
