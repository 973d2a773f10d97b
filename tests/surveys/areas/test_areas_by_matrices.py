"""Both models against the same formulas written with whole matrices, on data of all kinds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from thuocdo.surveys.areas import fay_herriot, nested_error


def loglik(y, X, V, restricted):
    inverse = np.linalg.inv(V)
    Q = np.linalg.inv(X.T @ inverse @ X)
    r = y - X @ Q @ X.T @ inverse @ y
    found = -0.5 * (len(y) * np.log(2 * np.pi) + np.linalg.slogdet(V)[1] + r @ inverse @ r)
    if restricted:
        found += 0.5 * (np.linalg.slogdet(Q)[1] + X.shape[1] * np.log(2 * np.pi))
    return found


def blup(y, X, V, C, at):
    """at' beta + C' V^-1 (y - X beta): best linear prediction, C the covariance with y."""
    inverse = np.linalg.inv(V)
    beta = np.linalg.inv(X.T @ inverse @ X) @ X.T @ inverse @ y
    return at @ beta + C @ inverse @ (y - X @ beta)


def errors(X, at, parts, covariances, variances, sigma, covariance):
    """g1, g2, g3 of Rao & Molina (2015), 5.3, by matrices and numerical slopes.

    parts: slopes of V in each variance; covariances: of each area's effect with y, by variance;
    variances: of each area's effect, by variance.
    """
    V = sum(s * part for s, part in zip(sigma, parts, strict=True))
    inverse = np.linalg.inv(V)
    Q = np.linalg.inv(X.T @ inverse @ X)
    g1, g2, g3 = [], [], []
    for area in range(len(at)):

        def weights(s, area=area):
            whole = sum(one * part for one, part in zip(s, parts, strict=True))
            c = sum(one * cov[area] for one, cov in zip(s, covariances, strict=True))
            return np.linalg.solve(whole, c)

        c = sum(s * cov[area] for s, cov in zip(sigma, covariances, strict=True))
        own = sum(s * one for s, one in zip(sigma, variances, strict=True))
        b = weights(sigma)
        d = at[area] - X.T @ b
        g1.append(own - c @ b)
        g2.append(d @ Q @ d)
        slopes = []
        for k in range(len(sigma)):
            step = np.zeros(len(sigma))
            step[k] = 1e-5 * max(sigma[k], 0.1)
            slopes.append((weights(sigma + step) - weights(sigma - step)) / (2 * step[k]))
        D = np.array(slopes)
        g3.append(np.trace(D @ V @ D.T @ covariance))
    return np.array(g1), np.array(g2), np.array(g3)


def table(seed, m, between):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(m), rng.normal(size=m)])
    psi = rng.uniform(0.3, 3, m)
    y = X @ [3.0, -1.0] + rng.normal(size=m) * np.sqrt(psi + between)
    return y, psi, X


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    m=st.integers(4, 25),
    between=st.sampled_from([0.0, 0.1, 1.0, 20.0]),
    method=st.sampled_from(["REML", "ML"]),
)
def test_no_variance_is_likelier(seed, m, between, method):
    y, psi, X = table(seed, m, between)
    found = fay_herriot(y, psi, X, method=method)
    restricted = method == "REML"

    def at(A):
        return loglik(y, X, np.diag(psi + A), restricted)

    best = at(found.sigma2)
    told = found.diagnostics
    assert_allclose(best, told.restricted_loglik if restricted else told.loglik, atol=1e-8)
    for A in [*np.linspace(0, 4 * y.var(), 80), *(found.sigma2 * np.array([0.999, 1.001]))]:
        assert at(A) <= best + 1e-7


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    m=st.integers(4, 12),
    between=st.sampled_from([0.0, 0.3, 5.0]),
    method=st.sampled_from(["REML", "ML", "FH"]),
)
def test_estimates_and_errors_of_areas(seed, m, between, method):
    y, psi, X = table(seed, m, between)
    found = fay_herriot(y, psi, X, method=method)
    A, V = found.sigma2, np.diag(psi + found.sigma2)
    assert_allclose(found.eblup, blup(y, X, V, A * np.eye(m), X), rtol=1e-8, atol=1e-8)
    w = np.diag(1 / (psi + A))
    Q = np.linalg.inv(X.T @ w @ X)
    variance = 2 * m / np.trace(w) ** 2 if method == "FH" else 2 / np.trace(w @ w)
    bias = 0.0
    if method == "ML":  # half inverse information times tr(Q d(X'V^-1X)/dA)
        bias = -np.trace(Q @ X.T @ w @ w @ X) / np.trace(w @ w)
    if method == "FH":
        bias = 2 * (m * np.trace(w @ w) - np.trace(w) ** 2) / np.trace(w) ** 3
    g1 = A * psi / (A + psi)
    g2 = np.diag((np.eye(m) - A * w) @ X @ Q @ X.T @ (np.eye(m) - A * w))
    # d/dA of A/(A+psi) is psi/(A+psi)^2
    g3 = (psi / (A + psi) ** 2) ** 2 * (psi + A) * variance
    grad = (psi / (A + psi)) ** 2
    assert_allclose(found.mse, g1 + g2 + 2 * g3 - bias * grad, rtol=1e-8, atol=1e-10)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), m=st.integers(5, 20))
def test_moments_solve_their_equation(seed, m):
    y, psi, X = table(seed, m, 1.0)
    found = fay_herriot(y, psi, X, method="FH")
    w = 1 / (psi + found.sigma2)
    total = np.sum(w * (y - X @ found.beta) ** 2)
    if found.sigma2 > 0:
        assert_allclose(total, m - 2, rtol=1e-7)
    else:
        assert total <= m - 2


def units(seed, m, between):
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 6, m)
    n[0] = max(n[0], 3)
    place = np.repeat(np.arange(m), n)
    X = np.column_stack([np.ones(len(place)), rng.normal(50, 10, len(place))])
    v = rng.normal(size=m) * np.sqrt(between)
    y = X @ [5.0, 0.2] + v[place] + rng.normal(size=len(place)) * 2
    means = np.column_stack([np.ones(m + 1), rng.normal(50, 3, m + 1)])
    return y, X, place, means


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    m=st.integers(3, 8),
    between=st.sampled_from([0.0, 1.0, 30.0]),
    method=st.sampled_from(["REML", "ML"]),
)
def test_estimates_and_errors_of_units(seed, m, between, method):
    y, X, place, means = units(seed, m, between)
    found = nested_error(y, X, place, means, list(range(m + 1)), method=method)
    Z = (place[:, None] == np.arange(m + 1)).astype(float)  # the last area has no sample
    sigma = np.array([found.sigma_v2, found.sigma_e2])
    parts = [Z @ Z.T, np.eye(len(y))]
    V = sigma[0] * parts[0] + sigma[1] * parts[1]
    restricted = method == "REML"
    best = loglik(y, X, V, restricted)
    assert_allclose(found.diagnostics.loglik, best, atol=1e-6)
    for v2 in np.linspace(0, 3 * y.var(), 12):
        for e2 in np.linspace(0.05, 2, 12) * y.var():
            other = v2 * parts[0] + e2 * parts[1]
            assert loglik(y, X, other, restricted) <= best + 1e-6
    assert_allclose(found.eblup, blup(y, X, V, sigma[0] * Z.T, means), rtol=1e-7)
    inverse = np.linalg.inv(V)
    information = 0.5 * np.array(
        [[np.trace(inverse @ a @ inverse @ b) for b in parts] for a in parts]
    )
    covariance = np.linalg.inv(information)
    g1, g2, g3 = errors(X, means, parts, [Z.T, np.zeros_like(Z.T)], [1.0, 0.0], sigma, covariance)
    bias = np.zeros(m + 1)
    if method == "ML":
        Q = np.linalg.inv(X.T @ inverse @ X)
        slopes = [-np.trace(Q @ X.T @ inverse @ one @ inverse @ X) for one in parts]
        of_variances = 0.5 * covariance @ slopes
        n = Z.sum(axis=0)
        alpha = sigma[1] + n * sigma[0]
        grad = np.column_stack([(sigma[1] / alpha) ** 2, n * (sigma[0] / alpha) ** 2])
        bias = grad @ of_variances
    assert_allclose(found.mse, g1 + g2 + 2 * g3 - bias, rtol=1e-5, atol=1e-7)


def test_seen_units_are_kept():
    """With N known the estimate is the seen mean and the prediction of the rest, by their means."""
    y, X, place, means = units(3, 6, 4.0)
    n = np.bincount(place, minlength=7)
    sizes = np.array([n[0], 10, 20, 40, 80, 160, 50])
    means[0] = X[place == 0].mean(axis=0)  # wholly seen
    found = nested_error(y, X, place, means, list(range(7)), sizes=sizes)
    open_ended = nested_error(y, X, place, means, list(range(7)))
    assert_allclose(found.eblup[0], y[place == 0].mean(), rtol=1e-12)
    assert found.mse[0] == 0
    for area in range(1, 7):
        mine = place == area
        rest = sizes[area] * means[area] - X[mine].sum(axis=0)
        predicted = rest @ found.beta + (sizes[area] - n[area]) * found.effects[area]
        assert_allclose(found.eblup[area], (y[mine].sum() + predicted) / sizes[area], rtol=1e-10)
    assert found.mse[6] == pytest.approx(open_ended.mse[6] + found.sigma_e2 / 50)
