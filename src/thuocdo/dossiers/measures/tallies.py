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
from thuocdo.dossiers.lake.fields import SCHEMA, filled
from thuocdo.dossiers.lake.manifests import Lake, Manifest
from thuocdo.dossiers.measures.counting import KEYS, counts, hours, judged, settled
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
    log = _log(lake, base, manifest) if base else None
    if log is None:
        base, added, waiting, rest = _from_the_lake(connection, lake, manifest, asked)
    elif (base.version, base.cut) == (manifest.version, asked.cut):
        added, waiting, rest = None, _sums(connection, base.open, asked), base.open
    else:
        added, waiting, rest = _from_the_log(connection, base, log, asked)
    if keep and added:
        shelf.put(base, added, rest, manifest.version, asked.cut)
    whole = [*base.segments, *([added] if added else []), waiting]
    return Tallies(manifest.version, asked.cut, _one(whole, 0), _one(whole, 1))


def _from_the_lake(connection, lake: Lake, manifest: Manifest, asked: Question):
    table = lake_table(connection, lake, manifest)
    added, waiting = _split(connection, table, asked)
    return Digest(0, asked.cut), added, waiting, _open_rows(connection, table, asked)


def _from_the_log(connection, base: Digest, log: pl.DataFrame, asked: Question):
    moved = log.filter(_in_year(asked.year))
    changed = _signed_sums(connection, moved, asked, base.cut)
    now_open = _applied(base.open, _unsettled(connection, moved, base.cut))
    since, waiting = _split(connection, ibis.memtable(now_open), asked)
    rest = _unsettled(connection, now_open, asked.cut)
    return _together(changed, since), waiting, rest


# ---- counting ----


def _sums(connection, rows: pl.DataFrame, asked: Question) -> Sums:
    return _by(connection, judged(ibis.memtable(rows), *_how(asked)), ())


def _by(connection, rows, also: tuple[str, ...]) -> Sums:
    made = (counts(rows, (*KEYS, *also)), hours(rows, (*KEYS, *also)))
    return tuple(connection.to_polars(one) for one in made)


def _split(connection, table, asked: Question) -> tuple[Sums, Sums]:
    """The sums of the rows settled by the cut, and those of the others."""
    marked = table.mutate(settled=settled(table, asked.cut).cast("int8"))
    both = _by(connection, judged(marked, *_how(asked), also=("settled",)), ("settled",))
    found = [
        tuple(one.filter(pl.col("settled") == flag).drop("settled") for one in both)
        for flag in (1, 0)
    ]
    return found[0], found[1]


def _signed_sums(connection, log: pl.DataFrame, asked: Question, cut: int) -> Sums:
    table = ibis.memtable(log)
    rows = judged(table.filter(settled(table, cut)), *_how(asked), also=("sign",))
    return tuple(
        one.with_columns(pl.exclude(*keys, "sign") * pl.col("sign").cast(pl.Int64)).drop("sign")
        for one, keys in zip(_by(connection, rows, ("sign",)), (COUNT_KEYS, HOUR_KEYS), strict=True)
    )


def _how(asked: Question) -> tuple:
    return asked.year, asked.chosen, asked.cut, asked.register


def _together(*several: Sums) -> Sums:
    return tuple(pl.concat([one[k] for one in several], how="vertical_relaxed") for k in (0, 1))


def _one(several: list[Sums], place: int) -> pl.LazyFrame:
    """The frames of several sums below one another, whole numbers as Int64."""
    frames = [one[place].lazy() for one in several]
    schema = frames[0].collect_schema()
    wide = {name: pl.Int64 for name, kind in schema.items() if kind.is_integer()}
    return pl.concat(one.select(*schema).cast(wide) for one in frames)


# ---- rows ----


def _in_year(year: int) -> pl.Expr:
    return pl.col("accepted").is_between(start_of(date(year, 1, 1)), end_of(date(year, 12, 31)))


def _open_rows(connection, table, asked: Question) -> pl.DataFrame:
    first, last = start_of(date(asked.year, 1, 1)), end_of(date(asked.year, 12, 31))
    within = table.filter(table.accepted.between(first, last), ~settled(table, asked.cut))
    return connection.to_polars(within.select(*SCHEMA)).cast(SCHEMA)


def _unsettled(connection, rows: pl.DataFrame, cut: int) -> pl.DataFrame:
    table = ibis.memtable(rows)
    return connection.to_polars(table.filter(~settled(table, cut))).cast(dict(rows.schema))


def _applied(rows: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with a log of changes applied, whatever the order within it."""
    signed = pl.concat([rows.with_columns(sign=pl.lit(1, pl.Int8)), log])
    net = signed.group_by(list(SCHEMA), maintain_order=True).agg(pl.col("sign").sum())
    return net.filter(pl.col("sign") > 0).drop("sign")


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
