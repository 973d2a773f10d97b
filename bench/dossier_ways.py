"""The same counts five ways: ours, SQL by hand, plain Polars, pandas, ours on Spark.

Each ``by_NAME(lake, paths, register, cut)`` prepares and gives a function that answers.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from thuocdo.calendar import DAY, OFFSET, end_of, start_of, working_days
from thuocdo.dossiers.clock import choice
from thuocdo.dossiers.measures.counting import FLAGS, REGISTER, counts, hours, judged
from thuocdo.dossiers.measures.figures import order_statistics
from thuocdo.dossiers.measures.register import read_register

YEAR = 2025
START, LAST = start_of(date(YEAR, 1, 1)), end_of(date(YEAR, 12, 31))
# Clocks in the order of the engine's: (first appointment, end of the day).
CLOCKS = ((False, True), (False, False), (True, True), (True, False))
OUTCOMES = [f"{name}_{k}" for k in range(len(CLOCKS)) for name in ("late", "on", "undue")]
COLUMNS = ["unit", "month", "received", "simulated", *OUTCOMES, *FLAGS, "median", "p90"]
TYPES = {name: pl.String if name == "unit" else pl.Int64 for name in COLUMNS}


def by_thuocdo(lake, _paths, register: Path, cut: int, engine: str = "duckdb"):
    """Our expressions on ``engine``."""
    from thuocdo.dossiers.measures.engines import connected, lake_table

    connection = connected(engine)
    known = read_register(register)

    def ask() -> pl.DataFrame:
        rows = judged(lake_table(connection, lake, lake.manifest()), YEAR, choice(), cut, known)
        keys = ("unit", "month")
        found = (
            connection.to_polars(counts(rows, keys)).group_by(keys).agg(pl.exclude("paying").sum())
        )
        times = connection.to_polars(hours(rows, keys)).lazy()
        return found.join(order_statistics(times, list(keys)), on=keys, how="left")

    return ask


def by_pyspark(lake, paths, register: Path, cut: int):
    """The same on Spark, in this process."""
    return by_thuocdo(lake, paths, register, cut, "pyspark")


def by_duckdb(_lake, paths, register: Path, cut: int):
    """SQL as somebody would write it for this one question."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1500MB"})
    connection.register("calendar", working_days(YEAR, YEAR + 2).drop("provisional").to_arrow())
    connection.register("register", read_register(register).cast(REGISTER).to_arrow())

    def ask() -> pl.DataFrame:
        return pl.from_arrow(connection.execute(_sql(paths, cut)).to_arrow_table())

    return ask


SQL_FLAGS = {
    "open": "NOT is_over",
    "closed": "is_over AND status >= 9",
    "online": "channel = 2",
    "whole": "whole = 1",
    "whole_online": "whole = 1 AND channel = 2",
    "fee_due": "coalesce(fee > 0, has_fee = 1)",
    "paid_online": "coalesce(fee > 0, has_fee = 1) AND paid_online IN (1, 2)",
    "result_due": "is_over AND status >= 9 AND has_paper = 1",
    "result_electronic": "is_over AND status >= 9 AND has_paper = 1 AND result_electronic = 1",
    "digitised": "digitised = 1",
    "parts_digitised": "digitised = 1 AND parts_digitised = 1",
    **{name: f"{name} = 1" for name in ("reused", "from_store", "vneid", "connected")},
}
SQL = """
WITH ends AS (
  SELECT ordinal AS legal_ordinal, min(day) AS legal_day FROM calendar WHERE working = 1
  GROUP BY ordinal
), read AS (
  SELECT *, least({cut}, CASE
      WHEN status = 3 THEN coalesce(refused, finished, returned, updated)
      WHEN status IN (7, 8, 9, 10) THEN coalesce(finished, returned, updated)
      WHEN status = 5 THEN coalesce(greatest(asked_1, asked_2), {far})
      ELSE {far} END) AS over_at,
    status IN (3, 7, 8, 9, 10)
      AND coalesce(coalesce(finished, returned, refused, updated) <= {cut}, true) AS is_over
  FROM read_parquet({paths!r})
  WHERE accepted BETWEEN {start} AND {last}
), joined AS (
  SELECT r.*, c.month, g.has_fee, g.has_paper, g.whole, over_at - ({wait}) AS ended,
    e.legal_day * {day} - {offset} + {rest} AS legal_due
  FROM read r
  LEFT JOIN calendar c ON (r.accepted + {offset}) // {day} = c.day
  LEFT JOIN register g ON r.procedure = g.procedure
  LEFT JOIN ends e
    ON c.ordinal + g.term + (g.term = 0 AND c.working = 0)::BIGINT = e.legal_ordinal
), judged AS (SELECT *,
  CASE WHEN is_over AND status >= 9 THEN {took} END AS hours, {dues} FROM joined)
SELECT unit, month, count(*) AS received, sum(coalesce(simulated, 0)) AS simulated, {outcome},
  {told}, quantile_disc(hours, 0.5) AS median, quantile_disc(hours, 0.9) AS p90
FROM judged GROUP BY unit, month"""


