"""Samples in strata and stages: communes, villages in them, people in those.

A frame has one row a unit of the last stage drawn; larger units are columns of codes. The same
units, stages and seed give the same sample, whatever the order of rows. Units taken for certain
are no sample of their stage: in `stratum`, `psu` and `ssu`, which estimates take, such a unit is
a stratum of its own and the units drawn within it are its PSUs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.sampling.drawing import METHODS, Drawn, pps, simple, systematic
from thuocdo.surveys.sampling.frames import (
    all_filled,
    columns_there,
    nested_within,
    once_each,
    one_size_each,
    sizes_above_nought,
)
from thuocdo.surveys.sampling.numbers import permanent, shifted

MAIN, RESERVE = "main", "reserve"
# Columns a draw writes; `stratum`, `psu` and `ssu` may be in a frame and are written anew.
TAKEN = re.compile(r"group|role|turn|probability|weight|__number|(count|p|certain|fpc)[0-9]+")


@dataclass(frozen=True)
class Stage:
    """One stage of drawing.

    unit     column of codes of what is drawn
    take     how many in each group (stratum, or unit of the stage before), or a column with it
    method   simple, systematic or pps; see `drawing`
    size     column of sizes, for pps
    order    columns to sort by for systematic and pps; () is a random order
    reserve  units in reserve in each group, in their order; last stage only
    """

    unit: str
    take: int | str
    method: str = "simple"
    size: str | None = None
    order: tuple[str, ...] = ()
    reserve: int = 0


def draw(
    frame: pl.DataFrame,
    stages: tuple[Stage, ...] | list[Stage],
    *,
    seed: int,
    strata: tuple[str, ...] = (),
    start: float = 0.0,
) -> pl.DataFrame:
    """The units drawn in the last stage, with the frame's columns and:

    group               where it was drawn: stratum, or unit of the stage before
    role, turn          main or reserve; place in the group's reserve list
    count1..., p1...    units in the group and chance of being drawn, per stage
    certain1...         taken for certain
    probability, weight product of the chances and its inverse
    stratum, psu, ssu   for estimates; see the module. ssu null with one stage
    fpc1...             population sizes per stage for estimates, only when no stage is pps (a
                        pps stage is then estimated as if with replacement)

    ``start`` coordinates rounds of simple draws; see `numbers.shifted`. A unit in reserve
    carries the chance it would have had in its main sample. SURVEY-045, 058-065, 069, 071-073.
    """
    stages, strata = tuple(stages), tuple(strata)
    _check(frame, stages, strata)
    kept, around = frame, strata
    for number, stage in enumerate(stages, start=1):
        drawn = _drawn_in(kept, stage, around, number, seed, start)
        # Only the last stage has a reserve: what earlier ones say of it is their main sample.
        kept = kept.drop("group", "role", "turn", strict=False)
        kept = kept.join(drawn, on=[*around, stage.unit], how="inner", nulls_equal=True)
        around = (*around, stage.unit)
    return _for_estimates(kept, stages, strata).sort(*around)


def _check(frame: pl.DataFrame, stages: tuple[Stage, ...], strata: tuple[str, ...]) -> None:
    if not stages:
        raise ThuocDoError.of("SURVEY-059", name="stages", value=0, wanted="≥ 1")
    units = [stage.unit for stage in stages]
    columns_there(frame, *strata, *units)
    for name in frame.columns:
        if TAKEN.fullmatch(name):
            raise ThuocDoError.of("SURVEY-073", name=name)
    all_filled(frame, *strata, *units)
    once_each(frame, units[-1])
    around = strata
    for place, stage in enumerate(stages):
        _check_stage(frame, stage, last=place == len(stages) - 1)
        nested_within(frame, stage.unit, around)
        around = (*around, stage.unit)


def _check_stage(frame: pl.DataFrame, stage: Stage, *, last: bool) -> None:
    if stage.method not in METHODS:
        named = {"name": "method", "value": stage.method, "allowed": ", ".join(METHODS)}
        raise ThuocDoError.of("SURVEY-045", **named)
    columns_there(frame, *stage.order)
    if stage.reserve < 0 or (stage.reserve and not last):
        named = {"name": "reserve", "value": stage.reserve}
        raise ThuocDoError.of("SURVEY-059", **named, wanted="≥ 0; 0 before the last stage")
    if stage.method == "pps":
        columns_there(frame, stage.size or "size")
        sizes_above_nought(frame, stage.unit, stage.size or "size")
        one_size_each(frame, stage.unit, stage.size or "size")
    if isinstance(stage.take, str):
        columns_there(frame, stage.take)


def _drawn_in(kept, stage: Stage, around: tuple[str, ...], number: int, seed: int, start: float):
    """Units of one stage drawn in every group, with this stage's columns."""
    size = (stage.size or "size",) if stage.method == "pps" else ()
    wanted = (stage.take,) if isinstance(stage.take, str) else ()
    columns = dict.fromkeys([*around, stage.unit, *size, *stage.order, *wanted])
    units = kept.select(*columns).unique(subset=[*around, stage.unit], maintain_order=False)
    numbers = permanent(units[stage.unit], seed, stage.unit)
    units = units.with_columns(__number=pl.Series(shifted(numbers, start)))
    parts = units.partition_by(list(around), maintain_order=False) if around else [units]
    found = [_in_group(part, stage, around, number, seed) for part in parts]
    return pl.concat(found)


