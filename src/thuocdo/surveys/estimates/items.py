"""What is asked for, as columns of numbers: one for a number, one per level for a factor.

A factor is a column of text (or categories); of it ``mean``, ``prop`` and ``total`` give a row
per level, named in the output column ``category``. ``prop`` takes whole numbers as codes of
answers as well. True and false count 1 and 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.columns import Codes, Floats, codes, numbers, plain, refuse

# Cells × items held at a time: some tens of MB an array.
AT_A_TIME = 4_000_000
FACTORS = (pl.String, pl.Categorical, pl.Enum)


@dataclass(frozen=True)
class Item:
    """One column of the answer: ``category`` is the level of a factor, else ``None``.

    ``share``: its values are 0 and 1, so its mean is a proportion.
    """

    target: str
    category: str | None
    share: bool
    level: int = -1


def items_of(
    frame: pl.DataFrame, targets: Sequence[str], kind: str
) -> Iterator[tuple[list[Item], Codes | None]]:
    """By target: its items, and the level of every row when it is a factor (-1: no answer)."""
    for target in targets:
        series = frame[target]
        empty = series.null_count() == len(series)
        if empty or (series.dtype.is_float() and series.is_nan().fill_null(value=True).all()):
            raise refuse("SURVEY-013", column=target)
        if not _factor(series, kind):
            yield [Item(target, None, series.dtype == pl.Boolean)], None
            continue
        if (
            series.dtype.is_decimal() or series.dtype.is_float()
        ):  # codes of answers that passed through a float column
            series = series.cast(pl.Float64).fill_nan(None).cast(pl.Int64)
        level, found = codes(pl.DataFrame({target: series}), (target,))
        words = found[target].cast(pl.String).to_list()
        yield [Item(target, word, True, at) for at, word in enumerate(words)], level


def values(frame: pl.DataFrame, item: Item, level: Codes | None) -> Floats:
    """The item's numbers by row, NaN where there is no answer."""
    if level is None:
        return numbers(frame, item.target)
    return np.where(level < 0, np.nan, (level == item.level).astype(float))


def blocks(
    frame: pl.DataFrame, targets: Sequence[str], kind: str, cells: int
) -> Iterator[tuple[list[Item], list[Floats]]]:
    """Items with their numbers by row, as many at a time as memory should hold."""
    size = max(1, AT_A_TIME // max(cells, 1))
    items: list[Item] = []
    columns: list[Floats] = []
    for found, level in items_of(frame, targets, kind):
        for item in found:
            items.append(item)
            columns.append(values(frame, item, level))
            if len(items) == size:
                yield items, columns
                items, columns = [], []
    if items:
        yield items, columns


def _factor(series: pl.Series, kind: str) -> bool:
    if kind not in ("mean", "prop", "total"):
        return False
    if kind == "prop" and series.dtype.is_numeric():
        _whole(series)
        return True
    if kind == "prop" and series.dtype != pl.Boolean:
        plain(series.to_frame(), (series.name,))
    if series.dtype not in FACTORS:
        return False
    # Numbers with a word among them are a spoilt column, not a factor.
    if kind != "prop":
        text = series.cast(pl.String)
        parsed = text.cast(pl.Float64, strict=False).is_not_null()
        if parsed.any():
            wrong = (text.is_not_null() & ~parsed).arg_true()
            at = int(wrong[0]) if len(wrong) else int(text.is_not_null().arg_max())
            raise refuse("SURVEY-003", column=series.name, row=at + 2, value=text[at])
    return True


def _whole(series: pl.Series) -> None:
    """SURVEY-015 when codes of answers are not whole numbers."""
    if series.dtype.is_integer():
        return
    number = series.cast(pl.Float64)
    wrong = (number.round(0) != number).fill_null(value=False) & number.is_not_nan()
    if wrong.any():
        at = int(wrong.arg_max())
        raise refuse("SURVEY-015", column=series.name, row=at + 2, value=float(series[at]))
