"""``calibrate``: weights that meet known totals, with the errors that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from thuocdo.surveys.estimates.answers import Asked
from thuocdo.surveys.estimates.columns import Floats, is_number, names, need_one_of, refuse
from thuocdo.surveys.estimates.design import Design, Residuals, design_of
from thuocdo.surveys.estimates.estimating import estimate_of
from thuocdo.surveys.weighting.fitting import fit
from thuocdo.surveys.weighting.margins import SIZE, Margins, Totals, margins_of
from thuocdo.surveys.weighting.solving import Distance, solve

METHODS = ("poststratify", "linear", "raking", "logit")


@dataclass(frozen=True)
class Report:
    """What calibration did to the weights.

    ``weights``: (smallest, largest) after; ``g``: (smallest, largest) ratio after to before;
    ``design_effect``: (before, after), Kish's n Σw²/(Σw)² of unequal weights (Kish 1965);
    ``margins``: a row a margin, ``column, level, total, before, after``; ``iterations``.
    """

    method: str
    weights: tuple[float, float]
    g: tuple[float, float]
    design_effect: tuple[float, float]
    margins: pl.DataFrame
    iterations: int


@dataclass(frozen=True)
class Calibrated:
    """Respondents with calibrated weights. ``weights``: a float by row; ``report``."""

    frame: pl.DataFrame
    design: Design
    report: Report

    @property
    def weights(self) -> pl.Series:
        return pl.Series("weight", self.design.weight)

    def estimate(
        self,
        *,
        target: str | Sequence[str],
        kind: str = "mean",
        by: str | Sequence[str] | None = None,
        denominator: str | None = None,
        p: float = 0.5,
        level: float = 0.95,
        interval: str = "t",
        deff: str = "without",
        df: str = "design",
    ) -> pl.DataFrame:
        """As ``surveys.estimate``, errors from the residuals of the calibration."""
        columns = names(target), names(by)
        asked = Asked(kind, p, level, interval, deff, *columns, denominator, df)
        return estimate_of(self.frame, self.design, asked)


def calibrate(
    frame: pl.DataFrame,
    *,
    weight: str | None,
    totals: Totals,
    method: str = "poststratify",
    bounds: tuple[float, float] | None = None,
    tolerance: float | None = None,
    strata: str | Sequence[str] | None = None,
    psu: str | None = None,
    ssu: str | None = None,
    nest: bool = True,
    fpc: str | Sequence[str] | None = None,
    singleton: str = "error",
) -> Calibrated:
    """Weights that meet the totals of the population.

    totals   ``{"stype": {"E": 4421, …}, "api99": 3914069}``: counts by level of a factor, sums
             of a number; ``"(Intercept)"`` is the size of the population
    method   ``poststratify`` (one factor), ``linear`` (regression, GREG), ``raking`` (margins of
             factors, or exponential), ``logit`` (within ``bounds``)
    bounds   (L, U) for the ratio of weights after to before, L < 1 < U
    tolerance
             only to compare with programs that stop early: raking of factors then stops when
             no cell of their joint table moves by so many people (R's ``rake``: 1)
    The rest is the design, as for ``surveys.estimate``.

    Raises ThuocDoError: SURVEY-001…012 on the frame and its design, SURVEY-022…027 on totals
    that do not fit, bounds, no solution, negative weights. The frame is not changed.
    """
    need_one_of("method", method, METHODS)
    if not isinstance(totals, Mapping):
        raise refuse("SURVEY-012", name="totals", value=str(totals), allowed="{…}")
    _check_bounds(method, bounds)
    _check_totals(method, totals)
    _check_tolerance(method, bounds, totals, tolerance)
    design = design_of(
        frame, strata=strata, psu=psu, ssu=ssu, nest=nest, weight=weight, fpc=fpc,
        singleton=singleton,
    )  # fmt: skip
    margins = margins_of(frame, totals)
    before = design.weight
    distance = Distance("linear" if method == "poststratify" else method, bounds)
    solved = (
        solve(before, margins, distance) if tolerance is None else fit(before, margins, tolerance)
    )
    after = before * solved.g
    if (after <= 0).any():
        count, least = int((after <= 0).sum()), float(solved.g.min())
        raise refuse("SURVEY-027", count=count, least=round(least, 4))
    report = _report(method, margins, before, after, solved.steps)
    # Residuals do not depend on the scale of a margin; one scale keeps their digits.
    scaled = margins.x / np.maximum(np.abs(margins.x).max(axis=0), 1e-300)
    calibrated = replace(design, weight=after, residuals=Residuals(scaled, before))
    return Calibrated(frame, calibrated, report)


def design_effect(weight: Floats) -> float:
    """Kish's design effect of unequal weights: n Σw² / (Σw)², 1 when all are alike."""
    return float(len(weight) * (weight**2).sum() / weight.sum() ** 2)


def _check_bounds(method: str, bounds: tuple[float, float] | None) -> None:
    if bounds is None:
        if method == "logit":
            raise refuse("SURVEY-025", bounds="–")
        return
    pair = isinstance(bounds, tuple | list) and len(bounds) == 2 and all(map(is_number, bounds))
    if method == "poststratify" or not pair or not 0 <= bounds[0] < 1 < bounds[1] < np.inf:
        raise refuse("SURVEY-025", bounds=str(bounds))


def _check_totals(method: str, totals: Totals) -> None:
    single = len(totals) == 1 and all(isinstance(one, Mapping) for one in totals.values())
    if method == "poststratify" and not single:
        raise refuse("SURVEY-028", given=", ".join(map(str, totals)) or "–")


def _check_tolerance(method, bounds, totals: Totals, tolerance: float | None) -> None:
    if tolerance is None:
        return
    factors = all(isinstance(one, Mapping) for one in totals.values())
    if method != "raking" or bounds or not factors or not is_number(tolerance) or tolerance <= 0:
        shown = 'None; > 0: method="raking"'
        raise refuse("SURVEY-012", name="tolerance", value=str(tolerance), allowed=shown)


def _report(method, margins: Margins, before: Floats, after: Floats, steps: int) -> Report:
    g = after / before
    table = pl.DataFrame(
        {
            "column": [name for name, _ in margins.label],
            "level": pl.Series([level for _, level in margins.label], dtype=pl.String),
            "total": margins.total,
            "before": margins.met(before),
            "after": margins.met(after),
        }
    )
    return Report(
        method,
        (float(after.min()), float(after.max())),
        (float(g.min()), float(g.max())),
        (design_effect(before), design_effect(after)),
        table,
        steps,
    )


__all__ = ["SIZE", "Calibrated", "Report", "calibrate", "design_effect"]
