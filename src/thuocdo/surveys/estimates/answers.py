"""The frame ``estimate`` answers with, and what it says where there is no error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.cells import Domains
from thuocdo.surveys.estimates.columns import Floats, refuse
from thuocdo.surveys.estimates.intervals import interval
from thuocdo.surveys.estimates.items import Item

# Names of the answer's own columns, which a column of domains cannot have.
OWN = ("item", "category", "value", "se", "low", "high", "df", "n", "n_psu", "deff", "note")


@dataclass(frozen=True)
class Asked:
    """What a call asks for, apart from the design."""

    kind: str = "mean"
    p: float = 0.5
    level: float = 0.95
    interval: str = "t"
    deff: str = "without"
    targets: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    denominator: str | None = None
    df: str = "design"


# What the column `note` says; in the order in which it is looked for.
NOTES = ("no-answers", "zero-denominator", "one-psu", "no-df", "no-variance", "no-interval")


def need_free(asked: Asked, own: tuple[str, ...]) -> None:
    """SURVEY-037 when a domain's column has a name of the answer's own, or nothing is asked."""
    if not asked.targets:
        raise refuse("SURVEY-012", name="target", value="()", allowed="…")
    for place, name in enumerate(asked.by):
        if name in own or name in asked.by[:place]:
            raise refuse("SURVEY-037", column=name)


@dataclass(frozen=True)
class Answer:
    """A block of k items: arrays (domains, k). ``given``: an interval already made.

    ``df``: degrees of freedom of every domain, where they are not those of the design.
    """

    items: list[Item]
    value: Floats
    se: Floats
    n: Floats
    n_psu: Floats
    deff: Floats
    given: tuple[Floats, Floats] | None = None
    df: Floats | None = None

    def freedom(self, df: int) -> Floats:
        """Degrees of freedom of every value: of the design (``df``), or of the domain."""
        return np.full(self.value.shape, float(df)) if self.df is None else self.df

    def reach(self, asked: Asked, df: int) -> Floats:
        """The t (or z) an interval is made with."""
        from scipy import special

        tail = (1 + asked.level) / 2
        if asked.interval == "normal":
            return np.full(self.value.shape, special.ndtri(tail))
        return special.stdtrit(self.freedom(df), tail)

    def ends(self, asked: Asked, df: int) -> tuple[Floats, Floats]:
        if self.given is not None:
            return self.given
        free = self.freedom(df)
        return interval(asked.interval, self.value, self.se, free, asked.level, self.n)


def answer_frame(asked: Asked, domains: Domains, df: int, answers: list[Answer]) -> pl.DataFrame:
    """Rows by domain, then item, in the order asked."""
    items = [item for one in answers for item in one.items]
    joined = {
        name: np.concatenate([getattr(one, name) for one in answers], axis=1)
        for name in ("value", "se", "n", "n_psu", "deff")
    }
    joined["df"] = np.concatenate([one.freedom(df) for one in answers], axis=1)
    ends = [one.ends(asked, df) for one in answers]
    joined["low"] = np.concatenate([one[0] for one in ends], axis=1)
    joined["high"] = np.concatenate([one[1] for one in ends], axis=1)
    note = _notes(joined)
    silent = (note != "") & (note != "no-interval")
    for name in ("se", "low", "high", "deff"):
        joined[name] = np.where(silent, np.nan, joined[name])
    joined["value"] = np.where(joined["n"] == 0, np.nan, joined["value"])  # never a nought
    columns = dict(_names(asked, domains, items))
    for name in ("value", "se", "low", "high"):
        columns[name] = pl.Series(name, joined[name].ravel(), nan_to_null=True)
    for name in ("df", "n", "n_psu"):
        columns[name] = pl.Series(name, joined[name].ravel().astype(np.int64))
    columns["deff"] = pl.Series("deff", joined["deff"].ravel(), nan_to_null=True)
    words = [word or None for word in note.ravel().tolist()]
    columns["note"] = pl.Series("note", words, dtype=pl.String)
    return pl.DataFrame(list(columns.values()))


def _names(asked: Asked, domains: Domains, items: list[Item]):
    """The columns that say which row is which."""
    for name in asked.by:
        one = domains.names[name]
        yield name, one.gather(np.repeat(np.arange(domains.count), len(items)).tolist())
    if len(asked.targets) > 1:
        column = [item.target for item in items] * domains.count
        yield "item", pl.Series("item", column, dtype=pl.String)
    if any(item.category is not None for item in items):
        column = [item.category for item in items] * domains.count
        yield "category", pl.Series("category", column, dtype=pl.String)


def _notes(found: dict[str, Floats]) -> np.ndarray:
    """Why a row has no error, or "" where it has one."""
    open_end = np.isnan(found["low"]) | np.isnan(found["high"])
    return np.select(
        [
            found["n"] == 0,
            np.isnan(found["value"]),
            found["n_psu"] < 2,
            found["df"] < 1,
            np.isnan(found["se"]),
            open_end,
        ],
        NOTES,
        default="",
    )