def _sql(paths: list[str], cut: int) -> str:
    far = 2**62
    dues = ", ".join(
        f"coalesce({_end_of_day(written) if whole else written}, legal_due) AS due_{k}"
        for k, (first, whole) in enumerate(CLOCKS)
        for written in ["coalesce(due_before, due)" if first else "due"]
    )
    outcome = ", ".join(
        f"count(*) FILTER (asked_2 <= {cut} OR ended > due_{k}) AS late_{k}, "
        f"count(*) FILTER (NOT coalesce(asked_2 <= {cut}, false) AND ended <= due_{k}) AS on_{k}, "
        f"count(*) FILTER (NOT coalesce(asked_2 <= {cut}, false) AND due_{k} IS NULL) AS undue_{k}"
        for k in range(len(CLOCKS))
    )
    told = ", ".join(f"count(*) FILTER ({test}) AS {name}" for name, test in SQL_FLAGS.items())
    wait = " + ".join(
        f"coalesce(greatest(least(coalesce(answered_{k}, CASE WHEN status = 5 THEN over_at ELSE "
        f"asked_{k} END), over_at) - asked_{k}, 0), 0)"
        for k in (1, 2)
    )
    took = "(greatest(ended - accepted, 0) + 3599) // 3600"
    places = {"start": START, "last": min(LAST, cut), "offset": OFFSET, "day": DAY, "rest": DAY - 1}
    pieces = {"dues": dues, "outcome": outcome, "told": told, "wait": wait, "took": took}
    return SQL.format(paths=paths, cut=cut, far=far, **places, **pieces)


def _end_of_day(moment: str) -> str:
    return f"({moment} + {OFFSET}) // {DAY} * {DAY} - {OFFSET} + {DAY - 1}"


def by_polars(_lake, paths, register: Path, cut: int):
    """Plain Polars, lazily."""
    calendar = working_days(YEAR, YEAR + 2).drop("provisional")
    known = read_register(register)

    def ask() -> pl.DataFrame:
        return _in_polars(pl.scan_parquet(paths), calendar, known, cut).collect(engine="streaming")

    return ask


