"""The steps of a dossier's process (TienTrinh of the message) in the form the lake keeps. Pure.

Of a step: the moment it was done, when it began, when it was due, the number of its state, the
queue and the officer. No names, no titles, no free text: the officer becomes a keyed hash; a
queue stays as it is written only where that is a code, else it becomes one too; a state that is
no number of at most two digits is left out. All steps of a dossier are one text, in order of
time, so that two rows of a dossier compare as any other column does:

    t1749440000,t1749438000,,4,PB-01,@9f…;t1749450000,…

that is ``time,start,due,status,queue,officer``, moments as ``t`` and seconds since 1970, what is
not known empty. The same text with moments written as in a file is read too.
"""

from __future__ import annotations

import polars as pl

from thuocdo.dossiers.lake import keys
from thuocdo.dossiers.lake.times import moments

STEPS = "TienTrinh"
NAMES = {
    "time": "ThoiDiemXuLy",
    "start": "NgayBatDau",
    "due": "NgayKetThucTheoQuyDinh",
    "status": "TrangThai",
    "queue": "PhongBanXuLy",
    "officer": "NguoiXuLy",
}
MOMENTS = ("time", "start", "due")
BETWEEN, WITHIN = ";", ","  # mean nothing in patterns: Spark splits text by a pattern
SECONDS = r"^t-?\d{1,12}$"
STATUS = r"^\d{1,2}$"
QUEUE = r"^[0-9A-Z][0-9A-Z.\-]{0,23}$"
PERSONAL = r"\d[\d.\-]{7,}\d|[A-Z]{9,}"  # a number or a name where a code should be
ZONE = "Asia/Ho_Chi_Minh"


def as_text(kind: pl.DataType) -> pl.Expr:
    """The list ``TienTrinh`` of type ``kind`` as text, as far as it is a list of steps."""
    column = pl.col(STEPS)
    if kind == pl.String or kind == pl.Null:
        return column.cast(pl.String)
    if not isinstance(kind, pl.List) or not isinstance(kind.inner, pl.Struct):
        return pl.when(column.is_not_null()).then(pl.lit("?"))  # a wrong cell
    given = {one.name: one.dtype for one in kind.inner.fields}
    parts = [_plain(name, given.get(name)) for name in NAMES.values()]
    steps = column.list.eval(pl.concat_str(parts, separator=WITHIN)).list.join(BETWEEN)
    return pl.when(column.list.len() > 0).then(steps)


def _plain(name: str, kind: pl.DataType | None) -> pl.Expr:
    if kind is None:
        return pl.lit("")
    value = pl.element().struct.field(name)
    if isinstance(kind, pl.Datetime):
        value = value.dt.convert_time_zone(ZONE) if kind.time_zone else value
        value = value.dt.strftime("%Y-%m-%dT%H:%M:%S")
    elif kind.is_nested():
        return pl.lit("")
    return value.cast(pl.String).fill_null("").str.replace_all(r"[,;\r\n]", " ")


def typed(given: pl.Series, key: bytes, earliest: int, latest: int, last_due: int) -> pl.Series:
    """Texts as the lake keeps them; null where there is none and where a step cannot be read.

    A step lies within ``earliest`` and ``latest`` and is due by ``last_due``.
    """
    steps = _parted(given)
    made = {name: _moments(steps[name], name) for name in MOMENTS}
    wrong = steps["parts"] != len(NAMES)
    for name, read in made.items():
        last = last_due if name == "due" else latest
        wrong |= steps[name].is_not_null() & ~read.is_between(earliest, last).fill_null(False)
    wrong |= (made["time"].is_null() & made["start"].is_null()).fill_null(True)
    told = pl.DataFrame(
        {
            "row": steps["row"],
            "wrong": wrong.fill_null(True),
            **made,
            "status": steps["status"].set(~steps["status"].str.contains(STATUS), None),
            "queue": _queue(steps["queue"], key),
            "officer": keys.hashed(steps["officer"], key, "officer"),
        }
    )
    return _joined(told, len(given))


def _parted(given: pl.Series) -> pl.DataFrame:
    """One row a step: the ``row`` it belongs to, how many ``parts`` it has, and these as text."""
    text = pl.col("text").str.strip_chars()
    rows = pl.DataFrame({"row": pl.int_range(len(given), eager=True), "text": given})
    rows = rows.drop_nulls().with_columns(pl.col("text").cast(pl.String).str.split(BETWEEN))
    rows = rows.explode("text").with_columns(text).filter(text.str.strip_chars(", ") != "")
    split = rows.with_columns(pl.col("text").str.split(WITHIN))
    parts = [
        pl.col("text").list.get(place, null_on_oob=True).str.strip_chars().alias(name)
        for place, name in enumerate(NAMES)
    ]
    told = split.select("row", pl.col("text").list.len().cast(pl.Int64).alias("parts"), *parts)
    blank = [pl.when(pl.col(one) != "").then(pl.col(one)).alias(one) for one in NAMES]
    return told.with_columns(blank)


def _moments(written: pl.Series, name: str) -> pl.Series:
    own = written.str.contains(SECONDS)
    seconds = written.set(~own, None).str.strip_prefix("t").cast(pl.Int64, strict=False)
    read = moments(written.set(own, None), is_due=name == "due")
    return pl.select(pl.coalesce(seconds, read)).to_series()


def _queue(written: pl.Series, key: bytes) -> pl.Series:
    """A code as it is; a queue written in words as a keyed hash."""
    code = written.str.contains(QUEUE) & ~written.str.contains(PERSONAL)
    hashed = keys.hashed(written.set(code, None), key, "queue")
    return pl.select(pl.coalesce(written.set(~code, None), hashed)).to_series()


def _joined(steps: pl.DataFrame, count: int) -> pl.Series:
    moment = {one: pl.concat_str(pl.lit("t"), pl.col(one).cast(pl.String)) for one in MOMENTS}
    parts = [moment.get(one, pl.col(one)).fill_null("") for one in NAMES]
    texts = steps.with_columns(pl.concat_str(parts, separator=WITHIN).alias("text"))
    texts = texts.sort("row", "time", "start", "text", nulls_last=True)
    whole = texts.group_by("row", maintain_order=True).agg(
        pl.col("wrong").any(), pl.col("text").str.join(BETWEEN)
    )
    kept = pl.when(~pl.col("wrong")).then(pl.col("text")).alias("text")
    rows = pl.DataFrame({"row": pl.int_range(count, eager=True)})
    return rows.join(whole.select("row", kept), on="row", how="left", maintain_order="left")["text"]
