"""The brief in sentences, each finding with its doubt."""

from __future__ import annotations

from thuocdo.indices import TOTAL
from thuocdo.insight.places import costliest
from thuocdo.wording import Sentence


def _say(key: str, **values) -> Sentence:
    return Sentence("insight", key, values)


def sentences_of(
    *,
    index,
    year,
    boundaries,
    unit,
    target,
    places,
    chance,
    changes,
    broken,
    former,
    differences,
    gaps,
) -> tuple[Sentence, ...]:
    """Position, chance, distance, bottlenecks, change, former provinces: in that order."""
    total = places[0]
    found = [*_position(unit, year, total), *_chance_said(chance)]
    if index == "papi" and total.score is not None:
        found += _distances(total, target)
        found += _costs(places, target)
        found += _changed(changes, broken)
    found += _former_said(former, differences)
    return tuple(found)


def _position(unit, year, total) -> list[Sentence]:
    if total.rank is None and total.score is None:
        return [_say("no_total", name=unit.name, year=str(year))]
    values = {
        "name": unit.name,
        "year": str(year),
        "score": total.score,
        "rank": str(total.rank),
        "of": str(total.of),
    }
    if total.rank is None:
        return [_say("score_only", **values)]
    if total.score is None:
        return [_say("rank_only", **values)]
    if total.rank_low is None:
        return [_say("position_without_set", **values)]
    bounds = {"low": str(total.rank_low), "high": str(total.rank_high)}
    return [_say("position", **values, **bounds)]


def _chance_said(chance) -> list[Sentence]:
    if chance is None:
        return []
    key = "chance_in" if chance.in_set else "chance_out"
    values = {"target": str(chance.target), "flat": chance.flat, "shrunk": chance.shrunk}
    return [_say(key, **values)]


def _distances(total, target) -> list[Sentence]:
    if total.rank == 1 or total.target is None:
        return []
    key = "below_target" if total.target.gap < 0 else "within_target"
    return [
        _say(
            key,
            target=str(target),
            gap=abs(total.target.gap),
            name=total.target.name,
            best=total.best.name,
            to_best=abs(total.best.gap),
        )
    ]


def _costs(places, target) -> list[Sentence]:
    worst = costliest(list(places), "dimension")[:1]
    if not worst:
        return [_say("no_bottleneck", target=str(target))]
    one = worst[0]
    values = {
        "target": str(target),
        "item": one.names,
        "code": one.item,
        "score": one.score,
        "rank": str(one.rank),
        "of": str(one.of),
        "gap": -one.target.gap,
    }
    said = [_say("bottleneck", **values)]
    if one.years is not None:
        said.append(_say("bottleneck_years", years=one.years, gain=one.gain))
    parts = costliest(list(places), "subdimension")
    inside = [part for part in parts if part.item.startswith(f"{one.item}.")]
    if inside:
        part = inside[0]
        values = {"item": part.names, "target": str(target), "gap": -part.target.gap}
        said.append(_say("bottleneck_part", **values))
    return said


def _changed(changes, broken) -> list[Sentence]:
    if TOTAL in broken:
        return [_say("broken")]
    totals = [one for one in changes if one.item == TOTAL]
    said = []
    for one in totals:
        values = {"before": str(one.year_from), "change": one.difference}
        key = {None: "change_unknown", True: "change_real", False: "change_noise"}
        said.append(_say(key[one.beyond_noise], **values))
    return said


def _former_said(former, differences) -> list[Sentence]:
    known = [one for one in former if one.score is not None or one.rank is not None]
    said = [_say("former_missing", name=one.name) for one in former if one not in known]
    if len(known) == 2 and differences:
        first, second = known
        one = differences[0]
        values = {
            "first": first.name,
            "second": second.name,
            "first_score": first.score,
            "second_score": second.score,
            "gap": abs(one.gap),
        }
        key = {None: "former_unknown", True: "former_apart", False: "former_noise"}
        said.append(_say(key[one.beyond_noise], **values))
    elif former and len(known) < len(former):
        said += [_former_place(one) for one in known]
    return said


def _former_place(one) -> Sentence:
    """What is known of one former province: its rank with or without its set, or its score."""
    if one.rank is None:
        return _say("former_score", name=one.name, score=one.score)
    values = {"name": one.name, "rank": str(one.rank), "of": str(one.of)}
    if one.rank_low is None:
        return _say("former_rank", **values)
    return _say("former_set", low=str(one.rank_low), high=str(one.rank_high), **values)
