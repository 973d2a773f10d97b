"""A version of a round, fetched once, and what was computed of it; kept in this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

import polars as pl

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.cockpit.mine import label
from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.surveys import reports
from thuocdo.surveys.reports import Factors, ItemReport, Overview
from thuocdo.surveys.rounds import Codebook, Manifest, Round
from thuocdo.surveys.rounds import rounds as stored
from thuocdo.units import communes

# One computes, the others wait and find it done.
_one_at_a_time = RLock()
ROUND_KEY, ITEM_KEY = "khao-sat", "cau-hoi"  # what a refusal calls them: parts of the address


@dataclass(frozen=True, eq=False)
class Held:
    """A round as its pages need it. ``asked``: its design as the estimates ask for it."""

    manifest: Manifest
    frame: pl.DataFrame
    book: Codebook
    asked: dict
    overview: Overview

    @property
    def name(self) -> str:
        return self.manifest.round

    @property
    def fieldwork(self) -> tuple[datetime, datetime] | None:
        """The first and the last interview; ``None`` where nobody noted when."""
        column = self.frame["started"] if "started" in self.frame.columns else None
        if column is None or not column.dtype.is_temporal() or column.null_count() == len(column):
            return None
        return column.min(), column.max()


def known() -> list[Manifest]:
    """The newest version of every round, newest capture first."""
    found = stored(environment.home())
    return sorted(found, key=lambda one: (captured(one), one.round), reverse=True)


def captured(manifest: Manifest) -> str:
    """When the newest of its files was written, UTC; empty without files."""
    return max((one.captured for one in manifest.sources), default="")


def round_of(name: str) -> Held:
    """The newest version of the round ``name``. Raises ``ThuocDoError`` PAGE-011."""
    versions = {one.round: one.version for one in known()}
    if name not in versions:
        told = ", ".join(versions) or "–"
        raise ThuocDoError.of("PAGE-011", value=name, name=ROUND_KEY, known=told)
    with _one_at_a_time:
        return _held(environment.home(), name, versions[name])


def item_of(held: Held, item: str) -> ItemReport:
    """``item`` by commune. Raises ``ThuocDoError`` PAGE-011 for an item without a figure."""
    if item not in held.overview.figures:
        told = ", ".join(held.overview.figures) or "–"
        raise ThuocDoError.of("PAGE-011", value=item, name=ITEM_KEY, known=told)
    with _one_at_a_time:
        return _item(held, item, figures.now())


def factors_of(held: Held) -> Factors | None:
    """Factors by commune; ``None`` where the round asks for none of them."""
    with _one_at_a_time:
        return _factors(held)


def changes_of(before: Held, after: Held) -> tuple[pl.DataFrame, int]:
    """Changes by item, and how many PSUs both rounds have."""
    with _one_at_a_time:
        return _changes(before, after)


def names() -> dict[str, str]:
    """Code → what a commune is called."""
    return _names(figures.now())


@lru_cache(maxsize=12)
def _held(home: Path, name: str, version: int) -> Held:
    found = Round(home, name)
    manifest, frame, book = (
        found.manifest(version),
        found.respondents(version),
        found.codebook(version),
    )
    asked = reports.asked_of(manifest.design, frame)
    return Held(manifest, frame, book, asked, reports.overview(frame, book, manifest.design))


@lru_cache(maxsize=400)
def _item(held: Held, item: str, facts: Facts) -> ItemReport:
    figure = held.overview.figures[item]
    return reports.item_report(held.frame, figure, held.asked, list(_names(facts)))


@lru_cache(maxsize=12)
def _factors(held: Held) -> Factors | None:
    return reports.factors(held.frame, held.book, held.asked)


@lru_cache(maxsize=40)
def _changes(before: Held, after: Held) -> tuple[pl.DataFrame, int]:
    sides = ((one.frame, one.overview.figures, one.asked) for one in (before, after))
    return reports.changes(*sides)


@lru_cache(maxsize=2)
def _names(facts: Facts) -> dict[str, str]:
    return {one.code: label(one) for one in communes(facts)}