def _in_polars(rows: pl.LazyFrame, calendar: pl.DataFrame, known: pl.DataFrame, cut: int):
    c = pl.col
    working = calendar.filter(c("working") == 1).group_by("ordinal").agg(legal_day=c("day").min())
    far = pl.lit(2**62)
    status = c("status")
    done = pl.coalesce("finished", "returned", "updated")
    over = (
        pl.when(status == 3)
        .then(pl.coalesce("refused", "finished", "returned", "updated"))
        .when(status.is_in([7, 8, 9, 10]))
        .then(done)
        .when(status == 5)
        .then(pl.max_horizontal("asked_1", "asked_2").fill_null(far))
        .otherwise(far)
    )
    rows = rows.filter(c("accepted").is_between(START, min(LAST, cut))).with_columns(
        over_at=pl.min_horizontal(over, pl.lit(cut)),
        is_over=status.is_in([3, 7, 8, 9, 10])
        & (pl.coalesce("finished", "returned", "refused", "updated") <= cut).fill_null(True),
        day=(c("accepted") + OFFSET) // DAY,
    )
    rows = rows.join(calendar.lazy(), on="day", how="left").join(
        known.lazy(), on="procedure", how="left"
    )
    resting = ((c("term") == 0) & (c("working") == 0)).cast(pl.Int64)
    rows = rows.with_columns(ordinal=c("ordinal") + c("term") + resting)
    rows = rows.join(working.lazy(), on="ordinal", how="left")
    ended = c("over_at") - sum(_polars_wait(k) for k in (1, 2))
    legal = c("legal_day") * DAY - OFFSET + DAY - 1
    rows = rows.with_columns(ended=ended, legal_due=legal)
    closed = c("is_over") & (status >= 9)
    took = (pl.max_horizontal(c("ended") - c("accepted"), 0) + 3599) // 3600
    rows = rows.with_columns(hours=pl.when(closed).then(took))
    made = _polars_clocks(cut)
    made |= {name: test.fill_null(False).sum() for name, test in _polars_flags(closed).items()}
    for name, share in (("median", 50), ("p90", 90)):
        held = c("hours").drop_nulls().sort()
        made[name] = held.get((held.len() * share + 99) // 100 - 1, null_on_oob=True)
    return rows.group_by("unit", "month").agg(**made)


def _polars_flags(closed: pl.Expr) -> dict[str, pl.Expr]:
    c = pl.col
    fee = pl.coalesce(c("fee") > 0, c("has_fee") == 1)
    result = closed & (c("has_paper") == 1)
    return {
        "open": ~c("is_over"),
        "closed": closed,
        "online": c("channel") == 2,
        "whole": c("whole") == 1,
        "whole_online": (c("whole") == 1) & (c("channel") == 2),
        "fee_due": fee,
        "paid_online": fee & c("paid_online").is_in([1, 2]),
        "result_due": result,
        "result_electronic": result & (c("result_electronic") == 1),
        "digitised": c("digitised") == 1,
        "parts_digitised": (c("digitised") == 1) & (c("parts_digitised") == 1),
        **{name: c(name) == 1 for name in ("reused", "from_store", "vneid", "connected")},
    }


def _polars_clocks(cut: int) -> dict[str, pl.Expr]:
    c = pl.col
    twice = (c("asked_2") <= cut).fill_null(False)
    made = {"received": pl.len(), "simulated": c("simulated").fill_null(0).cast(pl.Int64).sum()}
    for k, (first, whole) in enumerate(CLOCKS):
        written = pl.coalesce("due_before", "due") if first else c("due")
        written = (written + OFFSET) // DAY * DAY - OFFSET + DAY - 1 if whole else written
        due = pl.coalesce(written, "legal_due")
        on = (c("ended") <= due) & ~twice
        made[f"on_{k}"] = on.fill_null(False).sum()
        made[f"late_{k}"] = (twice | (c("ended") > due)).fill_null(twice).sum()
        made[f"undue_{k}"] = (due.is_null() & ~twice).sum()
    return made


def _polars_wait(k: int) -> pl.Expr:
    asked, over = pl.col(f"asked_{k}"), pl.col("over_at")
    back = pl.coalesce(f"answered_{k}", pl.when(pl.col("status") == 5).then(over).otherwise(asked))
    return pl.max_horizontal(pl.min_horizontal(back, over) - asked, 0).fill_null(0)


def by_pandas(_lake, paths, register: Path, cut: int):
    """pandas with PyArrow, column by column."""
    import pandas as pd
    import pyarrow.parquet as pq

    calendar = working_days(YEAR, YEAR + 2).drop("provisional").to_pandas()
    known = read_register(register).to_pandas()

    def ask() -> pl.DataFrame:
        d = pd.concat(pq.read_table(one, columns=_WANTED).to_pandas() for one in paths)
        d = d[(d.accepted >= START) & (d.accepted <= min(LAST, cut))].reset_index(drop=True)
        d["day"] = (d.accepted.astype("int64") + OFFSET) // DAY
        d = d.merge(calendar, on="day", how="left").merge(known, on="procedure", how="left")
        _pandas_ends(d, calendar, cut)
        out = pd.DataFrame({"unit": d.unit, "month": d.month, "received": 1})
        out["simulated"] = d.simulated.fillna(0).astype("int64")
        _pandas_clocks(d, out, cut)
        _pandas_flags(d, out)
        sums = out.groupby(["unit", "month"]).sum()
        hours = ((d.ended - d.accepted).clip(lower=0) + 3599) // 3600
        times = hours.where(d.closed).groupby([d.unit, d.month])
        exact = times.apply(lambda one: _at(one.dropna().sort_values().to_numpy()))
        sums["median"], sums["p90"] = exact.str[0], exact.str[1]
        return pl.from_pandas(sums.reset_index())

    return ask


def _pandas_ends(d, calendar, cut: int) -> None:
    import numpy as np
    import pandas as pd

    working = calendar[calendar.working == 1].groupby("ordinal").day.min()
    done = d.finished.fillna(d.returned).fillna(d.updated)
    refused = d.refused.fillna(done)
    asked = d[["asked_1", "asked_2"]].max(axis=1)
    ways = [d.status == 3, d.status.isin([7, 8, 9, 10]), d.status == 5]
    over = np.minimum(np.select(ways, [refused, done, asked.fillna(cut)], cut), cut)
    ended = over.copy()
    for k in (1, 2):
        start = d[f"asked_{k}"]
        back = d[f"answered_{k}"].fillna(pd.Series(np.where(d.status == 5, over, start)))
        ended -= np.maximum(np.minimum(back, over) - start, 0).fillna(0)
    resting = ((d.term == 0) & (d.working == 0)).astype("int64")
    first_end = d.finished.fillna(d.returned).fillna(d.refused).fillna(d.updated)
    d["ended"] = ended
    d["legal"] = (d.ordinal + d.term + resting).map(working) * DAY - OFFSET + DAY - 1
    d["is_over"] = d.status.isin([3, 7, 8, 9, 10]) & ~(first_end > cut)
    d["closed"] = d.is_over & (d.status >= 9)


def _pandas_clocks(d, out, cut: int) -> None:
    twice = d.asked_2 <= cut
    for k, (first, whole) in enumerate(CLOCKS):
        written = d.due_before.fillna(d.due) if first else d.due
        written = (written + OFFSET) // DAY * DAY - OFFSET + DAY - 1 if whole else written
        due = written.fillna(d.legal)
        out[f"on_{k}"] = (d.ended <= due) & ~twice
        out[f"late_{k}"] = (d.ended > due) | twice
        out[f"undue_{k}"] = due.isna() & ~twice


def _pandas_flags(d, out) -> None:
    import numpy as np

    fee = np.where(d.fee.notna(), d.fee > 0, d.has_fee == 1)
    result = d.closed & (d.has_paper == 1)
    out["open"], out["closed"], out["online"] = ~d.is_over, d.closed, d.channel == 2
    out["whole"], out["whole_online"] = d.whole == 1, (d.whole == 1) & (d.channel == 2)
    out["fee_due"], out["paid_online"] = fee, fee & d.paid_online.isin([1, 2])
    out["result_due"], out["result_electronic"] = result, result & (d.result_electronic == 1)
    out["digitised"] = d.digitised == 1
    out["parts_digitised"] = (d.digitised == 1) & (d.parts_digitised == 1)
    for name in ("reused", "from_store", "vneid", "connected"):
        out[name] = d[name] == 1


_WANTED = [
    *("unit", "procedure", "status", "channel", "accepted", "due", "due_before", "asked_1"),
    *("answered_1", "asked_2", "answered_2", "refused", "finished", "returned", "updated"),
    *("paid_online", "digitised", "result_electronic", "parts_digitised", "reused"),
    *("from_store", "vneid", "connected", "fee", "simulated"),
]


def _at(ordered) -> tuple:
    count = len(ordered)
    if not count:
        return (None, None)
    return tuple(int(ordered[-(-count * share // 100) - 1]) for share in (50, 90))