def _in_group(part: pl.DataFrame, stage: Stage, around, number: int, seed: int) -> pl.DataFrame:
    group = _label(part, around)
    n = _wanted(part, stage, group)
    if n > len(part):
        raise ThuocDoError.of("SURVEY-062", wanted=n, group=group, count=len(part))
    order = (*stage.order, stage.unit) if stage.order else ("__number", stage.unit)
    part = part.sort(*order)
    drawn = _one_draw(part, stage, n, float(permanent([group], seed, f"start {stage.unit}")[0]))
    turn = _turns(part["__number"].to_numpy(), drawn.taken, stage.reserve if n else 0)
    part = part.select(*around, stage.unit).with_columns(
        pl.lit(group).alias("group"),
        pl.Series("role", np.where(drawn.taken, MAIN, RESERVE), dtype=pl.String),
        pl.Series("turn", turn, dtype=pl.Int64),
        pl.lit(part.height, dtype=pl.Int64).alias(f"count{number}"),
        pl.Series(f"p{number}", drawn.chance),
        pl.Series(f"certain{number}", drawn.certain),
    )
    return part.filter(pl.Series(drawn.taken) | pl.col("turn").is_not_null())


def _one_draw(part: pl.DataFrame, stage: Stage, n: int, start: float) -> Drawn:
    if stage.method == "simple":
        return simple(part["__number"].to_numpy(), n)
    if stage.method == "systematic":
        return systematic(len(part), n, start)
    return pps(part[stage.size or "size"].to_numpy().astype(float), n, start)


def _turns(numbers, taken, reserve: int) -> list[int | None]:
    """Places in the reserve list: those not taken, by their permanent numbers."""
    turns: list[int | None] = [None] * len(numbers)
    waiting = [int(k) for k in np.argsort(numbers, kind="stable") if not taken[k]]
    for turn, place in enumerate(waiting[:reserve], start=1):
        turns[place] = turn
    return turns


def _label(part: pl.DataFrame, around: tuple[str, ...]) -> str:
    return "|".join(str(part[name][0]) for name in around)


def _wanted(part: pl.DataFrame, stage: Stage, group: str) -> int:
    """How many to take; a column must say one whole number for the whole group."""
    if isinstance(stage.take, str):
        values = part[stage.take].unique().to_list()
        n = values[0] if len(values) == 1 else None
    else:
        n = stage.take
    if n is None or n < 0 or n != int(n):
        raise ThuocDoError(Problem("SURVEY-069", values={"group": group}))
    return int(n)


def _for_estimates(kept: pl.DataFrame, stages, strata) -> pl.DataFrame:
    """Overall chance and weight, and the design as estimates take it."""
    numbers = range(1, len(stages) + 1)
    chance = pl.lit(1.0)
    for number in numbers:
        chance = chance * pl.col(f"p{number}")
    text = [pl.col(name).cast(pl.String) for name in strata]
    stratum = pl.concat_str(text, separator="|") if text else pl.lit("")
    first, second = pl.col(stages[0].unit).cast(pl.String), pl.lit(None, dtype=pl.String)
    certain = pl.col("certain1") if len(stages) > 1 else pl.lit(False)
    if len(stages) > 1:
        second = pl.col(stages[1].unit).cast(pl.String)
    third = pl.col(stages[2].unit).cast(pl.String) if len(stages) > 2 else second
    own = pl.concat_str([stratum, first], separator="|") if text else first
    kept = kept.with_columns(
        probability=chance,
        weight=1 / chance,
        stratum=pl.when(certain).then(own).otherwise(stratum),
        psu=pl.when(certain).then(second).otherwise(first),
        ssu=pl.when(certain).then(third).otherwise(second),
    )
    if any(stage.method == "pps" for stage in stages):
        return kept
    fpc = {}
    for number in numbers:
        inner = pl.col(f"count{number + 1}") if number < len(stages) else pl.lit(1, dtype=pl.Int64)
        fpc[f"fpc{number}"] = pl.when(certain).then(inner).otherwise(pl.col(f"count{number}"))
    return kept.with_columns(**fpc)


def to_ask(sample: pl.DataFrame, *, take: int | str, of: str, reserve: int = 0) -> pl.DataFrame:
    """People to ask in each unit drawn, where lists are made on the spot.

    take     people to ask in a unit, or a column with it
    of       column: people there are
    reserve  further names to write down, in order, for replacements

    A unit certain in its only stage stays a PSU of its stratum here, as if it had been drawn:
    its people are not rows yet. That makes stated errors a little too wide.

    Adds ``ask``, ``ask_reserve``, ``p_ask`` = ask / people and brings it into ``probability`` and
    ``weight``. SURVEY-058, 060, 062, 069.
    """
    wanted = take if isinstance(take, str) else None
    columns_there(sample, of, "probability", "psu", *([wanted] if wanted else []))
    sizes_above_nought(sample, "psu", of)
    ask = pl.col(wanted) if wanted else pl.lit(take)
    found = sample.with_columns(ask=ask.cast(pl.Int64), ask_reserve=pl.lit(reserve, dtype=pl.Int64))
    for row in found.filter(pl.col("ask").is_null() | (pl.col("ask") < 1)).head(1).to_dicts():
        raise ThuocDoError.of("SURVEY-069", group=row["psu"])
    for row in found.filter(pl.col("ask") > pl.col(of)).head(1).to_dicts():
        raise ThuocDoError.of("SURVEY-062", wanted=row["ask"], group=row["psu"], count=row[of])
    found = found.with_columns(p_ask=pl.col("ask") / pl.col(of))
    chance = pl.col("probability") * pl.col("p_ask")
    return found.with_columns(probability=chance, weight=1 / chance)
