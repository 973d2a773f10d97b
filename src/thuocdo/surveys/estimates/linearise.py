"""Means, totals and ratios as sums by cell, and what each unit contributes to their error.

With y the answers, x the denominator and w the weights, over the rows that have both:

    mean   Σwy / Σw        contribution of a unit   Σ w (y - mean) / Σw
    ratio  Σwy / Σwx                                Σ w (y - ratio x) / Σwx
    total  Σwy                                      Σ wy

(Taylor linearisation; Särndal, Swensson & Wretman 1992, chapter 5.) With calibrated weights
the contribution is taken from the residual of y on the margins, regressed with the weights
before calibration (Deville & Särndal 1992, JASA 87).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thuocdo.surveys.estimates.cells import Cells
from thuocdo.surveys.estimates.columns import Floats
from thuocdo.surveys.estimates.design import Design
from thuocdo.surveys.estimates.variance import Stages


@dataclass(frozen=True)
class Sums:
    """Sums of a block of k items: ``top, bottom`` (cells, k), ``count`` of answers (cells, k).

    ``bottom`` is ``None`` for totals. ``whole, square`` (domains, k): Σw and Σw(y - centre)²,
    ``centre`` (k,) the mean of all; not for ratios. ``moments``: Σ d x y and Σ d x by domain, each
    (domains, p, k), when the weights are calibrated.
    """

    top: Floats
    bottom: Floats | None
    count: Floats
    whole: Floats
    square: Floats
    centre: Floats
    moments: tuple[Floats, Floats] | None = None


def sums_of(
    design: Design, cells: Cells, answers: list[Floats], kind: str, denominator: Floats | None
) -> Sums:
    """Sums by cell of a block of items; a row without an answer is left out of its domain."""
    weight = cells.of_rows(design.weight)
    below = None if denominator is None else cells.of_rows(denominator)
    shape = (len(cells.domain), len(answers))
    top, bottom, count = np.empty(shape), np.empty(shape), np.empty(shape)
    whole, square = np.zeros((2, len(cells.start), len(answers)))
    centre = np.zeros(len(answers))
    plain = None
    moments = _Moments(design, cells, len(answers)) if design.residuals else None
    for place, column in enumerate(answers):
        y = cells.of_rows(column)
        missing = np.isnan(y) if below is None else np.isnan(y) | np.isnan(below)
        gaps = missing.any()
        w = np.where(missing, 0.0, weight) if gaps else weight
        y = np.where(missing, 0.0, y) if gaps else y
        x = None if below is None else np.where(missing, 0.0, below)
        top[:, place] = cells.sum_rows(w * y)
        if gaps or plain is None:
            found = cells.sum_rows(w), cells.sum_rows((~missing).astype(float))
            plain = plain if gaps else found
        else:
            found = plain
        bottom[:, place] = found[0] if x is None else cells.sum_rows(w * x)
        count[:, place] = found[1]
        if x is None:
            centre[place] = top[:, place].sum() / max(found[0].sum(), 1e-300)
            whole[:, place] = cells.by_domain(found[0])
            apart = y - centre[place]
            square[:, place] = cells.by_domain_of_rows(w * apart * apart)
        if moments:
            moments.add(place, y, np.where(missing, 0.0, 1.0) if x is None else x)
    told = moments.found if moments else None
    below_of = None if kind == "total" else bottom
    return Sums(top, below_of, count, whole, square, centre, told)


class _Moments:
    """Σ d x_j y and Σ d x_j (denominator) by domain, for the residuals of calibration."""

    def __init__(self, design: Design, cells: Cells, items: int):
        margins, before = design.residuals.margins, design.residuals.before
        self._weighted = [
            cells.of_rows(before * margins[:, one]) for one in range(margins.shape[1])
        ]
        self._cells = cells
        shape = (len(cells.start), margins.shape[1], items)
        self.found = np.zeros(shape), np.zeros(shape)

    def add(self, place: int, y: Floats, below: Floats) -> None:
        for one, weighted in enumerate(self._weighted):
            for into, values in zip(self.found, (y, below), strict=True):
                into[:, one, place] = self._cells.by_domain_of_rows(weighted * values)


def values_of(cells: Cells, sums: Sums) -> tuple[Floats, Floats]:
    """Estimates (domains, k) and what they were divided by; NaN where that is nought."""
    top = cells.by_domain(sums.top)
    if sums.bottom is None:
        return top, np.ones_like(top)
    bottom = cells.by_domain(sums.bottom)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(bottom == 0, np.nan, top / bottom), bottom


def contributions(
    design: Design, cells: Cells, sums: Sums, value: Floats, bottom: Floats
) -> Floats:
    """z by cell (cells, k): the sum of z over a domain's units has the estimate's variance."""
    at = cells.domain
    safe = np.where(bottom == 0, 1.0, bottom)
    known = np.nan_to_num(value)
    whole = sums.bottom is None
    z = sums.top if whole else (sums.top - known[at] * sums.bottom) / safe[at]
    if sums.moments is None:
        return z
    upper, lower = sums.moments
    if sums.bottom is None:
        slopes = _slopes(design, upper)
    else:
        slopes = _slopes(design, (upper - known[:, None, :] * lower) / safe[:, None, :])
    fitted = _unit_margins(design)
    explained = np.einsum("up,dpk->duk", fitted, slopes)
    return z - explained.reshape(z.shape)


def _slopes(design: Design, moments: Floats) -> Floats:
    """Coefficients (domains, p, k) of the regression on the margins, weights before."""
    margins, before = design.residuals.margins, design.residuals.before
    square = margins.T @ (margins * before[:, None])
    return np.einsum("pq,dqk->dpk", np.linalg.pinv(square, hermitian=True), moments)


def _unit_margins(design: Design) -> Floats:
    """Σ w x by last unit, with the calibrated weights."""
    units = len(design.psu)
    columns = [
        np.bincount(design.unit, weights=design.weight * column, minlength=units)
        for column in design.residuals.margins.T
    ]
    return np.stack(columns, axis=1)


def counted(cells: Cells, stages: Stages, count: Floats) -> tuple[Floats, Floats]:
    """Respondents and PSUs with an answer, by domain: two (domains, k)."""
    met = (stages.by_psu(count) > 0).astype(float)
    first = np.searchsorted(stages.psus.code // stages.design.n_psu, np.arange(len(cells.start)))
    return cells.by_domain(count), np.add.reduceat(met, first, axis=0)


def domain_df(cells: Cells, stages: Stages, count: Floats) -> Floats:
    """PSUs less strata, of those where the domain has an answer: (domains, k).

    The df of the whole design tell how well the variance of the whole is known; the variance
    of one commune stands on the PSUs of that commune alone (Korn & Graubard 1999, *Analysis of
    Health Surveys*, section 5.2). At least 0.
    """
    met = stages.by_psu(count) > 0
    strata = (stages.strata.sums(met.astype(float)) > 0).astype(float)
    _, n_psu = counted(cells, stages, count)
    return np.maximum(n_psu - np.add.reduceat(strata, stages.start, axis=0), 0)


def simple_variance(cells: Cells, sums: Sums, n: Floats) -> tuple[Floats, Floats]:
    """Variance among respondents, n/(n-1) Σw(y - mean)²/Σw, and Σw: two (domains, k)."""
    top = cells.by_domain(sums.top)
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = top / sums.whole - sums.centre
        around = sums.square / sums.whole
        spread = around - shift**2
        # What is left by rounding where all answers are alike is nought.
        spread = np.where(spread > 1e-13 * around, spread, 0.0)
        return spread * n / (n - 1), sums.whole


def residual_variance(
    cells: Cells, design: Design, answers: list[Floats], denominator: Floats, ratio: Floats
) -> tuple[Floats, Floats]:
    """The same of y - ratio x, over the rows with both."""
    w, x = cells.of_rows(design.weight), cells.of_rows(denominator)
    spread, size = np.zeros_like(ratio), np.zeros_like(ratio)
    for place, column in enumerate(answers):
        e = cells.of_rows(column) - ratio[cells.row_domain, place] * x
        missing = np.isnan(e)
        inside, e = np.where(missing, 0.0, w), np.where(missing, 0.0, e)
        size[:, place] = whole = cells.by_domain_of_rows(inside)
        n = cells.by_domain_of_rows((~missing).astype(float))
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = e - (cells.by_domain_of_rows(inside * e) / whole)[cells.row_domain]
            squares = cells.by_domain_of_rows(inside * apart * apart)
            spread[:, place] = squares / whole * n / (n - 1)
    return spread, size
