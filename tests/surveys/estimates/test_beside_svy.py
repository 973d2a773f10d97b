"""Our one pass beside the library `svy`: two programs written apart find the same numbers."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thuocdo.surveys.estimates import estimate


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    rng = np.random.default_rng(5)
    village = rng.integers(0, 120, 4000)
    mood = rng.normal(0, 1, 120)
    y = 3 + mood[village] + rng.normal(0, 1, 4000)
    return pl.DataFrame(
        {
            "commune": village // 6,
            "village": village,
            "weight": rng.integers(10, 90, 4000) / 4,
            "age": rng.choice(["duoi 40", "tren 40"], 4000),
            "y": pl.Series(np.where(rng.random(4000) < 0.1, np.nan, y), nan_to_null=True),
        }
    )


@pytest.mark.parametrize("by", ["age", "commune"])
@pytest.mark.parametrize("kind", ["mean", "total"])
def test_values_and_errors_by_domain(frame, by, kind):
    import svy

    design = svy.Design(stratum="commune", psu="village", wgt="weight")
    theirs = getattr(svy.Sample(frame, design).estimation, kind)("y", by=by, drop_nulls=True)
    table = theirs.to_polars().with_columns(pl.col(by).cast(pl.String)).sort(by)
    ours = estimate(
        frame, target="y", kind=kind, by=by, strata="commune", psu="village", weight="weight"
    )
    ours = ours.with_columns(pl.col(by).cast(pl.String)).sort(by)
    assert ours[by].to_list() == table[by].to_list()
    assert ours["value"].to_list() == pytest.approx(table["est"].to_list(), rel=1e-9)
    assert ours["se"].to_list() == pytest.approx(table["se"].to_list(), rel=1e-9)
