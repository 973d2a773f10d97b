"""The unit-level nested-error model: answers of people, means of areas known for the columns.

    y_ij = x_ij' beta + v_i + e_ij

A mean of area i is X_i' beta + v_i, or, where its size N_i is known, the mean of the units seen
and the prediction of those not seen. Source: Battese, Harter & Fuller (1988), "An
error-components model for prediction of county crop areas using survey and satellite data",
JASA 83, 28-36; Rao & Molina (2015), chapter 7. The sampling within areas must tell nothing of y
beyond the columns: with unequal weights put what they depend on into X.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.clusters import METHODS, best_ratio, profile, sums_of
from thuocdo.surveys.areas.inputs import (
    Floats,
    enough_and_independent,
    matrix,
    one_of,
    refused,
    same_length,
    vector,
)
from thuocdo.surveys.areas.normality import Normality, normality
from thuocdo.surveys.areas.unit_errors import Components, finite_error, mean_error

# What is left of y beside the columns, as a share of y, that rounding alone may leave.
NOTHING = 1e-10


@dataclass(frozen=True)
class UnitDiagnostics:
    """loglik (restricted under REML), n (m,) units used, gamma (m,), standardised residuals.

    residuals  of the units used: (y - x'beta - v_i) / sigma_e
    dropped    units left out because y is null
    """

    loglik: float
    n: Floats
    gamma: Floats
    residuals: Floats
    normality: Normality | None
    dropped: int


@dataclass(frozen=True)
class NestedError:
    """Estimates per area in the order of ``areas``; squares of units of y where variances.

    sigma_v2, sigma_e2  variance between areas and of units within
    effects             (m,) v_i, 0 where there is no sample
    eblup, mse          (m,) estimate of the mean and its mean squared error
    """

    method: str
    areas: tuple
    sigma_v2: float
    sigma_e2: float
    beta: Floats
    se_beta: Floats
    effects: Floats
    eblup: Floats
    mse: Floats
    diagnostics: UnitDiagnostics


def nested_error(
    y: Any,
    X: Any,
    area: Any,
    means: Any,
    areas: Any,
    *,
    sizes: Any = None,
    method: str = "REML",
) -> NestedError:
    """Fit on units, estimate every area of ``areas``.

    y      (n,) answers; a unit with null is left out and counted
    X      (n, p) columns used as given (put the ones in), none missing
    area   (n,) code of each unit's area; every one must be in ``areas``
    means  (m, p) population means of the same columns, in the order of ``areas``
    areas  (m,) codes; one without units gets the synthetic estimate
    sizes  (m,) population sizes N: estimates then keep the units seen; None: no such correction
    method REML or ML

    SURVEY-042...046, 050, 054...057, 074.
    """
    one_of(method, METHODS, "method")
    columns, of_areas, answers = matrix(X), matrix(means, "means"), vector(y, "y")
    codes, listed = list(area), tuple(areas)
    same_length(len(answers), X=columns, area=codes)
    same_length(len(listed), means=of_areas)
    same_length(columns.shape[1], **{"means[0]": of_areas.T})
    place = _placed(codes, listed)
    used = ~np.isnan(answers)
    enough_and_independent(columns[used])
    units = _Units(answers[used], columns[used], place[used], len(listed))
    population = None if sizes is None else _checked_sizes(sizes, units.count)
    return _estimated(method, units, of_areas, listed, population, int((~used).sum()))


class _Units:
    """The units used, with their sums per area."""

    def __init__(self, y: Floats, X: Floats, place, areas: int):
        self.y, self.X, self.place = y, X, place
        self.count = np.bincount(place, minlength=areas).astype(float)
        if not 1 < (self.count > 0).sum() < len(y):
            raise ThuocDoError.of("SURVEY-055")
        least = np.maximum(self.count, 1)
        self.means = np.column_stack(
            [np.bincount(place, weights=one, minlength=areas) / least for one in X.T]
        )
        self.mean_y = np.bincount(place, weights=y, minlength=areas) / least


def _placed(codes: list, listed: tuple) -> np.ndarray:
    at = {code: place for place, code in enumerate(listed)}
    if len(at) < len(listed):
        raise ThuocDoError.of("SURVEY-056", area=next(c for c in at if listed.count(c) > 1))
    for row, code in enumerate(codes):
        if code not in at:
            raise refused("SURVEY-054", row, "area", area=code)
    return np.array([at[code] for code in codes], dtype=np.int64)


def _checked_sizes(sizes: Any, seen: Floats) -> Floats:
    found = vector(sizes, "sizes")
    same_length(len(seen), sizes=found)
    wrong = np.flatnonzero(~((found >= seen) & (found > 0)))
    if len(wrong):
        at = int(wrong[0])
        size = None if np.isnan(found[at]) else float(found[at])
        raise refused("SURVEY-057", at, "sizes", size=size, seen=int(seen[at]))
    return found


def _estimated(method, units: _Units, means: Floats, listed, sizes, dropped) -> NestedError:
    restricted = method == "REML"
    between, within, beta, loglik = _fit(units, restricted)
    seen = units.count > 0
    alpha = within + units.count * between
    weighted = (units.count**2 * between / alpha)[:, None] * units.means
    Q = within * np.linalg.inv(units.X.T @ units.X - weighted.T @ units.means)
    model = Components(between, within, units.count, units.means, Q)
    effects = np.where(seen, model.gamma * (units.mean_y - units.means @ beta), 0.0)
    if sizes is None:
        eblup, mse = means @ beta + effects, mean_error(model, means, restricted)
    else:
        eblup, mse = _finite(model, units, means, sizes, beta, effects, restricted)
    left = (units.y - units.X @ beta - effects[units.place]) / np.sqrt(within)
    return NestedError(
        method=method,
        areas=listed,
        sigma_v2=between,
        sigma_e2=within,
        beta=beta,
        se_beta=np.sqrt(np.diag(Q)),
        effects=effects,
        eblup=eblup,
        mse=mse,
        diagnostics=UnitDiagnostics(
            loglik, units.count, model.gamma, left, normality(left), dropped
        ),
    )


def _fit(units: _Units, restricted: bool) -> tuple[float, float, Floats, float]:
    """sigma_v2, sigma_e2, beta, log-likelihood; worked on orthonormal columns."""
    basis, triangle = np.linalg.qr(units.X)
    first = basis.T @ units.y
    left = units.y - basis @ first
    _some_left_within(units)
    occupied, place = np.unique(units.place, return_inverse=True)
    sums = sums_of(left, basis, place, len(occupied))
    ratio = best_ratio(sums, restricted)
    best = profile(ratio, sums, restricted)
    beta = np.linalg.solve(triangle, first + best.beta)
    # The likelihood of REML is that of the columns as given, not of their orthonormal basis.
    scale = 2 * float(np.sum(np.log(np.abs(np.diag(triangle))))) if restricted else 0.0
    loglik = -0.5 * (best.deviance + scale)
    return ratio * best.unit_variance, best.unit_variance, beta, loglik


def _some_left_within(units: _Units) -> None:
    """SURVEY-074 when areas and columns together explain y wholly: sigma_e2 would be 0."""
    y = units.y - units.mean_y[units.place]
    X = units.X - units.means[units.place]
    left = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    if np.linalg.norm(left) <= NOTHING * np.linalg.norm(units.y):
        raise ThuocDoError.of("SURVEY-074")


def _finite(model, units: _Units, means, sizes, beta, effects, restricted):
    """Estimate and error with the units seen kept as they are."""
    share = units.count / sizes
    unseen = np.maximum(sizes - units.count, 1e-300)[:, None]
    at = (sizes[:, None] * means - units.count[:, None] * units.means) / unseen
    at[units.count == sizes] = 0.0
    eblup = share * units.mean_y + (means - share[:, None] * units.means) @ beta
    eblup = np.where(share == 1, units.mean_y, eblup + (1 - share) * effects)
    return eblup, finite_error(model, at, sizes, restricted)
