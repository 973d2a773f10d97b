"""What is true of the whole population: counted over every person, nothing estimated.

Counts are whole numbers per village; a mean is divided once, at the level asked.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.surveys.simulating.items import SATISFIED
from thuocdo.surveys.simulating.populations import (
    AGES,
    COVARIATES,
    EDUCATIONS,
    SEXES,
    Population,
    persons,
)

LEVELS = ("province", "former_province", "commune")
CODES = 11  # 0 … 10
VARIABLES = {"sex": SEXES, "age_group": AGES, "education": EDUCATIONS}
WHOLE = "all"  # the unit of the level province


def counts(made: Population) -> tuple[np.ndarray, np.ndarray]:
    """Persons by village, item and code (… × 11); and by village, variable and class (… × 4)."""
    answers = np.zeros((len(made.villages), len(made.items), CODES), np.int64)
    classes = np.zeros((len(made.villages), len(VARIABLES), 4), np.int64)
    begins = CODES * np.arange(len(made.items), dtype=np.int32)
    for village in range(len(made.villages)):
        found = persons(made, village)
        cells = (found.answers + begins).ravel()
        answers[village] = np.bincount(cells, minlength=answers[0].size).reshape(-1, CODES)
        for place, codes in enumerate((found.sex, found.age, found.education)):
            classes[village, place] = np.bincount(codes, minlength=4)
    return answers, classes


def truth(made: Population, counted: tuple | None = None) -> pl.DataFrame:
    """Rows ``level, unit, item, persons, total, mean, share`` for every level and item.

    ``total`` is the sum of the codes, ``mean`` its share a person; ``share`` is that of
    satisfied persons (codes 4 and 5) or of *yes*, null for a scale of ten. ``counted``: what
    ``counts`` gave, where it is at hand.
    """
    answers, _ = counted or counts(made)
    return pl.concat(
        _means(made, level, unit, table)
        for level in LEVELS
        for unit, table in _summed(made, level, answers)
    )


def margins(made: Population, counted: tuple | None = None) -> pl.DataFrame:
    """Adults by class: ``level, unit, variable, class, persons``, for calibration."""
    _, classes = counted or counts(made)
    rows = [
        (level, unit, variable, name, int(table[place, number]))
        for level in LEVELS
        for unit, table in _summed(made, level, classes)
        for place, (variable, names) in enumerate(VARIABLES.items())
        for number, name in enumerate(names)
    ]
    heads = ("level", "unit", "variable", "class", "persons")
    return pl.DataFrame(rows, schema=list(heads), orient="row")


def communes(made: Population) -> pl.DataFrame:
    """Each commune: ``commune, former_province, population, adults, villages, x1, x2``.

    ``x1`` and ``x2`` are known without error and explain a part of the differences between
    communes (``Plan.explained``).
    """
    count = len(made.communes)
    summed = {
        "population": np.bincount(made.commune_of, made.people, count).astype(int),
        "adults": np.bincount(made.commune_of, made.adults, count).astype(int),
        "villages": np.bincount(made.commune_of, minlength=count),
    }
    found = {"commune": made.communes, "former_province": np.array(made.former)[made.former_of]}
    known = {name: made.covariates[:, place] for place, name in enumerate(COVARIATES)}
    return pl.DataFrame({**found, **summed, **known})


def _summed(made: Population, level: str, table: np.ndarray):
    """Unit and its sums, unit by unit."""
    if level == "province":
        yield WHOLE, table.sum(axis=0)
        return
    of, names = made.commune_of, made.communes
    if level == "former_province":
        of, names = made.former_of[made.commune_of], np.array(made.former)
    for number, name in enumerate(names.tolist()):
        yield name, table[of == number].sum(axis=0)


def _means(made: Population, level: str, unit: str, table: np.ndarray) -> pl.DataFrame:
    total = (table * np.arange(CODES)).sum(axis=1)
    people = table.sum(axis=1)
    lowest = {"satisfaction": SATISFIED, "yes_no": 1}
    share = [
        int(table[place, lowest[item.form] :].sum()) / int(people[place])
        if item.form in lowest
        else None
        for place, item in enumerate(made.items)
    ]
    return pl.DataFrame(
        {
            "level": level,
            "unit": unit,
            "item": [item.name for item in made.items],
            "persons": people,
            "total": total,
            "mean": total / people,
            "share": pl.Series(share, dtype=pl.Float64),
        }
    )
