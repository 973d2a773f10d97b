"""The one pass finds what the slow obvious way finds, on designs of every shape."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.surveys.estimates.slow import estimate_slowly

from thuocdo.surveys.estimates import estimate

NUMBER = st.integers(-50, 50).map(lambda one: one / 4)
SCHEMA = {
    "h": pl.Int64, "p": pl.Int64, "w": pl.Float64, "d": pl.String, "N": pl.Int64, "M": pl.Int64,
    "y": pl.Float64, "x": pl.Float64, "whole": pl.String,
}  # fmt: skip


@st.composite
def designs(draw) -> list[dict]:
    """Rows of one to four strata of two to four PSUs of one to four respondents, in any order."""
    rows = []
    for h in range(draw(st.integers(1, 4))):
        psus = draw(st.integers(2, 4))
        outer = psus + draw(st.integers(0, 5))
        for p in range(psus):
            m = draw(st.integers(1, 4))
            inner = m + (draw(st.integers(0, 5)) if m > 1 else 0)
            for _ in range(m):
                rows.append(
                    {
                        "h": h,
                        "p": p,
                        "w": draw(st.integers(1, 40)) / 8,
                        "d": draw(st.sampled_from(["a", "b", "c", None])),
                        "N": outer,
                        "M": inner,
                        "y": draw(st.none() | NUMBER),
                        "x": draw(st.none() | st.integers(1, 30).map(float)),
                        "whole": "·",
                    }
                )
    return draw(st.permutations(rows))


@settings(max_examples=100, deadline=None)
@given(
    rows=designs(),
    kind=st.sampled_from(["mean", "total", "ratio"]),
    stages=st.sampled_from([(), ("N",), ("N", "M")]),
    by=st.sampled_from(["d", "whole"]),
)
def test_values_errors_and_counts(rows, kind, stages, by):
    frame = pl.DataFrame(rows, schema=SCHEMA)
    if frame[by].null_count() == len(rows) or frame["y"].null_count() == len(rows):
        return
    below = {"denominator": "x"} if kind == "ratio" else {}
    design = {"strata": "h", "psu": "p", "weight": "w", "fpc": list(stages) or None}
    got = estimate(frame, target="y", kind=kind, by=by, **below, **design)
    asked = [{**row, "d": row[by]} for row in rows]
    assert got[by].to_list() == sorted({row[by] for row in rows} - {None})
    for row in got.iter_rows(named=True):
        value, se, n, n_psu = estimate_slowly(
            asked, kind, row[by], outer_size=bool(stages), inner_size=len(stages) == 2
        )
        assert (row["n"], row["n_psu"]) == (n, n_psu)
        assert row["value"] == (None if value is None else pytest.approx(value, abs=1e-9))
        if n_psu < 2:
            assert (row["se"], row["low"], row["high"]) == (None, None, None)
            assert row["note"] in ("no-answers", "one-psu")
        else:
            assert row["se"] == pytest.approx(se, rel=1e-7, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(rows=designs(), again=st.randoms())
def test_the_order_of_rows_and_company_of_items_change_nothing_but_the_last_digit(rows, again):
    frame = pl.DataFrame(rows, schema=SCHEMA).with_columns(z=pl.col("w") * 2)
    if frame["y"].null_count() == len(rows) or frame["x"].null_count() == len(rows):
        return
    design = {"strata": "h", "psu": "p", "weight": "w", "fpc": ["N", "M"]}
    alone = estimate(frame, target="y", **design).row(0)
    beside = estimate(frame, target=["z", "y", "x"], **design).filter(item="y").drop("item").row(0)
    assert beside == alone
    mixed = frame.sample(fraction=1, shuffle=True, seed=again.randint(0, 1 << 30))
    for one, other in zip(estimate(mixed, target="y", **design).row(0), alone, strict=True):
        same = isinstance(other, float)
        assert one == (pytest.approx(other, rel=1e-7, abs=1e-7) if same else other)
