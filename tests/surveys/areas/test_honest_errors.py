"""The stated mean squared errors are what estimates are off by, over many repeated surveys."""

from __future__ import annotations

import numpy as np
import pytest

from thuocdo.surveys.areas import Benchmark, fay_herriot, nested_error, smoothed_variance

SURVEYS = 300


@pytest.mark.parametrize("method", ["REML", "ML", "FH"])
def test_area_errors(method):
    """40 areas, 4 without a sample, one auxiliary column: stated over true within 6 %.

    Intervals of 1.96 roots cover a little less than 95 %: the estimate is not quite normal.
    """
    rng = np.random.default_rng(11)
    m = 40
    X = np.column_stack([np.ones(m), rng.uniform(0, 1, m)])
    psi = np.repeat([0.5, 1.0, 2.0, 4.0], 10)
    off, stated, inside = [], [], []
    for _ in range(SURVEYS):
        truth = X @ [1.0, 2.0] + rng.normal(size=m)
        direct = truth + rng.normal(size=m) * np.sqrt(psi)
        direct[::10] = np.nan
        found = fay_herriot(direct, psi, X, method=method)
        off.append((found.eblup - truth) ** 2)
        stated.append(found.mse)
        inside.append(np.abs(found.eblup - truth) <= 1.96 * np.sqrt(found.mse))
    off, stated = np.mean(off, axis=0), np.mean(stated, axis=0)
    sampled = np.arange(m) % 10 != 0
    assert stated[sampled].mean() == pytest.approx(off[sampled].mean(), rel=0.06)
    assert stated[~sampled].mean() == pytest.approx(off[~sampled].mean(), rel=0.15)
    assert np.mean(inside) == pytest.approx(0.94, abs=0.02)


def test_errors_without_the_price_of_the_variance_would_be_too_small():
    """With few areas and little between them, g1 + g2 alone falls short by more than a tenth."""
    rng = np.random.default_rng(5)
    m, X = 15, np.ones((15, 1))
    off, stated, naive = [], [], []
    for _ in range(SURVEYS):
        truth = rng.normal(size=m) * np.sqrt(0.5)
        found = fay_herriot(truth + rng.normal(size=m), np.ones(m), X)
        gamma = found.diagnostics.gamma
        off.append(np.mean((found.eblup - truth) ** 2))
        stated.append(found.mse.mean())
        naive.append(np.mean(gamma + (1 - gamma) ** 2 * found.se_beta[0] ** 2))
    assert np.mean(naive) < 0.9 * np.mean(off)
    assert np.mean(stated) > 0.95 * np.mean(off)


@pytest.mark.parametrize(("transform", "leans"), [("arcsin", 0.005), ("logit", 0.0)])
def test_shares(transform, leans):
    """Shares about 0.84 from 40 answers: the stated error is true within a sixth."""
    rng = np.random.default_rng(3)
    m, n = 60, 40
    off, stated, shift = [], [], []
    for _ in range(150):
        truth = 1 / (1 + np.exp(-1.65 - 0.4 * rng.normal(size=m)))
        p = rng.binomial(n, truth) / n
        found = fay_herriot(
            p, [None] * m, np.ones((m, 1)), transform=transform, effective=np.full(m, n)
        )
        off.append((found.eblup - truth) ** 2)
        stated.append(found.mse)
        shift.append(found.eblup - truth)
    assert np.mean(shift) == pytest.approx(leans, abs=0.003)
    assert np.mean(stated) == pytest.approx(np.mean(off), rel=1 / 6)


def test_unit_errors():
    rng = np.random.default_rng(8)
    m, n, N = 25, 4, 40
    place = np.repeat(np.arange(m), n)
    off, stated = [], []
    for _ in range(200):
        x = rng.normal(size=(m, N))
        y = 2 + x + rng.normal(size=(m, 1)) + 1.5 * rng.normal(size=(m, N))
        X = np.column_stack([np.ones(m * n), x[:, :n].ravel()])
        means = np.column_stack([np.ones(m), x.mean(axis=1)])
        found = nested_error(y[:, :n].ravel(), X, place, means, range(m), sizes=np.full(m, N))
        off.append(np.mean((found.eblup - y.mean(axis=1)) ** 2))
        stated.append(found.mse.mean())
    assert np.mean(stated) == pytest.approx(np.mean(off), rel=0.06)


def test_benchmarked_adds_up_and_says_what_it_costs():
    rng = np.random.default_rng(1)
    X, psi = np.ones((20, 1)), rng.uniform(0.5, 2, 20)
    direct, people = rng.normal(50, 2, 20), rng.uniform(1, 9, 20)
    for how in ("ratio", "difference"):
        found = fay_herriot(direct, psi, X, benchmark=Benchmark(people, 52.0, how))
        assert people @ found.benchmarked / people.sum() == pytest.approx(52.0)
        shift = found.benchmarked - found.eblup
        assert found.mse_benchmarked == pytest.approx(found.mse + shift**2)
        changed = shift / found.eblup if how == "ratio" else shift
        assert np.ptp(changed) < 1e-12
    own = fay_herriot(direct, psi, X, benchmark=Benchmark(people)).benchmarked
    assert people @ own == pytest.approx(people @ direct)


def test_smoothed_variances_follow_the_size_and_keep_the_sum():
    n = np.array([10, 20, 40, 80, 0, 30])
    variance = [2.0, 1.0, 0.5, 0.25, None, 0.0]
    found = smoothed_variance(variance, n)
    assert np.isnan(found[4])
    assert found[:4] == pytest.approx([2.0, 1.0, 0.5, 0.25])  # exactly 20 / n already
    assert found[5] == pytest.approx(20 / 30)
