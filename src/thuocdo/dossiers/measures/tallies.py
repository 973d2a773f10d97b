"""Counts kept beside the lake: a new version costs its changes, not the whole lake.

A dossier is *settled* when it has ended: no later cut changes how it is judged. A digest of a
version holds the counts of the settled dossiers, in segments that are only ever added, and the
dossiers not settled yet, as rows. The next version's digest is the old segments, one more for
what the log of changes says of settled dossiers and for those that have settled since, and the
open rows judged anew. Everything is a sum of integers, so a digest equals a full recount.

``lake/digests/<what was asked>/000007.json`` names its files; a digest is never needed, only
quicker. In: a lake, a manifest, a question. Out: ``Tallies``.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from thuocdo.calendar import end_of, start_of
from thuocdo.dossiers.clock import Choice, rules
from thuocdo.dossiers.clock.verdicts import LATE, ON_TIME, UNDUE
from thuocdo.dossiers.lake.fields import SCHEMA, filled
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.measures.counting import (
    FLAGS,
    KEYS,
    REGISTER,
    calendar_of,
    counts,
    hours,
    judged,
    judged_over,
    settled,
)
from thuocdo.dossiers.measures.digests import Digest, Shelf, Sums
from thuocdo.dossiers.measures.engines import lake_table
from thuocdo.dossiers.measures.texts import answered

FORMAT = 2  # of what is stored; another number makes every digest anew
GIVEN = tuple(name for name in KEYS if name in SCHEMA)  # keys that a row has before it is judged
# Of a dossier still open only what it is judged by is kept; nobody's number is.
NOT_KEPT = ("applicant", "officer", "submitted", "steps")
OPEN = {name: SCHEMA[name] for name in SCHEMA if name not in NOT_KEPT}
CUTS = ("cut_before", "cut_now")
COUNT_KEYS, HOUR_KEYS = (*KEYS, "paying"), (*KEYS, "hours")


@dataclass(frozen=True)
class Question:
    """Dossiers accepted in ``year`` judged as of ``cut`` under ``chosen``; ``register`` as
    ``read_register`` gives it.
    """

    year: int
    chosen: Choice
    cut: int
    register: pl.DataFrame

    @property
    def name(self) -> str:
        """Where digests of this question are kept, whatever the version and the cut."""
        said = [FORMAT, self.year, [self.chosen[one] for one in rules()], self.register.rows()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Tallies:
    """Sums to be summed further: ``counts`` by ``COUNT_KEYS``, ``hours`` (``count``) by
    ``HOUR_KEYS``; a key may stand in several rows, a count may be negative in one of them.
    """

    version: int
    cut: int
    counts: pl.LazyFrame
    hours: pl.LazyFrame


def tally(connection, lake: Lake, manifest: Manifest, asked: Question, keep: bool = True):
    """The ``Tallies`` of ``manifest``; from the newest digest that the logs of changes lead on
    from, else from the whole lake. ``keep``: store the digest for the next time.

    Raises ``ThuocDoError`` DOSSIER-009, DOSSIER-012.
    """
    shelf = Shelf(lake.root / "digests" / asked.name)
    base = shelf.newest(manifest.version, asked.cut)
    if base and base.waiting and (base.version, base.cut) == (manifest.version, asked.cut):
        return _tallies(asked, manifest, [*base.segments, base.waiting])
    log = _log(lake, base, manifest) if base else None
    if log is None:
        base = Digest(0, asked.cut)
        added, waiting, rest = _from_the_lake(connection, lake, manifest, asked)
    else:
        added, waiting, rest = _from_the_log(connection, base, log, asked, shelf.folder)
    if keep:
        with suppress(OSError):  # without room for it the next count takes longer, no more
            shelf.put(base, added, waiting, rest, manifest.version, asked.cut)
    return _tallies(asked, manifest, [*base.segments, added, waiting])


def _tallies(asked: Question, manifest: Manifest, sums: list[Sums]) -> Tallies:
    return Tallies(manifest.version, asked.cut, _one(sums, 0), _one(sums, 1))


def _one(several: list[Sums], place: int) -> pl.LazyFrame:
    """The frames of several sums below one another, whole numbers as Int64."""
    frames = [one[place].lazy() for one in several]
    schema = frames[0].collect_schema()
    wide = {name: pl.Int64 for name, kind in schema.items() if kind.is_integer()}
    return pl.concat(one.select(*schema).cast(wide) for one in frames)


def _how(asked: Question) -> tuple:
    return asked.year, asked.chosen, asked.cut, asked.register


# ---- the whole lake ----


def _from_the_lake(connection, lake: Lake, manifest: Manifest, asked: Question):
    """Sums of the settled dossiers, sums of the others, and these as rows."""
    table = lake_table(connection, lake, manifest)
    marked = table.mutate(settled=settled(table, asked.cut).cast("int8"))
    rows = judged(marked, *_how(asked), also=("settled",))
    made = (counts(rows, (*KEYS, "settled")), hours(rows, (*KEYS, "settled")))
    sums = tuple(connection.to_polars(one) for one in made)
    return *_split(sums), _open_rows(connection, table, asked)


def _split(sums: Sums) -> tuple[Sums, Sums]:
    """Sums that say what is ``settled``: of the settled, of the others."""
    one, other = (
        tuple(frame.filter(pl.col("settled") == flag).drop("settled") for frame in sums)
        for flag in (1, 0)
    )
    return one, other


def _open_rows(connection, table, asked: Question) -> pl.DataFrame:
    first, last = start_of(date(asked.year, 1, 1)), end_of(date(asked.year, 12, 31))
    within = table.filter(table.accepted.between(first, last), ~settled(table, asked.cut))
    return connection.to_polars(within.select(*OPEN)).cast(OPEN)


# ---- the changes alone ----


def _from_the_log(connection, base: Digest, log: pl.DataFrame, asked: Question, folder: Path):
    """The same out of a digest and the changes since: few rows, each judged once."""
    moved = log.filter(_in_year(asked.year))
    rows = pl.concat([base.open.with_columns(sign=pl.lit(1, pl.Int8)), moved])
    rows = rows.cast({"sign": pl.Int64}).with_row_index("place")
    told = _judged(connection, rows, base.cut, asked, folder)
    seen = rows.join(told, on="place", how="left", maintain_order="left")
    was, now = (pl.col(name).fill_null(0) == 1 for name in ("was_settled", "now_settled"))
    stand = pl.concat([seen.filter(was), _net(seen.filter(~was))])
    stand = stand.with_columns(settled=(was | now).cast(pl.Int8))
    return *_split(_add(stand)), stand.filter(settled=0).select(*OPEN)


def _judged(connection, rows: pl.DataFrame, before: int, asked: Question, folder: Path):
    """What the engine says of each row, by ``place``; whether it was settled by the cut
    ``before``, and is by now. A row not counted yet is absent.
    """
    cuts = (
        pl.lit(one, pl.Int64).alias(name)
        for name, one in zip(CUTS, (before, asked.cut), strict=True)
    )
    tables = {
        "dossiers": rows.drop("sign").with_columns(cuts),  # so the text is the same every day
        "calendar": calendar_of(asked.year),
        "terms": asked.register.cast(REGISTER),
    }
    found = answered(connection, partial(_marked, asked.year, asked.chosen), tables, folder)
    return found.with_columns(pl.col("place").cast(rows.schema["place"]))


def _marked(year: int, chosen: Choice, dossiers, calendar, terms):
    before, cut = (dossiers[name] for name in CUTS)
    marks = {"was_settled": settled(dossiers, before), "now_settled": settled(dossiers, cut)}
    marked = dossiers.mutate(**{name: test.cast("int8") for name, test in marks.items()})
    found = judged_over(marked, calendar, terms, (year, chosen, marked[CUTS[1]]), ("place", *marks))
    named = {f"is_{name}" if name in SCHEMA else name: name for name in found.columns}
    wanted = {name: held for name, held in named.items() if held not in (*GIVEN, "simulated")}
    return found.select(**{name: found[held] for name, held in wanted.items()})


def _net(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that stand after every change: of a dossier the last, unless it was taken away.

    Rows come in the order of versions, and in a version what is replaced before what replaces.
    """
    return rows.unique("dossier", keep="last", maintain_order=True).filter(pl.col("sign") > 0)


