"""Shares modelled on another scale, and brought back without the usual bias.

*arcsin*: z = arcsin sqrt p with variance psi / (4 p (1-p)), by the slope of the transform; with
effective sample sizes n given it is 1/(4 n), whatever p.

*logit*: z = log (n p + 1/2) / (n (1-p) + 1/2), the empirical logit, with n the effective sample
size, given or p (1-p) / psi. Its variance is 1 / (n q (1-q)) with q the share of all areas
together. Taken at each area's own p, as often done, a share high by chance would count for less
than one low by chance: with 40 answers shares near 0.84 then come out a point low, and stated
errors a quarter short (measured).

Going back by the plain inverse of the estimate is biased, as the inverse of a mean is not the
mean of inverses. Here the share is the *mean* of the inverse over the normal distribution the
model leaves for z: closed for the arcsine, by Gauss-Hermite quadrature for the logit. The error
is the variance of the inverse over a normal with the MSE of z; it is approximate, holds to the
order of that normality, and does not vanish at 0 and 1 as the slope would. How far the plain
inverse would have been off is kept (`back_shift`). What is left, measured with 40 answers at
0.84: the arcsine leans up by half a point, the logit by less.

Source: Sugasawa & Kubokawa (2017), Computational Statistics & Data Analysis 114;
Hadam, Würz & Kreutzmann (2020),
"Estimating regional unemployment with mobile network data for functional urban areas in
Germany", Refubium, Freie Universität Berlin.
"""

from __future__ import annotations

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.inputs import Flags, Floats, refused

TRANSFORMS = (None, "arcsin", "logit")
NODES = 60


def forward(transform: str, p: Floats, psi: Floats, effective: Floats | None, asked: Flags):
    """(z, variance of z) of shares p with variances psi, or effective sample sizes.

    ``asked`` (m,) areas with a sample; what the others hold does not matter.
    """
    outside = np.flatnonzero((p < 0) | (p > 1))
    if len(outside):
        raise refused("SURVEY-047", int(outside[0]), "direct", share=float(p[outside[0]]))
    if effective is None:
        ends = np.flatnonzero((p == 0) | (p == 1))
        if len(ends):
            raise refused("SURVEY-048", int(ends[0]), "direct", share=float(p[ends[0]]))
        effective = p * (1 - p) / psi
    if transform == "arcsin":
        return np.arcsin(np.sqrt(p)), 1 / (4 * effective)
    together = float(effective[asked] @ p[asked] / effective[asked].sum())
    z = np.log((effective * p + 0.5) / (effective * (1 - p) + 0.5))
    return z, 1 / (effective * together * (1 - together))


def checked_effective(effective: Floats | None, transform: str | None) -> None:
    """Effective sample sizes belong to a transform and are positive."""
    if effective is None:
        return
    if transform is None:
        raise ThuocDoError.of(
            "SURVEY-045", name="transform", value=transform, allowed="arcsin, logit"
        )
    wrong = np.flatnonzero(effective <= 0)
    if len(wrong):
        raise refused("SURVEY-041", int(wrong[0]), "effective", value=float(effective[wrong[0]]))


def plain_inverse(transform: str, z: Floats) -> Floats:
    """The share whose transform is z."""
    if transform == "arcsin":
        return np.sin(np.clip(z, 0, np.pi / 2)) ** 2
    return _expit(z)


def mean_inverse(transform: str, z: Floats, variance: Floats) -> Floats:
    """Mean of the inverse over N(z, variance)."""
    if transform == "arcsin":
        return (1 - np.exp(-2 * variance) * np.cos(2 * z)) / 2
    return _over_normal(z, variance)[0]


def inverse_variance(transform: str, z: Floats, variance: Floats) -> Floats:
    """Variance of the inverse over N(z, variance)."""
    if transform == "arcsin":
        square = (1 + np.exp(-8 * variance) * np.cos(4 * z)) / 2
        return (square - np.exp(-4 * variance) * np.cos(2 * z) ** 2) / 4
    mean, square = _over_normal(z, variance)
    return square - mean**2


def _over_normal(z: Floats, variance: Floats) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    values = _expit(z[:, None] + np.sqrt(variance)[:, None] * nodes)
    share = weights / weights.sum()
    return values @ share, values**2 @ share


def _expit(z: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(z / 2))
