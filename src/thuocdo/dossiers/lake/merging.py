"""Which row of a dossier wins, stated once: then the order files come in does not matter. Pure.

Of two rows of one dossier the one updated later wins (``updated``: NgayCapNhat, else its last
event); at the same moment the one further on its way; then the greater by content. The rule is
an order, so merging is commutative, associative and changes nothing the second time.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.dossiers.lake.fields import SCHEMA

# How far a status is on its way: registered, received, at work, waiting, ended, returned.
PROGRESS = {1: 0, 2: 1, 4: 2, 6: 3, 5: 4, 3: 5, 7: 6, 8: 7, 9: 8, 10: 9}
ORDER = ("updated", "progress", *(name for name in SCHEMA if name not in ("updated", "dossier")))


@dataclass(frozen=True)
class Merged:
    """Rows in order of their code; how many dossiers are new, how many changed.

    ``changes``: the lake's columns and ``sign``: -1 a row that was replaced, +1 the row that
    stands now; known rows and changes together are ``rows``.
    """

    rows: pl.DataFrame
    new: int
    changed: int
    changes: pl.DataFrame


def merge(known: pl.DataFrame, coming: pl.DataFrame) -> Merged:
    """One row a dossier out of the rows ``known`` (one each) and ``coming`` (any number)."""
    both = pl.concat([_marked(known, 0), _marked(coming, 1)])
    several = pl.col("dossier").is_duplicated()
    split = both.with_columns(several.alias("several"))
    alone = split.filter(~pl.col("several")).drop("several")
    rivals = split.filter("several").drop("several")
    ranked = rivals.with_columns(_progress()).sort(
        *ORDER, "coming", descending=[*(False for _ in ORDER), True], nulls_last=False
    )
    winners = ranked.unique("dossier", keep="last", maintain_order=True).drop("progress")
    rows = pl.concat([alone, winners.select(alone.columns)]).sort("dossier")
    new = rows.height - known.height
    changed = int(rows["coming"].sum()) - new
    return Merged(rows.drop("coming"), new, changed, _changes(known, rows))


def _changes(known: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    now = rows.filter(pl.col("coming") == 1).drop("coming")
    gone = known.join(now.select("dossier"), on="dossier", how="semi").select(now.columns)
    return pl.concat([_signed(gone, -1), _signed(now, 1)])


def _signed(rows: pl.DataFrame, sign: int) -> pl.DataFrame:
    return rows.with_columns(pl.lit(sign, pl.Int8).alias("sign"))


def parts(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Rows by part: the year and month in the code, so a dossier never changes its part."""
    found = rows.with_columns(part().alias("part")).partition_by("part", as_dict=True)
    return {name: frame.drop("part") for (name,), frame in sorted(found.items())}


def part() -> pl.Expr:
    """The part of a dossier: yymm out of …-yymmdd-n or …-yyyymmdd-n."""
    return pl.col("dossier").str.extract(r"-(\d{6,8})-\d+$").str.slice(-6).str.slice(0, 4)


def _marked(rows: pl.DataFrame, coming: int) -> pl.DataFrame:
    return rows.with_columns(pl.lit(coming, pl.Int8).alias("coming"))


def _progress() -> pl.Expr:
    return pl.col("status").replace_strict(PROGRESS, return_dtype=pl.Int8).alias("progress")
