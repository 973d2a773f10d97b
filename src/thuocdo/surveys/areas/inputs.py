"""What the area models take in, checked and made arrays: every refusal names row and remedy."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from thuocdo.errors import Problem, ThuocDoError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Share of the largest singular value under which a column counts as made of the others.
DEPENDENT = 1e-10


def vector(values: Any, name: str) -> Floats:
    """Numbers (m,), null as NaN. Text and infinities are refused (SURVEY-050)."""
    if isinstance(values, pl.Series):
        whole = values.dtype.is_numeric()
        values = values.cast(pl.Float64).to_numpy() if whole else values.to_list()
    if isinstance(values, np.ndarray) and values.dtype.kind in "iufb":
        found = values.astype(float)
        if (endless := np.flatnonzero(np.isinf(found))).size:
            raise refused("SURVEY-050", int(endless[0]), name)
        return found
    found = np.empty(len(values))
    for place, one in enumerate(values):
        found[place] = _number(one, name, place)
    return found


def _number(one: Any, name: str, place: int) -> float:
    if one is None:
        return np.nan
    try:
        number = np.nan if isinstance(one, str) else float(one)
    except (TypeError, ValueError):
        number = np.inf
    if isinstance(one, str) or np.isinf(number):
        raise refused("SURVEY-050", place, name)
    return number


def matrix(values: Any, name: str = "X") -> Floats:
    """Auxiliary columns (m, p), used as given: the column of ones is the caller's.

    A frame, an array, or rows; one column may be given as a vector. No cell may be missing
    (SURVEY-046): a model cannot be read off where nothing is known.
    """
    if isinstance(values, pl.DataFrame):
        columns = [vector(one, one.name) for one in values.get_columns()]
    else:
        rows = values if isinstance(values, np.ndarray) else np.asarray(values, dtype=object)
        rows = rows[:, None] if rows.ndim == 1 else rows
        columns = [vector(rows[:, k], f"{name}[{k}]") for k in range(rows.shape[1])]
    found = np.column_stack(columns) if columns else np.empty((0, 0))
    missing = np.argwhere(np.isnan(found))
    if len(missing):
        place, column = missing[0]
        named = values.columns[column] if isinstance(values, pl.DataFrame) else f"{name}[{column}]"
        raise refused("SURVEY-046", int(place), named)
    return found


def same_length(wanted: int, **others: Any) -> None:
    """SURVEY-044 unless everything has ``wanted`` rows."""
    for name, one in others.items():
        if len(one) != wanted:
            raise ThuocDoError.of("SURVEY-044", name=name, count=len(one), wanted=wanted)


def enough_and_independent(X: Floats) -> None:
    """SURVEY-043 with no more rows than columns, SURVEY-042 when columns say the same."""
    rows, columns = X.shape
    if rows <= columns:
        raise ThuocDoError.of("SURVEY-043", areas=rows, columns=columns)
    size = np.linalg.norm(X, axis=0)
    singular = np.linalg.svd(X / np.where(size > 0, size, 1.0), compute_uv=False)
    if (size == 0).any() or singular[-1] < DEPENDENT * singular[0]:
        raise ThuocDoError.of("SURVEY-042")


def one_of(value: Any, allowed: tuple, name: str) -> None:
    """SURVEY-045 unless the value is one of those allowed."""
    if value not in allowed:
        raise ThuocDoError.of(
            "SURVEY-045", name=name, value=value, allowed=", ".join(str(one) for one in allowed)
        )


def refused(code: str, place: int, column: str, **values: Any) -> ThuocDoError:
    """The error at one place (counted from 0; the head of a sheet is row 1)."""
    return ThuocDoError(Problem(code, row=place + 2, column=column, values=values))
