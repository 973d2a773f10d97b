"""The variance between areas of the Fay-Herriot model, by REML, ML or Fay and Herriot's moments.

Model: y = X beta + v + e, v ~ N(0, A), e ~ N(0, psi) with psi known. Everything is diagonal but
for the p columns of X, so a step costs m p^2 operations and no m x m matrix exists.

Scoring starts from the median of psi and stops when A moves by less than `tolerance` of itself
(Rao & Molina, Small Area Estimation, 2nd ed., 2015, section 6.1.2). A likelihood may have two
hills and scoring may overstep nought, so for ML and REML the whole range is also looked over on
a grid; the highest point found wins. A may be exactly 0: the areas then differ by no more than
their errors explain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.areas.inputs import Floats

METHODS = ("REML", "ML", "FH")
STEPS = 200
GRID = 60


@dataclass(frozen=True)
class Fit:
    """Generalised least squares at one A: weights 1/(A+psi), (X'WX)^-1, beta, residuals."""

    w: Floats
    Q: Floats
    beta: Floats
    residuals: Floats

    @property
    def loglik(self) -> float:
        """Log-likelihood at these estimates."""
        return 0.5 * float(np.sum(np.log(self.w / (2 * np.pi)) - self.w * self.residuals**2))

    @property
    def restricted(self) -> float:
        """Log-likelihood of the contrasts free of beta, up to the constant of X'X."""
        p = len(self.beta)
        return self.loglik + 0.5 * (float(np.linalg.slogdet(self.Q)[1]) + p * np.log(2 * np.pi))


@dataclass(frozen=True)
class Found:
    """A, how many steps it took, and whether they closed."""

    variance: float
    steps: int
    converged: bool


def fitted(A: float, y: Floats, psi: Floats, X: Floats) -> Fit:
    """The fit with the variance between areas given."""
    w = 1.0 / (A + psi)
    Q = np.linalg.inv((w[:, None] * X).T @ X)
    beta = Q @ (X.T @ (w * y))
    return Fit(w, Q, beta, y - X @ beta)


def variance_between(method: str, y: Floats, psi: Floats, X: Floats, tolerance: float) -> Found:
    """The estimate of A by one of `METHODS`; see the module."""
    start = float(np.median(psi))
    found = _scored(method, start, y, psi, X, tolerance)
    if method == "FH":
        return found
    height = _height(method)
    top = height(fitted(found.variance, y, psi, X))
    widest = float(np.var(y)) + 10 * start
    for A in np.concatenate([[0.0], widest * np.logspace(-8, 0, GRID)]):
        if height(fitted(A, y, psi, X)) > top + 1e-8:
            other = _scored(method, float(A), y, psi, X, tolerance)
            higher = height(fitted(other.variance, y, psi, X))
            if higher > top:
                steps = found.steps + other.steps
                found, top = Found(other.variance, steps, other.converged), higher
    return found


def _height(method: str):
    return (lambda fit: fit.restricted) if method == "REML" else (lambda fit: fit.loglik)


def _scored(method: str, start: float, y: Floats, psi: Floats, X: Floats, tolerance: float):
    A = start
    for step in range(1, STEPS + 1):
        slope, information = _slope(method, fitted(A, y, psi, X), X)
        if A == 0.0 and slope <= 0:
            return Found(0.0, step, True)
        new = max(A + slope / information, 0.0)
        if A > 0 and abs(new - A) <= tolerance * A:
            return Found(new, step, True)
        A = new
    return Found(A, STEPS, False)


def _slope(method: str, fit: Fit, X: Floats) -> tuple[float, float]:
    """Score and information in A; for FH the moment equation and minus its slope."""
    w, r = fit.w, fit.residuals
    if method == "FH":
        return float(w @ r**2) - (len(r) - len(fit.beta)), float(w.sum())
    squares = float(np.sum((w * r) ** 2))
    if method == "ML":
        return 0.5 * (squares - float(w.sum())), 0.5 * float(w @ w)
    # P = W - W X Q X' W; tr P and tr P^2 without forming P.
    first = fit.Q @ ((w**2)[:, None] * X).T @ X
    second = fit.Q @ ((w**3)[:, None] * X).T @ X
    trace = float(w.sum() - np.trace(first))
    trace_of_square = float(w @ w - 2 * np.trace(second) + np.trace(first @ first))
    return 0.5 * (squares - trace), 0.5 * trace_of_square
