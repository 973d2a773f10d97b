"""Mean squared error of the nested-error EBLUP, analytic, for REML and ML.

For mu_i = x' beta + v_i, with gamma_i = sigma_v2 / (sigma_v2 + sigma_e2/n_i):

    g1 = (1 - gamma_i) sigma_v2
    g2 = (x - gamma_i xbar_i)' (X'V^-1 X)^-1 (x - gamma_i xbar_i)
    g3 = n_i^-2 (sigma_v2 + sigma_e2/n_i)^-3 h,
    h  = sigma_e2^2 var(v) + sigma_v2^2 var(e) - 2 sigma_e2 sigma_v2 cov(v, e)

MSE = g1 + g2 + 2 g3 (REML), less bias' grad g1 (ML). With population sizes the units not seen
stand for x, the whole is times (1 - f_i)^2, and their own errors add (1 - f_i) sigma_e2 / N_i.
Source: Prasad & Rao (1990), JASA 85, 163-171; Datta & Lahiri (2000); Rao & Molina (2015), 7.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.areas.area_errors import spread
from thuocdo.surveys.areas.inputs import Floats


@dataclass(frozen=True)
class Components:
    """sigma_v2, sigma_e2, units n (m,) with 0 where none, means of columns (m, p), (X'V^-1X)^-1."""

    between: float
    within: float
    n: Floats
    means: Floats
    Q: Floats

    @property
    def gamma(self) -> Floats:
        """(m,) share of an area's own data, 0 without a sample or a variance between areas."""
        return self.n * self.between / (self.within + self.n * self.between)


def mean_error(model: Components, at: Floats, restricted: bool) -> Floats:
    """MSE (m,) of ``at' beta + v``; synthetic where n is 0."""
    gamma, n = model.gamma, np.maximum(model.n, 1.0)
    g1 = (1 - gamma) * model.between
    g2 = spread(at - gamma[:, None] * model.means, model.Q)
    information = _information(model)
    covariance = np.linalg.inv(information)
    between, within = model.between, model.within
    h = (
        within**2 * covariance[0, 0]
        + between**2 * covariance[1, 1]
        - 2 * within * between * covariance[0, 1]
    )
    g3 = np.where(model.n > 0, h / n**2 / (between + within / n) ** 3, 0.0)
    bias = np.zeros_like(gamma) if restricted else _bias_of_g1(model, covariance)
    return g1 + g2 + 2 * g3 - bias


def finite_error(model: Components, at: Floats, sizes: Floats, restricted: bool) -> Floats:
    """MSE (m,) of the mean of N_i units of which n_i were seen; ``at``: means of the unseen."""
    unseen = 1 - model.n / sizes
    return unseen**2 * mean_error(model, at, restricted) + unseen * model.within / sizes


def _information(model: Components) -> Floats:
    """Expected information of (sigma_v2, sigma_e2)."""
    n = model.n[model.n > 0]
    alpha = model.within + n * model.between
    vv, ve = np.sum((n / alpha) ** 2), np.sum(n / alpha**2)
    ee = np.sum((n - 1) / model.within**2 + 1 / alpha**2)
    return 0.5 * np.array([[vv, ve], [ve, ee]])


def _bias_of_g1(model: Components, covariance: Floats) -> Floats:
    """bias(sigma)' grad g1 under ML: its estimates of variance are too small by this bias."""
    seen = model.n > 0
    n, xbar = model.n[seen], model.means[seen]
    alpha = model.within + n * model.between
    # X'V^-1X = within^-1 (X'X - sum gamma n xbar xbar'); slopes in both variances.
    by_between = -((n / alpha) ** 2 * xbar.T) @ xbar
    inverse = np.linalg.inv(model.Q)
    # X'V^-1X is homogeneous of degree -1: sigma_v2 d/dv + sigma_e2 d/de = -itself.
    by_within = (-inverse - model.between * by_between) / model.within
    traces = np.array([np.trace(model.Q @ by_between), np.trace(model.Q @ by_within)])
    bias = 0.5 * covariance @ traces
    gamma = model.gamma
    slopes = np.column_stack(
        [(1 - gamma) ** 2, np.where(seen, gamma**2, 0) / np.maximum(model.n, 1)]
    )
    return slopes @ bias
