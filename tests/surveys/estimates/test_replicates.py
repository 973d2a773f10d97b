"""Replicate weights. Numbers marked R: R 4.2.2, survey 4.1-1."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thuocdo.surveys.estimates import estimate

PAIRS = pl.DataFrame(
    {
        "h": np.repeat([1, 2, 3], 4),
        "p": [1, 1, 2, 2] * 3,
        "w": np.repeat([2, 3, 4], 4),
        "size": np.repeat([8, 5, 40], 4),
        "x": [1, 4, 2, 8, 5, 7, 1, 9, 3, 3, 6, 2],
        "y": [2, 5, 2, 9, 6, 8, 3, 9, 4, 5, 6, 5],
        "g": ["a", "b"] * 6,
    }
)
DESIGN = {"strata": "h", "psu": "p", "weight": "w"}
RATIO = {"target": "x", "kind": "ratio", "denominator": "y"}


@pytest.mark.parametrize(
    ("kind", "call", "se"),
    [
        ("brr", {"target": "x"}, 0.392837100659),
        ("brr", RATIO, 0.0212595523999),
        ("jkn", RATIO, 0.0222799684086),
    ],
)
def test_errors_are_those_of_r(kind, call, se):
    got = estimate(PAIRS, replicate={"kind": kind}, **call, **DESIGN)
    assert got["se"][0] == pytest.approx(se, rel=1e-9)


@pytest.mark.parametrize("kind", ["jkn", "brr"])
@pytest.mark.parametrize("fpc", [None, "size"])
def test_totals_have_the_error_of_linearisation(kind, fpc):
    call = {"target": "x", "kind": "total", "by": "g", "fpc": fpc, **DESIGN}
    linear, replicated = estimate(PAIRS, **call), estimate(PAIRS, replicate={"kind": kind}, **call)
    # Totals of JKn are centred on the mean of replicates, as R does, which costs some digits.
    assert replicated["se"].to_list() == pytest.approx(linear["se"].to_list(), rel=1e-9)


@pytest.mark.parametrize("fpc", [None, "size"])
def test_the_bootstrap_comes_near_linearisation_and_repeats_itself(fpc):
    call = {"target": "x", "kind": "total", "fpc": fpc, **DESIGN}
    linear = estimate(PAIRS, **call)["se"][0]
    asked = {"kind": "bootstrap", "seed": 1, "replicates": 4000}
    got = estimate(PAIRS, replicate=asked, **call)
    assert got["se"][0] == pytest.approx(linear, rel=0.05)  # 4,000 draws: 1.1 % a standard error
    assert got.equals(estimate(PAIRS, replicate=asked, **call))
    other = estimate(PAIRS, replicate={**asked, "seed": 2}, **call)
    assert other["se"][0] != got["se"][0]


def test_columns_of_replicate_weights_are_used_as_they_are():
    psu = PAIRS["h"].to_numpy() * 10 + PAIRS["p"].to_numpy()
    names = np.unique(psu)
    weight = PAIRS["w"].to_numpy()
    columns = {
        f"r{one}": np.where(psu == one, 0, weight * len(names) / (len(names) - 1)) for one in names
    }
    frame = PAIRS.with_columns(psu=psu).with_columns(**columns)
    design = {"weight": "w", "psu": "psu"}
    for call in ({"target": "x"}, RATIO, {"target": "x", "by": "g"}):
        made = estimate(frame, replicate={"kind": "jk1"}, **call, **design)
        asked = {"kind": "jk1", "columns": list(columns)}
        given = estimate(frame, replicate=asked, **call, **design)
        assert given["se"].to_list() == pytest.approx(made["se"].to_list(), rel=1e-12)
        assert given.drop("se", "low", "high", "deff").equals(
            made.drop("se", "low", "high", "deff")
        )
