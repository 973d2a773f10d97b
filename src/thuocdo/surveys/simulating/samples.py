"""One sample of the population: respondents with their design, non-respondents, who cheated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.simulating import drawing, fabricating, fieldwork
from thuocdo.surveys.simulating.drawing import Design, Drawn
from thuocdo.surveys.simulating.fabricating import PATTERNS, Interviews
from thuocdo.surveys.simulating.fieldwork import Fieldwork
from thuocdo.surveys.simulating.items import MARK
from thuocdo.surveys.simulating.populations import (
    AGES,
    EDUCATIONS,
    FIELDS,
    SEXES,
    Persons,
    Population,
    persons,
)

NONE = -1  # an answer left empty
CLASSES = {"sex": SEXES, "age_group": AGES, "education": EDUCATIONS}


@dataclass(frozen=True, eq=False)
class Sample:
    """``respondents``: one row each, answers null where empty. ``drawn``: everybody drawn, with
    ``responded`` (0 or 1). Both carry ``MoPhong`` = 1. ``fabricated``: ``respondent,
    interviewer, pattern``, the truth that no data file carries.
    """

    respondents: pl.DataFrame
    drawn: pl.DataFrame
    fabricated: pl.DataFrame


def sample(
    made: Population,
    design: Design | None = None,
    work: Fieldwork | None = None,
    seed: int = 0,
) -> Sample:
    """Sample number ``seed`` of ``made``; the same numbers give the same sample.

    ``work``: ``PERFECT`` for full response, nothing empty and no fabricator. Many samples are
    drawn faster from ``in_memory(made)``. Columns of the design: ``stratum`` and ``psu`` (the
    village where every commune is a stratum, else the commune), ``commune``, ``village``,
    ``n_communes`` in the stratum (where communes are drawn), ``n_villages`` in the commune,
    ``n_persons`` (adults) and ``village_population`` of the village, ``probability`` and
    ``weight`` = 1 / probability of the person drawn (answering or not). Raises
    ``ThuocDoError`` SURVEY-086.
    """
    design, work = design or Design(), work or Fieldwork()
    drawn = drawing.villages(made, design, seed)
    found, places, of = _persons(made, drawn, design, seed)
    frame = _design(made, design, drawn, places, of)
    key = [made.plan.seed, fieldwork.STREAM, seed, made.plan.round]
    rng = np.random.default_rng(key)
    interviewer = fieldwork.interviewers(rng, work, len(drawn.village))
    commune = made.commune_of[drawn.village][of]
    there = fieldwork.responds(rng, work, found.age, found.education, commune, len(made.communes))
    classes = (found.sex, found.age, found.education)
    known = {
        name: np.array(names)[codes]
        for (name, names), codes in zip(CLASSES.items(), classes, strict=True)
    }
    frame = frame.with_columns(pl.Series(name, codes) for name, codes in known.items())
    answered = np.flatnonzero(there)
    held = _interviews(rng, made, work, found.taken(answered), (of[answered], interviewer, key))
    marked = pl.lit(1, pl.Int8).alias(MARK)
    respondents = pl.concat([frame.filter(there), held.drop("pattern")], how="horizontal")
    false = held.select("interviewer", "pattern").with_columns(respondents["respondent"])
    return Sample(
        respondents=respondents.with_columns(marked),
        drawn=frame.with_columns(pl.Series("responded", there.astype(np.int8)), marked),
        fabricated=false.filter(pl.col("pattern").is_not_null()).select(
            "respondent", "interviewer", "pattern"
        ),
    )


def _persons(made: Population, drawn: Drawn, design: Design, seed: int):
    """Persons drawn, their places in their village, and the place of it among those drawn."""
    rng = np.random.default_rng([made.plan.seed, drawing.STREAM, seed, made.plan.round])
    sizes = made.adults[drawn.village].tolist()
    places = [
        np.sort(rng.choice(size, min(size, design.persons), replace=False, shuffle=False))
        for size in sizes
    ]
    of = np.repeat(np.arange(len(places)), [len(one) for one in places])
    villages = drawn.village.tolist()
    if made.stored is not None:
        rows = np.concatenate(places) + made.first[drawn.village][of]
        return made.stored.taken(rows), np.concatenate(places), of
    parts = [persons(made, at).taken(one) for at, one in zip(villages, places, strict=True)]
    joined = (np.concatenate([getattr(one, name) for one in parts]) for name in FIELDS)
    return Persons(*joined), np.concatenate(places), of


def _design(made: Population, design: Design, drawn: Drawn, places, of) -> pl.DataFrame:
    """The columns of the design, one row a person drawn."""
    village = drawn.village
    commune = made.commune_of[village]
    adults = made.adults[village]
    taken = np.minimum(adults, design.persons)
    chance = drawn.commune_probability * drawn.village_probability * taken / adults
    codes, former = made.communes[commune], np.array(made.former)
    communes = np.bincount(made.former_of)[made.former_of[commune]]
    drawn_communes = design.communes is not None
    per_village = pl.DataFrame(
        {
            "stratum": former[made.former_of[commune]] if drawn_communes else codes,
            "psu": codes if drawn_communes else made.villages[village],
            "former_province": former[made.former_of[commune]],
            "commune": codes,
            "village": made.villages[village],
            **({"n_communes": communes} if drawn_communes else {}),
            "n_villages": np.bincount(made.commune_of)[commune],
            "n_persons": adults,
            "village_population": made.people[village],
            "probability": chance,
            "weight": 1 / chance,
        }
    )
    rows = per_village[of].with_columns(pl.Series("place", places + 1))
    name = pl.format(
        "{}-{}-{}",
        pl.lit(made.plan.round),
        "village",
        pl.col("place").cast(pl.String).str.zfill(5),
    )
    return rows.select(name.alias("respondent"), pl.all().exclude("place"))


def _interviews(rng, made: Population, work: Fieldwork, found: Persons, whose) -> pl.DataFrame:
    """Interviewer, moment, minutes and answers of those who answered, and ``pattern``."""
    of, interviewer, key = whose
    by = interviewer[of]
    began, minutes = fieldwork.moments(rng, of, by, made.plan.round)
    answers = found.answers.copy()
    empty = fieldwork.empties(rng, work, found.age, found.education, len(made.items))
    answers[empty] = NONE
    held = Interviews(answers, began, minutes)
    own = np.random.default_rng([*key, fabricating.STREAM])
    pattern = fabricating.fabricators(own, work.fabricate, int(interviewer.max()) + 1)
    habit = fabricating.fabricate(own, held, made.items, by, pattern, work.boldness)
    names = [item.name for item in made.items]
    table = pl.from_numpy(held.answers, names, orient="row").with_columns(
        pl.when(pl.col(names) != NONE).then(pl.col(names))
    )
    told = pl.DataFrame(
        {
            "interviewer": by,
            "began": held.began.astype("datetime64[ms]"),
            "minutes": held.minutes.astype(np.int64),
            "habit": habit,
        }
    )
    return pl.concat([told, table], how="horizontal").select(
        pl.format("NV-{}", (pl.col("interviewer") + 1).cast(pl.String).str.zfill(3)).alias(
            "interviewer"
        ),
        "began",
        "minutes",
        *names,
        pl.col("habit")
        .replace_strict(dict(enumerate(PATTERNS)), default=None, return_dtype=pl.String)
        .alias("pattern"),
    )
