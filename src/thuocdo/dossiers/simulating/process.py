"""Steps of the process (TienTrinh) of simulated dossiers, as they stand at the end of the data.

Received at the one-stop desk, worked on, asked for papers and answered, ended, handed over: each
with the queue it lay in and the moment somebody began with it, which is drawn between the step
before and the step itself.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.calendar import OFFSET
from thuocdo.dossiers.lake.process import BETWEEN, WITHIN
from thuocdo.dossiers.simulating.making import NEVER
from thuocdo.dossiers.simulating.worlds import Plan

DESK, WORK = "MC", "CM"  # the one-stop desk, the desk that does the work
RECEIVED, AT_WORK, WAITING, RETURNED = 2, 4, 5, 10
# moment of the message → state of the step that ends with it (None: the dossier's own end), queue
MADE = {
    "NgayTiepNhan": (RECEIVED, DESK),
    "NgayBoSung": (WAITING, WORK),
    "NgayTiepNhanBoSung": (AT_WORK, DESK),
    "NgayBoSung2": (WAITING, WORK),
    "NgayTiepNhanBoSung2": (AT_WORK, DESK),
    "NgayTuChoi": (None, WORK),
    "NgayKetThucXuLy": (None, WORK),
    "NgayTra": (RETURNED, DESK),
}
FIELDS = ("ThoiDiemXuLy", "NgayBatDau", "TrangThai", "PhongBanXuLy", "NguoiXuLy")


def steps(plan: Plan, chunk: int, frame: pl.DataFrame) -> pl.Series:
    """``TienTrinh`` of the rows of ``frame`` (moments in seconds, ``NEVER`` for none;
    ``end_status``: the state each ends in)."""
    rng = np.random.default_rng([plan.seed, chunk, 11])
    made = [
        pl.DataFrame(
            {
                "row": np.arange(frame.height),
                "time": frame[name],
                "TrangThai": frame["end_status"] if state is None else _all(frame, state),
                "PhongBanXuLy": _all(frame, queue),
                "NguoiXuLy": frame["NguoiXuLy"],
                "since": frame["NgayNopHoSo"],
                "share": rng.beta(5, 1.5, frame.height),
            }
        )
        for name, (state, queue) in MADE.items()
    ]
    told = pl.concat(made).filter(pl.col("time") != NEVER).sort("row", "time", "TrangThai")
    since = pl.col("time").shift(1).over("row").fill_null(pl.col("since"))
    start = since + ((pl.col("time") - since) * pl.col("share")).cast(pl.Int64)
    told = told.with_columns(
        _text(pl.col("time")).alias("ThoiDiemXuLy"),
        _text(start).alias("NgayBatDau"),
        pl.col("TrangThai").cast(pl.Int64),
    )
    lists = told.group_by("row", maintain_order=True).agg(pl.struct(FIELDS).alias("steps"))
    rows = pl.DataFrame({"row": np.arange(frame.height)})
    return rows.join(lists, on="row", how="left", maintain_order="left")["steps"]


def _all(frame: pl.DataFrame, value: int | str) -> pl.Series:
    kind = pl.Int64 if isinstance(value, int) else pl.String
    return pl.repeat(value, frame.height, dtype=kind, eager=True)


def flat(lists: pl.Expr) -> pl.Expr:
    """The same as one cell of text, as a CSV file holds it."""
    field = pl.element().struct.field
    blank = pl.lit("")  # NgayKetThucTheoQuyDinh is not made
    first, *rest = (field(name).cast(pl.String) for name in FIELDS)
    parts = [first, rest[0], blank, *rest[1:]]
    return lists.list.eval(pl.concat_str(parts, separator=WITHIN)).list.join(BETWEEN)


def _text(seconds: pl.Expr) -> pl.Expr:
    local = ((seconds + OFFSET) * 1000).cast(pl.Datetime("ms"))
    return local.dt.strftime("%Y-%m-%dT%H:%M:%S")
