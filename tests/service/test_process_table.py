"""Time between steps on the page of a procedure: costliest first, none where there are none."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl

from thuocdo.service.procedure_page import process

KINDS = {
    **dict.fromkeys(("told_by", "kind", "before", "after"), pl.String),
    **dict.fromkeys(("count", "median", "p90", "seconds", "at_work", "reversed"), pl.Int64),
}


def answer(*rows: tuple) -> SimpleNamespace:
    return SimpleNamespace(process=pl.DataFrame(list(rows), KINDS, orient="row"))


def test_costliest_first_in_days():
    table = process(
        answer(
            ("status", "processing", None, "4", 10, 6, 12, 216_000, 108_000, 0),
            ("queue", "transition", "MC", None, 10, 48, 96, 1_728_000, 432_000, 0),
        ),
        "vi",
    )
    told = [(one["between"], one["median"], one["at_work"]) for one in table.rows]
    assert told == [
        ("Từ nơi xử lý MC đến (không ghi)", 2.0, 0.25),
        ("Đang làm, trạng thái 4", 0.25, 0.5),
    ]
    assert "không giải thích" in table.notes[0]


def test_nothing_without_steps():
    assert process(answer(), "vi") is None
