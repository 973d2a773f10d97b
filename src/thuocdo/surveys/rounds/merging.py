"""Rows that come and rows there are: one row a respondent, the last one said wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.rounds.codebook import Codebook, Item
from thuocdo.surveys.rounds.design import HEADS, SIZES

FIRST = tuple(HEADS)


@dataclass(frozen=True)
class Merged:
    """The rows of the round, and how many of those that came are new or changed it."""

    rows: pl.DataFrame
    new: int
    changed: int


def merged(old: pl.DataFrame | None, frames: list[pl.DataFrame], book: Codebook) -> Merged:
    """``old`` (``None`` for a new round) with ``frames``; columns in the order of ``book``."""
    known = [] if old is None else [old]
    coming = pl.concat(frames, how="diagonal_relaxed")
    coming = coming.unique("respondent", keep="last", maintain_order=True)
    both = pl.concat([*known, coming], how="diagonal_relaxed")
    order = _order(both.columns, book)
    rows = both.unique("respondent", keep="last", maintain_order=True)
    rows = rows.select(order).sort("respondent")
    if old is None:
        return Merged(rows, coming.height, 0)
    before = pl.concat([both.clear(), old], how="diagonal_relaxed").select(order)
    again = coming.join(old.select("respondent"), on="respondent", how="semi").height
    same = rows.join(before, on=order, how="semi", nulls_equal=True).height
    kept = old.join(coming.select("respondent"), on="respondent", how="anti").height
    return Merged(rows, coming.height - again, again - (same - kept))


def _order(columns: list[str], book: Codebook) -> list[str]:
    roles = [one for one in FIRST if one in columns]
    roles += [one for one in columns if SIZES.fullmatch(one)]  # stage by stage, as they came
    items = [name for one in book.kept for name in one.columns if name in columns]
    return [*roles, *(name for name in items if name not in roles)]


def one_codebook(old: Codebook | None, new: Codebook | None) -> Codebook:
    """The codebook of a round after ``new`` came to ``old``: items of both, codes never fewer.

    Raises ``ThuocDoError`` SURVEY-123 where an item means another thing now.
    """
    if old is None or new is None:
        return new or old
    problems = [
        Problem("SURVEY-123", column=one.name)
        for one in new.items
        if one.name in old.by_name and _differs(old.by_name[one.name], one)
    ]
    if problems:
        raise ThuocDoError(*problems)
    gone = tuple(one for one in old.items if one.name not in new.by_name)
    return replace(new, items=(*new.items, *gone), simulated=new.simulated or old.simulated)


def _differs(old: Item, new: Item) -> bool:
    if not old.is_kept or not new.is_kept:
        return False
    return old.kind != new.kind or not set(old.codes) <= set(new.codes)
