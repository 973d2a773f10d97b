"""Columns of a respondent frame as plain arrays, refused with their row when they cannot be.

A row is told as a spreadsheet counts: the head is row 1. A float NaN is missing like null.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from thuocdo.errors import Problem, ThuocDoError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def refuse(code: str, **values) -> ThuocDoError:
    """The error of one catalogue entry; ``column`` and ``row`` become its place."""
    row, column = values.pop("row", None), values.pop("column", "")
    return ThuocDoError(Problem(code, row=row, column=column, values=values))


def names(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """One name, several or none, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def need(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """SURVEY-001 on a frame without rows, SURVEY-002 on a column that is not there."""
    if not isinstance(frame, pl.DataFrame) or frame.height == 0:
        raise refuse("SURVEY-001")
    for column in columns:
        if column not in frame.columns:
            shown = ", ".join(frame.columns[:12]) + (" …" if frame.width > 12 else "")
            raise refuse("SURVEY-002", column=column, known=shown)


def need_one_of(name: str, value: object, allowed: Sequence[object]) -> None:
    """SURVEY-012 when an option has a value it cannot have."""
    if value not in allowed:
        raise refuse(
            "SURVEY-012", name=name, value=str(value), allowed=", ".join(map(str, allowed))
        )


def plain(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """SURVEY-038 on a column whose cells cannot be groups: lists, structures, durations."""
    for column in columns:
        dtype = frame.schema[column]
        if dtype.is_nested() or dtype in (pl.Duration, pl.Object, pl.Binary):
            raise refuse("SURVEY-038", column=column, dtype=str(dtype))


def is_number(value: object) -> bool:
    """A number of Python's, true and false apart."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def need_share(name: str, value: float) -> None:
    """SURVEY-008 unless 0 < value < 1."""
    if not is_number(value) or not 0 < value < 1:
        raise refuse("SURVEY-008", name=name, value=str(value))


def numbers(frame: pl.DataFrame, column: str) -> Floats:
    """A column as floats, NaN where missing; SURVEY-003 on text, SURVEY-019 on infinity."""
    series = frame[column]
    if not (series.dtype.is_numeric() or series.dtype == pl.Boolean):
        raise refuse("SURVEY-003", column=column, **_first_text(series))
    found = series.cast(pl.Float64).to_numpy()
    if not series.dtype.is_integer() and np.isinf(found).any():
        raise refuse("SURVEY-019", column=column, row=int(np.isinf(found).argmax()) + 2)
    return found


def _first_text(series: pl.Series) -> dict:
    """Row and value of the first cell that is no number, or of the first cell at all."""
    if series.dtype.is_nested() or series.dtype == pl.Duration:
        return {"row": 2, "value": str(series[0])}
    text = series.cast(pl.String, strict=False)
    wrong = (text.is_not_null() & text.cast(pl.Float64, strict=False).is_null()).arg_true()
    present = text.is_not_null().arg_true()
    at = wrong[0] if len(wrong) else (present[0] if len(present) else 0)
    return {"row": int(at) + 2, "value": str(text[at])}


def complete(frame: pl.DataFrame, column: str) -> None:
    """SURVEY-004 when a column the design needs has an empty cell."""
    series = frame[column]
    gap = series.is_null()
    if series.dtype.is_float():
        gap = gap | series.is_nan().fill_null(value=False)
    if gap.any():
        row = int(gap.arg_max()) + 2
        raise refuse("SURVEY-004", column=column, row=row, count=int(gap.sum()))


def positive(frame: pl.DataFrame, column: str) -> Floats:
    """Weights or sizes: numbers, all there, all above 0 (SURVEY-005)."""
    found = numbers(frame, column)
    complete(frame, column)
    if (found <= 0).any():
        at = int((found <= 0).argmax())
        wrong = int((found <= 0).sum())
        raise refuse("SURVEY-005", column=column, row=at + 2, value=float(found[at]), count=wrong)
    return found


def codes(
    frame: pl.DataFrame, columns: Sequence[str], start: tuple[int, Codes] = (0, None)
) -> tuple[Codes, pl.DataFrame]:
    """Every row's group, and the groups in the order of their values.

    Numbers run from 0 in sorted order, so they do not depend on the order of rows. A row with
    a missing value in any of ``columns`` is -1. No columns: one group. ``start``: how many of
    the columns, from the left, are numbered already, and their numbers.
    """
    if not columns:
        return np.zeros(frame.height, dtype=np.int64), pl.DataFrame()
    plain(frame, columns)
    done, code = start
    for column in columns[done:]:
        one = _numbered(frame[column])
        code = one if code is None else _crossed(code, one)
    first = np.zeros(int(code.max(initial=-1)) + 2, dtype=np.int64)
    first[code[::-1]] = np.arange(frame.height)[::-1]  # -1 writes to the last place
    return code, frame.select(columns)[first[:-1]]


def _numbered(series: pl.Series) -> Codes:
    """Numbers of one column's values in sorted order, -1 where missing."""
    if series.dtype.is_integer() and series.len() > series.null_count():
        least = series.min()
        if series.max() - least <= 4 * series.len() + 1000:
            offset = series.cast(pl.Int64) - least
            found = offset.fill_null(-1).to_numpy()
            return _dense(found, int(found.max()) + 1)
    values = pl.DataFrame({"value": series.drop_nulls().unique().sort()}).with_row_index("·")
    asked = pl.DataFrame({"value": series})
    found = asked.join(values, on="value", how="left", maintain_order="left")["·"]
    return found.cast(pl.Int64).fill_null(-1).to_numpy()


def _crossed(outer: Codes, inner: Codes) -> Codes:
    """Numbers of pairs, by the outer first."""
    width = int(inner.max(initial=0)) + 1
    key = np.where((outer < 0) | (inner < 0), -1, outer * width + inner)
    return _dense(key, int(key.max(initial=-1)) + 1)


def _dense(key: Codes, span: int) -> Codes:
    """Keys of 0…span-1 renumbered without gaps, in their order; -1 stays."""
    if span > 4 * len(key) + 1000:
        found, place = np.unique(key, return_inverse=True)
        return place - int(found[0] == -1)
    met = np.zeros(span + 1, dtype=bool)  # the last place is that of -1
    met[key] = True
    place = np.cumsum(met[:-1]) - 1
    return np.append(place, -1)[key]
