"""A sampling frame, checked: every unit once, in one place, with a size; nothing left blank."""

from __future__ import annotations

import polars as pl

from thuocdo.errors import Problem, ThuocDoError

SHOWN_ROW = "__row"


def columns_there(frame: pl.DataFrame, *names: str) -> None:
    """SURVEY-058 unless the columns are there, SURVEY-071 when there are no rows."""
    for name in names:
        if name not in frame.columns:
            raise ThuocDoError.of("SURVEY-058", name=name, columns=", ".join(frame.columns))
    if frame.is_empty():
        raise ThuocDoError.of("SURVEY-071")


def all_filled(frame: pl.DataFrame, *names: str) -> None:
    """SURVEY-064 when a code or a stratum is missing."""
    for name in names:
        if (row := _first(frame, pl.col(name).is_null())) is not None:
            raise ThuocDoError(Problem("SURVEY-064", row=row + 2, column=name))


def sizes_above_nought(frame: pl.DataFrame, unit: str, size: str) -> None:
    """SURVEY-060 when a size is missing, 0, negative or no number."""
    if not frame.schema[size].is_numeric():
        raise ThuocDoError(Problem("SURVEY-050", row=2, column=size))
    good = (pl.col(size).is_finite() & (pl.col(size) > 0)).fill_null(False)
    if (row := _first(frame, ~good)) is not None:
        named = {"unit": frame[unit][row]}
        raise ThuocDoError(Problem("SURVEY-060", row=row + 2, column=size, values=named))


def once_each(frame: pl.DataFrame, unit: str) -> None:
    """SURVEY-061 when a unit is in the frame twice."""
    if (row := _first(frame, ~pl.col(unit).is_first_distinct())) is not None:
        named = {"unit": frame[unit][row]}
        raise ThuocDoError(Problem("SURVEY-061", row=row + 2, column=unit, values=named))


def nested_within(frame: pl.DataFrame, unit: str, around: tuple[str, ...]) -> None:
    """SURVEY-072 when a unit lies in two strata or two larger units."""
    if not around:
        return
    places = frame.select(unit, *around).unique()
    twice = places.filter(pl.col(unit).is_duplicated())
    if len(twice):
        raise ThuocDoError.of("SURVEY-072", unit=twice[unit].min())


def one_size_each(frame: pl.DataFrame, unit: str, size: str) -> None:
    """SURVEY-065 when a unit carries two sizes on its rows."""
    sizes = frame.select(unit, size).unique()
    twice = sizes.filter(pl.col(unit).is_duplicated())
    if len(twice):
        raise ThuocDoError.of("SURVEY-065", unit=twice[unit].min())


def _first(frame: pl.DataFrame, wrong: pl.Expr) -> int | None:
    found = frame.select(wrong.arg_true().first()).item()
    return None if found is None else int(found)
