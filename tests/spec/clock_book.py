"""What the chapters of the clock share: tables with moments as people write them."""

from __future__ import annotations

import ibis
import polars as pl

from thuocdo.calendar import working_days
from thuocdo.dossiers.clock import choice, rules, verdict, with_legal_due
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.lake.times import moments

STATUS = {"read": "đã đọc văn bản", "secondary": "theo bản dẫn lại", "unknown": "chưa rõ"}
SAID = {1: "đúng hạn", 0: "quá hạn", None: "không tính"}
TIMES = {name for name, dtype in SCHEMA.items() if dtype == pl.Int64}
NO_TERMS = pl.DataFrame(schema={"procedure": pl.String, "term": pl.Int64})


def about(*names: str) -> str:
    """The rules a chapter is about, as ``rules.toml`` has them."""
    lines = []
    for one in (rules()[name] for name in names):
        others = ", ".join(f"`{value}`" for value in one.choices)
        lines.append(
            f"- Quy tắc `{one.name}`: dùng `{one.value}` trong {others}; "
            f"**{STATUS[one.status]}**. Nguồn: {one.source}."
        )
    return "\n".join(lines)


def judged(dossiers: pl.DataFrame, cut: str = "31/12/2025 23:59", terms=None, **chosen: str):
    """``dossier, verdict`` of the drawn dossiers: đúng hạn, quá hạn or không tính."""
    full = {name: _column(dossiers, name) for name in SCHEMA}
    known = NO_TERMS if terms is None else terms.cast(NO_TERMS.schema)
    calendar = working_days(2025, 2026).drop("provisional")
    table = with_legal_due(
        ibis.memtable(pl.DataFrame(full)), ibis.memtable(calendar), ibis.memtable(known)
    )
    until = moments(pl.Series([cut])).item()
    asked = table.select("dossier", v=verdict(table, choice(**chosen), until)).order_by("dossier")
    rows = ibis.duckdb.connect(threads=1).to_polars(asked).iter_rows()
    return pl.DataFrame([{"dossier": name, "verdict": SAID[v]} for name, v in rows])


def _column(drawn: pl.DataFrame, name: str) -> pl.Series:
    if name not in drawn.columns:
        usual = {"status": 9}.get(name)
        return pl.Series(name, [usual] * drawn.height, SCHEMA[name])
    if name in TIMES:
        text = drawn[name].cast(pl.String).str.replace(r"^(\d\d/\d\d)\b", "${1}/2025")
        return moments(text.set(text == "", None), is_due=name.startswith("due")).alias(name)
    return drawn[name].cast(SCHEMA[name])