def _add(rows: pl.DataFrame) -> Sums:
    """``counting.counts`` and ``hours`` of judged rows, each as often as its ``sign`` says, by
    whether they are ``settled`` besides.
    """
    sign = pl.col("sign")
    signed = {"received": sign, "simulated": pl.col("simulated") * sign}
    for name in (one for one in rows.columns if one.startswith("o_")):
        for kind, value in (("late", LATE), ("on", ON_TIME), ("undue", UNDUE)):
            signed[name.replace("o", kind, 1)] = (pl.col(name) == value) * sign
    for name in FLAGS:
        held = f"is_{name}" if f"is_{name}" in rows.columns else name
        signed[name] = pl.col(held) * sign
    keys = (*COUNT_KEYS, "settled")
    counted = rows.filter(pl.col("month").is_not_null())
    sums = counted.lazy().select(*keys, **signed).group_by(keys).agg(pl.exclude(keys).sum())
    timed = counted.lazy().filter(pl.col("hours").is_not_null())
    bins = timed.group_by(*HOUR_KEYS, "settled").agg(count=sign.sum())
    one, other = pl.collect_all([sums, bins])
    return one, other


# ---- rows ----


def _in_year(year: int) -> pl.Expr:
    return pl.col("accepted").is_between(start_of(date(year, 1, 1)), end_of(date(year, 12, 31)))


def _log(lake: Lake, base: Digest, manifest: Manifest) -> pl.DataFrame | None:
    """Every change after the version of ``base``; ``None`` where a version has no log."""
    wanted = range(base.version + 1, manifest.version + 1)
    if not set(wanted) <= set(lake.numbers()):
        return None
    frames = [pl.DataFrame(schema=OPEN | {"sign": pl.Int8})]
    for number in wanted:
        told = lake.manifest(number).changes
        if told is None or not (lake.changes / told.file).is_file():
            return None
        rows = pl.read_parquet(lake.changes / told.file)
        frames.append(filled(rows).select(*OPEN, rows["sign"]))
    return pl.concat(frames)
