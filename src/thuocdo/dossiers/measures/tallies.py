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
from dataclasses import dataclass
from datetime import date

import ibis
import polars as pl

from thuocdo.calendar import end_of, start_of
from thuocdo.dossiers.clock import Choice, rules
from thuocdo.dossiers.clock.verdicts import LATE, ON_TIME, UNDUE
from thuocdo.dossiers.lake.fields import SCHEMA, filled
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.measures.counting import FLAGS, KEYS, counts, hours, judged, settled
from thuocdo.dossiers.measures.digests import Digest, Shelf, Sums
from thuocdo.dossiers.measures.engines import lake_table

FORMAT = 1  # of what is stored; another number makes every digest anew
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
        added, waiting, rest = _from_the_log(connection, base, log, asked)
    if keep:
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
    both = [connection.to_polars(one) for one in made]
    added, waiting = (
        tuple(one.filter(pl.col("settled") == flag).drop("settled") for one in both)
        for flag in (1, 0)
    )
    return added, waiting, _open_rows(connection, table, asked)


def _open_rows(connection, table, asked: Question) -> pl.DataFrame:
    first, last = start_of(date(asked.year, 1, 1)), end_of(date(asked.year, 12, 31))
    within = table.filter(table.accepted.between(first, last), ~settled(table, asked.cut))
    return connection.to_polars(within.select(*SCHEMA)).cast(SCHEMA)


# ---- the changes alone ----


def _from_the_log(connection, base: Digest, log: pl.DataFrame, asked: Question):
    """The same out of a digest and the changes since: few rows, each judged once."""
    moved = log.filter(_in_year(asked.year))
    rows = pl.concat([base.open.with_columns(sign=pl.lit(1, pl.Int8)), moved])
    rows = rows.cast({"sign": pl.Int64}).with_row_index("place")
    seen = rows.join(_judged(connection, rows, base.cut, asked), on="place", how="left")
    was, now = (pl.col(name).fill_null(0) == 1 for name in ("was_settled", "now_settled"))
    changed = seen.filter(was)
    still = _net(seen.filter(~was))
    added = _add(pl.concat([changed, still.filter(now)]))
    rest = still.filter(~now)
    return added, _add(rest), rest.select(*SCHEMA)


def _judged(connection, rows: pl.DataFrame, before: int, asked: Question) -> pl.DataFrame:
    """What the engine says of each row, by ``place``; whether it was settled by the cut
    ``before``, and is by now. A row not counted yet is absent.
    """
    table = ibis.memtable(rows.drop("sign"))
    marks = {"was_settled": settled(table, before), "now_settled": settled(table, asked.cut)}
    marked = table.mutate(**{name: test.cast("int8") for name, test in marks.items()})
    found = judged(marked, *_how(asked), also=("place", *marks))
    told = connection.to_polars(found).drop(*(one for one in KEYS if one in SCHEMA), "simulated")
    twice = {name: f"is_{name}" for name in told.columns if name in SCHEMA}
    return told.rename(twice).with_columns(pl.col("place").cast(rows.schema["place"]))


def _net(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that stand after every change, whatever the order: one each, ``sign`` 1."""
    net = rows.group_by(list(SCHEMA), maintain_order=True).agg(
        pl.col("sign").sum(), pl.exclude(*SCHEMA, "sign").first()
    )
    return net.filter(pl.col("sign") > 0).select(rows.columns)


def _add(rows: pl.DataFrame) -> Sums:
    """``counting.counts`` and ``hours`` of judged rows, each as often as its ``sign`` says."""
    counted = rows.filter(pl.col("month").is_not_null())
    sign = pl.col("sign")
    sums = {"received": sign.sum(), "simulated": (pl.col("simulated").fill_null(0) * sign).sum()}
    clocks = [name for name in rows.columns if name.startswith("o_")]
    for name in clocks:
        for kind, value in (("late", LATE), ("on", ON_TIME), ("undue", UNDUE)):
            told = (pl.col(name) == value).fill_null(False)
            sums[name.replace("o", kind, 1)] = (told.cast(pl.Int64) * sign).sum()
    for name in FLAGS:
        held = f"is_{name}" if f"is_{name}" in rows.columns else name
        sums[name] = (pl.col(held).cast(pl.Int64) * sign).sum()
    by_hours = counted.filter(pl.col("hours").is_not_null()).group_by(HOUR_KEYS)
    return counted.group_by(COUNT_KEYS).agg(**sums), by_hours.agg(count=sign.sum())


# ---- rows ----


def _in_year(year: int) -> pl.Expr:
    return pl.col("accepted").is_between(start_of(date(year, 1, 1)), end_of(date(year, 12, 31)))


def _log(lake: Lake, base: Digest, manifest: Manifest) -> pl.DataFrame | None:
    """Every change after the version of ``base``; ``None`` where a version has no log."""
    wanted = range(base.version + 1, manifest.version + 1)
    if not set(wanted) <= set(lake.numbers()):
        return None
    frames = [pl.DataFrame(schema=SCHEMA | {"sign": pl.Int8})]
    for number in wanted:
        told = lake.manifest(number).changes
        if told is None or not (lake.changes / told.file).is_file():
            return None
        rows = pl.read_parquet(lake.changes / told.file)
        frames.append(filled(rows).with_columns(rows["sign"]))
    return pl.concat(frames)
