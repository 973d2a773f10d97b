"""How far the area estimates may be off: the mean squared error of the Fay-Herriot EBLUP.

    g1 = A psi / (A + psi)                       what remains with A and beta known
    g2 = (1-gamma)^2 x' (X'V^-1 X)^-1 x          for beta estimated
    g3 = (1-gamma)^2 var(A) / (A + psi)          for A estimated

and MSE = g1 + g2 + 2 g3 (REML), or that less bias(A) (1-gamma)^2 (ML, FH), whose estimates of A
are biased. An area without a sample has gamma 0: its synthetic estimate errs by A - bias(A) + x'Qx.
Order of neglect o(1/m). Source: Prasad & Rao (1990), JASA 85, 163-171; Datta & Lahiri (2000),
Statistica Sinica 10, 613-627; Datta, Rao & Smith (2005), Biometrika 92, 183-196; Rao & Molina
(2015), sections 6.2.1-6.2.2.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.areas.between import Fit
from thuocdo.surveys.areas.inputs import Floats


def sampled_error(method: str, A: float, psi: Floats, X: Floats, fit: Fit) -> Floats:
    """MSE (m,) of the EBLUP of areas with a sample; unit of the estimates, squared."""
    w = fit.w
    kept = (psi * w) ** 2
    g1 = psi * A * w
    g2 = kept * spread(X, fit.Q)
    g3 = kept * w * _variance_of_A(method, w)
    return _less(g1 + g2 + 2 * g3, _bias_of_A(method, w, X, fit.Q) * kept)


def synthetic_error(method: str, A: float, X: Floats, at: Floats, fit: Fit) -> Floats:
    """MSE of X beta for areas without a sample; ``at`` are the columns of those with one.

    The limit of the error above as psi grows beyond all bounds.
    """
    return _less(A + spread(X, fit.Q), _bias_of_A(method, fit.w, at, fit.Q))


def _less(error: Floats, bias: Floats | float) -> Floats:
    """The error less the bias, but where nothing or less would be left: there the error itself."""
    return np.where(error > bias, error - bias, error)


def spread(X: Floats, Q: Floats) -> Floats:
    """x'Qx of every row."""
    return np.einsum("ij,jk,ik->i", X, Q, X)


def _variance_of_A(method: str, w: Floats) -> float:
    return 2 * len(w) / float(w.sum()) ** 2 if method == "FH" else 2 / float(w @ w)


def _bias_of_A(method: str, w: Floats, X: Floats, Q: Floats) -> float:
    if method == "REML":
        return 0.0
    total, squares = float(w.sum()), float(w @ w)
    if method == "ML":
        return -float(np.trace(Q @ (((w**2)[:, None] * X).T @ X))) / squares
    return 2 * (len(w) * squares - total**2) / total**3
