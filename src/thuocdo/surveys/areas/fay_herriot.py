"""Fay-Herriot: a commune's own estimate pulled towards what communes like it show.

    direct_i = x_i' beta + v_i + e_i,   v_i ~ N(0, sigma2),   e_i ~ N(0, variance_i) known

and the estimate is gamma_i direct_i + (1 - gamma_i) x_i' beta with gamma_i = sigma2 / (sigma2 +
variance_i): the less is known of an area by itself, the nearer it comes to the model. An area
without a sample gets x' beta. Source: Fay & Herriot (1979), JASA 74, 269-277; Rao & Molina,
Small Area Estimation, 2nd ed. (2015), chapters 5-6. Cost m p^2 a step: no m x m matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.area_errors import sampled_error, synthetic_error
from thuocdo.surveys.areas.benchmarks import Benchmark, benchmarked
from thuocdo.surveys.areas.between import METHODS, Fit, Found, fitted, variance_between
from thuocdo.surveys.areas.inputs import (
    Flags,
    Floats,
    enough_and_independent,
    matrix,
    one_of,
    refused,
    same_length,
    vector,
)
from thuocdo.surveys.areas.normality import Normality, normality
from thuocdo.surveys.areas.transforms import (
    TRANSFORMS,
    checked_effective,
    forward,
    inverse_variance,
    mean_inverse,
    plain_inverse,
)

TOLERANCE = 1e-10


@dataclass(frozen=True)
class Diagnostics:
    """What to look at before believing the model. NaN for areas without a sample.

    loglik, restricted_loglik  at the estimates, on the model's scale
    aic, bic                   from ``loglik`` with p + 1 parameters
    iterations, converged      of the scoring
    gamma                      (m,) weight of the own estimate, 0 without a sample
    residuals                  (m,) (direct - x'beta) / sqrt(sigma2 + variance), model's scale
    normality                  Shapiro-Wilk of the residuals; None under three or over 5,000
    back_shift                 (m,) share less the plain inverse of z; None without transform
    """

    loglik: float
    restricted_loglik: float
    aic: float
    bic: float
    iterations: int
    converged: bool
    gamma: Floats
    residuals: Floats
    normality: Normality | None
    back_shift: Floats | None


@dataclass(frozen=True)
class FayHerriot:
    """Estimates per area, in the order given; ``sampled`` tells which have a sample.

    sigma2, beta, se_beta  on the model's scale (the transform's where there is one)
    eblup, mse             (m,) on the scale of ``direct``: the model's estimate and its mean
                           squared error (synthetic where there is no sample)
    benchmarked, mse_benchmarked  (m,) or None: moved to the province's figure
    """

    method: str
    transform: str | None
    sampled: Flags
    sigma2: float
    beta: Floats
    se_beta: Floats
    eblup: Floats
    mse: Floats
    benchmarked: Floats | None
    mse_benchmarked: Floats | None
    diagnostics: Diagnostics


def fay_herriot(
    direct: Any,
    variance: Any,
    X: Any,
    *,
    method: str = "REML",
    transform: str | None = None,
    benchmark: Benchmark | None = None,
    effective: Any = None,
    tolerance: float = TOLERANCE,
) -> FayHerriot:
    """Fit the model and estimate every area.

    direct     (m,) own estimates; null where there is no sample
    variance   (m,) their sampling variances, > 0; null where there is no sample
    X          (m, p) auxiliary columns used as given (put the ones in), none missing
    method     REML, ML or FH (moments)
    transform  None, or arcsin or logit for shares in [0, 1]; see `transforms`
    benchmark  weights and the province's figure; see `benchmarks`
    effective  (m,) effective sample sizes, for a transform, instead of the variances
    tolerance  relative change of sigma2 at which scoring stops

    An area is sampled when it has both an estimate and a variance. SURVEY-040...052.
    """
    one_of(method, METHODS, "method")
    one_of(transform, TRANSFORMS, "transform")
    y, psi, columns = vector(direct, "direct"), vector(variance, "variance"), matrix(X)
    sizes = None if effective is None else vector(effective, "effective")
    same_length(len(y), variance=psi, X=columns)
    if sizes is not None:
        same_length(len(y), effective=sizes)
    checked_effective(sizes, transform)
    sampled = _sampled(y, psi, sizes)
    enough_and_independent(columns[sampled])
    z, spread = y.copy(), psi.copy()
    if transform:
        # Not only the sampled rows: an error then names the row of the caller.
        z[~sampled], spread[~sampled] = 0.5, 1.0
        if sizes is not None:
            sizes = np.where(sampled, sizes, 1.0)
        z, spread = forward(transform, z, spread, sizes, sampled)
    return _estimated(method, transform, y, z, spread, columns, sampled, benchmark, tolerance)


def _sampled(y: Floats, psi: Floats, sizes: Floats | None) -> Flags:
    wrong = np.flatnonzero(psi <= 0) if sizes is None else []
    if len(wrong):
        raise refused("SURVEY-041", int(wrong[0]), "variance", value=float(psi[wrong[0]]))
    sampled = ~np.isnan(y) & ~np.isnan(psi if sizes is None else sizes)
    if not sampled.any():
        raise ThuocDoError.of("SURVEY-040")
    return sampled


def _estimated(method, transform, y, z, psi, X, sampled, benchmark, tolerance) -> FayHerriot:
    # On orthonormal columns nothing is lost where people stand beside shares.
    at, triangle = np.linalg.qr(X[sampled])
    X, of_areas = np.linalg.solve(triangle.T, X.T).T, (z[sampled], psi[sampled])
    found = variance_between(method, *of_areas, at, tolerance)
    A = found.variance
    fit = fitted(A, *of_areas, at)
    gamma = np.zeros(len(z))
    gamma[sampled] = A * fit.w
    eblup = X @ fit.beta
    eblup[sampled] += gamma[sampled] * fit.residuals
    mse = synthetic_error(method, A, X, at, fit)
    mse[sampled] = sampled_error(method, A, psi[sampled], at, fit)
    shift = None
    if transform:
        left = np.where(sampled, gamma * psi, A)  # g1: the variance left for z
        plain = plain_inverse(transform, eblup)
        eblup, mse = (
            mean_inverse(transform, eblup, left),
            inverse_variance(transform, eblup, np.maximum(mse, 0)),
        )
        shift = eblup - plain
    moved = None if benchmark is None else benchmarked(eblup, y, benchmark)
    return FayHerriot(
        method=method,
        transform=transform,
        sampled=sampled,
        sigma2=A,
        beta=np.linalg.solve(triangle, fit.beta),
        se_beta=_errors_of_beta(triangle, fit),
        eblup=eblup,
        mse=mse,
        benchmarked=moved,
        mse_benchmarked=None if moved is None else mse + (moved - eblup) ** 2,
        diagnostics=_diagnostics(found, fit, triangle, gamma, sampled, shift),
    )


def _errors_of_beta(triangle: Floats, fit: Fit) -> Floats:
    """Standard errors of the coefficients of the columns as given."""
    inverse = np.linalg.inv(triangle)
    return np.sqrt(np.diag(inverse @ fit.Q @ inverse.T))


def _diagnostics(
    found: Found, fit: Fit, triangle: Floats, gamma: Floats, sampled: Flags, shift
) -> Diagnostics:
    # The restricted likelihood is that of the columns as given, not of their basis.
    scale = float(np.sum(np.log(np.abs(np.diag(triangle)))))
    residuals = np.full(len(gamma), np.nan)
    residuals[sampled] = fit.residuals * np.sqrt(fit.w)
    parameters = len(fit.beta) + 1
    return Diagnostics(
        loglik=fit.loglik,
        restricted_loglik=fit.restricted - scale,
        aic=2 * parameters - 2 * fit.loglik,
        bic=parameters * float(np.log(sampled.sum())) - 2 * fit.loglik,
        iterations=found.steps,
        converged=found.converged,
        gamma=gamma,
        residuals=residuals,
        normality=normality(residuals[sampled]),
        back_shift=shift,
    )
