"""The rank sets of merged Hưng Yên 2024 against the definition, tried pair by pair.

Independent of the product's search: all p × p × draws gaps are simulated and kept, with another
seed, and the step-down test is written as in Mogstad, Romano, Shaikh and Wilhelm.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thuocdo.indices import chance_of_rank
from thuocdo.indices.rank_sets import told_apart

DRAWS, SEED = 10_000, 20250701


@pytest.fixture(scope="module")
def totals(standings) -> pl.DataFrame:
    at = standings("papi", 2024, "34")
    return at.item("total").filter(pl.col("score").is_not_null()).sort("unit")


@pytest.fixture(scope="module")
def gaps(totals):
    """Gaps of "row above column" over their SD: observed (p, p), simulated (draws, p, p)."""
    score, se = totals["score"].to_numpy(), totals["se"].to_numpy()
    spread = np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
    np.fill_diagonal(spread, np.inf)
    noise = se * np.random.default_rng(SEED).standard_normal((DRAWS, len(se)))
    simulated = ((noise[:, :, None] - noise[:, None, :]) / spread).astype(np.float32)
    return (score[:, None] - score[None, :]) / spread, simulated


def decided(observed, simulated, family, coverage=0.95):
    """Pairs of ``family`` found above, by step-down."""
    found = np.zeros_like(family)
    while True:
        open_pairs = family & ~found
        if not open_pairs.any():
            return found
        largest = np.sort(simulated[:, open_pairs].max(axis=1))
        critical = largest[int(np.ceil(coverage * DRAWS)) - 1]
        more = open_pairs & (observed > critical)
        if not more.any():
            return found
        found |= more


def test_own_set_of_hung_yen(totals, gaps):
    observed, simulated = gaps
    place = totals["unit"].to_list().index("33")
    family = np.zeros(observed.shape, dtype=bool)
    family[place, :] = family[:, place] = True
    family[place, place] = False
    above = decided(observed, simulated, family)
    low, high = 1 + above[:, place].sum(), len(totals) - above[place, :].sum()
    row = totals.row(place, named=True)
    assert abs(row["rank_low"] - low) <= 1
    assert abs(row["rank_high"] - high) <= 1
    assert (row["rank_low"], row["rank_high"]) == (2, 20)


def test_simultaneous_sets_of_all(totals, gaps):
    observed, simulated = gaps
    family = ~np.eye(len(totals), dtype=bool)
    above = decided(observed, simulated, family)
    low, high = 1 + above.sum(axis=0), len(totals) - above.sum(axis=1)
    assert np.abs(totals["rank_low_all"].to_numpy() - low).max() <= 1
    assert np.abs(totals["rank_high_all"].to_numpy() - high).max() <= 1


def test_chance_of_the_top_ten(totals):
    """By its own simulation, sorting every draw: about 0.71 for merged Hưng Yên."""
    score, se = totals["score"].to_numpy(), totals["se"].to_numpy()
    place = totals["unit"].to_list().index("33")
    draws = score + se * np.random.default_rng(SEED).standard_normal((20_000, len(se)))
    ranks = (draws > draws[:, place : place + 1]).sum(axis=1) + 1
    own = float(chance_of_rank(score, se, 10)[place])
    assert own == pytest.approx(float((ranks <= 10).mean()), abs=0.02)
    assert own == pytest.approx(0.71, abs=0.03)


def test_who_is_told_apart_agrees_with_the_own_set(totals):
    score, se = totals["score"].to_numpy(), totals["se"].to_numpy()
    place = totals["unit"].to_list().index("33")
    verdict = told_apart(score, se, place)
    row = totals.row(place, named=True)
    assert row["rank_low"] == 1 + (verdict == 1).sum()
    assert row["rank_high"] == len(totals) - (verdict == -1).sum()
    assert (score[verdict == 1] > score[place]).all()
    assert (score[verdict == -1] < score[place]).all()
