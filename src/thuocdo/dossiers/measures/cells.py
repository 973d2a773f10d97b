"""Tallies as cells: one row a unit, month and procedure, every count under the chosen rules. Pure.

What nothing is known of (a count that needs the register of procedures when there is none) is
null, never 0.
"""

from __future__ import annotations

import polars as pl

from thuocdo.dossiers.clock import Choice
from thuocdo.dossiers.measures.counting import FLAGS
from thuocdo.dossiers.measures.on_time import bands
from thuocdo.dossiers.measures.tallies import Tallies

BY = ("unit", "month", "procedure")
NEEDS = {
    "whole": "whole",
    "whole_online": "whole",
    "result_due": "has_paper",
    "result_electronic": "has_paper",
}


def cells(
    tallies: Tallies, chosen: Choice, register: pl.DataFrame, by: tuple[str, ...] = BY
) -> pl.DataFrame:
    """``by`` and Int64 counts ``received, simulated, judged, on_time, late`` and ``FLAGS``."""
    keys = list(by)
    kinds = {name: pl.String if name not in ("month", "channel") else pl.Int64 for name in keys}
    told = (
        bands(tallies.counts, chosen, keys)
        .select(*keys, on_time="pair_n", judged="pair_d")
        .cast(kinds)
    )
    sums = [pl.col(name).sum() for name in ("received", "simulated", *FLAGS)]
    summed = tallies.counts.group_by(keys).agg(sums).filter(pl.col("received") > 0).collect()
    known = _known(register)
    blank = [
        pl.lit(None, pl.Int64).alias(flag) for flag, held in NEEDS.items() if held not in known
    ]
    both = summed.cast(kinds).join(told, on=keys, how="left", nulls_equal=True)
    late = (pl.col("judged") - pl.col("on_time")).alias("late")
    return both.with_columns(late, *blank).sort(keys, nulls_last=True)


def _known(register: pl.DataFrame) -> set[str]:
    return {name for name in register.columns if register[name].null_count() < register.height}
