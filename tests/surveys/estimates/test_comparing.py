"""Differences within a survey and changes between rounds that share PSUs."""

from __future__ import annotations

from math import sqrt

import numpy as np
import polars as pl
import pytest
from tests.surveys.samples import DESIGNS, schools

from thuocdo.surveys.estimates import compare, estimate

DESIGN = {"strata": "h", "psu": "p", "weight": "w"}


def round_of(number: int, psus: dict[str, list[int]], seed: int) -> pl.DataFrame:
    """Three respondents a PSU; a PSU's own level is the same in every round."""
    rng = np.random.default_rng(seed)
    rows = [
        {"round": number, "h": h, "p": p, "w": 1.0 + p % 3, "y": p + rng.normal(), "g": g}
        for h, members in psus.items()
        for p in members
        for g in ("x", "y", "y")
    ]
    return pl.DataFrame(rows)


FIRST = {"a": [1, 2, 3, 4], "b": [1, 2, 3]}


def both(second: dict[str, list[int]]) -> pl.DataFrame:
    return pl.concat([round_of(1, FIRST, 1), round_of(2, second, 2)])


def parts(frame: pl.DataFrame, **call) -> list[pl.DataFrame]:
    return [estimate(frame.filter(round=one), target="y", **call, **DESIGN) for one in (1, 2)]


@pytest.mark.parametrize("by", [None, "g"])
@pytest.mark.parametrize("kind", ["mean", "total"])
def test_rounds_of_the_same_psus_are_one_design(by, kind):
    frame = both(FIRST)
    call = {"target": "y", "between": "round", "by": by, "kind": kind, **DESIGN}
    joint, rounds = compare(frame, **call), compare(frame, rounds=True, **call)
    assert rounds["se"].to_list() == pytest.approx(joint["se"].to_list(), rel=1e-12)
    assert rounds["df"][0] == 5
    assert joint["df"][0] == 4


@pytest.mark.parametrize("by", [None, "g"])
def test_rounds_without_a_psu_in_common_are_independent(by):
    frame = both({"a": [11, 12, 13], "b": [14, 15]})
    got = compare(frame, target="y", between="round", rounds=True, by=by, **DESIGN)
    first, second = parts(frame, by=by)
    wanted = (first["se"] ** 2 + second["se"] ** 2).sqrt()
    assert got["se"].to_list() == pytest.approx(wanted.to_list(), rel=1e-12)
    assert got["value"].to_list() == pytest.approx((second["value"] - first["value"]).to_list())
    assert got["df"][0] == 5 + 3


def test_the_covariance_by_hand():
    """Means of PSU values, one stratum: 1, 2, 6 then 2, 3, 10 with the PSUs 2 and 3 in both."""
    frame = pl.DataFrame(
        {
            "round": [1, 1, 1, 2, 2, 2],
            "p": [1, 2, 3, 2, 3, 4],
            "y": [1.0, 2.0, 6.0, 2.0, 3.0, 10.0],
            "N": [9] * 6,
        }
    )
    free = 1 - 3 / 9
    spreads = [free * np.var(one, ddof=1) / 3 for one in ([1, 2, 6], [2, 3, 10])]
    # s12 of (2, 6) and (2, 3); Cov of the means = (c / (n1 n2) - 1 / N) s12
    shared = (2 / 9 - 1 / 9) * ((2 - 4) * (2 - 2.5) + (6 - 4) * (3 - 2.5)) / (2 - 1)
    got = compare(frame, target="y", between="round", rounds=True, psu="p", fpc="N").row(
        0, named=True
    )
    assert got["value"] == pytest.approx(5 - 3)
    assert got["se"] == pytest.approx(sqrt(sum(spreads) - 2 * shared))
    assert got["df"] == 2 + 2 - 1
    assert got["t"] == pytest.approx(2 / got["se"])


def test_errors_are_right_on_average_where_rounds_overlap():
    """200 pairs of rounds from a population of 2 strata × 30 PSUs, 8 of 12 PSUs in both."""
    rng = np.random.default_rng(3)
    level = rng.normal([[5.0], [9.0]], 2.0, size=(2, 30))
    later = level + rng.normal(0.5, 0.6, size=(2, 30))
    found, told, apart = [], [], []
    for draw in range(200):
        rows = []
        for h in range(2):
            order = rng.permutation(30)
            for number, members, values in ((1, order[:12], level), (2, order[4:16], later)):
                rows += [(number, h, int(p), 2.5, values[h, p], 30) for p in members]
        frame = pl.DataFrame(rows, schema=["round", "h", "p", "w", "y", "N"], orient="row")
        call = {"fpc": "N", **DESIGN}
        row = compare(frame, target="y", between="round", rounds=True, **call).row(0, named=True)
        found.append(row["value"])
        told.append(row["se"] ** 2)
        if draw < 20:
            first, second = parts(frame, fpc="N")
            apart.append(first["se"][0] ** 2 + second["se"][0] ** 2)
    true = np.var(found)
    # The variance of 200 draws is known to 10 % (one standard error); the seed is fixed.
    assert np.mean(told) == pytest.approx(true, rel=0.25)
    assert np.mean(apart) > 1.6 * true  # what forgetting the overlap would cost


def test_pairs_and_their_order():
    frame = pl.concat([both(FIRST), round_of(4, FIRST, 9)])
    pairs = {"target": "y", "between": "round", **DESIGN}
    by_round = compare(frame, rounds=True, **pairs)
    assert by_round.select("first", "second").rows() == [(1, 2), (2, 4)]
    domains = compare(frame, **pairs)
    assert domains.select("first", "second").rows() == [(1, 2), (1, 4)]
    asked = compare(frame, pairs=[(4, 1)], **pairs)
    assert asked.select("first", "second", "value").rows() == [
        (4, 1, pytest.approx(-domains["value"][1]))
    ]


def test_several_items_and_levels_each_have_a_row():
    got = compare(
        schools("clusters"), target=["api00", "stype"], between="comp_imp", **DESIGNS["clusters"]
    )
    assert got.select("item", "category").rows() == [
        ("api00", None),
        *(("stype", one) for one in "EHM"),
    ]
    assert got.filter(item="stype")["value"].sum() == pytest.approx(0, abs=1e-12)


def test_a_domain_that_one_side_does_not_have_says_so():
    frame = both(FIRST).filter((pl.col("round") == 1) | (pl.col("g") == "y"))
    got = compare(frame, target="y", between="round", rounds=True, by="g", **DESIGN)
    assert got.select("g", "value", "se", "n_second", "note").row(0) == (
        "x",
        None,
        None,
        0,
        "no-answers",
    )
    assert got["note"][1] is None
