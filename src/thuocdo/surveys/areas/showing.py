"""What a page may show of a commune: its own estimate, the model's, or nothing.

In this order:

1. *own*      enough answers, an error that can be told, and that error small enough;
2. *model*    else the model's estimate, when its error is small enough;
3. *nothing*  else; a page says why.

An own estimate without a standard error (one village asked) is never shown: a figure whose
error nobody knows is not a figure. A threshold says where it comes from and how sure that is
(``status``: read, secondary, unknown); one with value None is not applied.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields

import polars as pl

from thuocdo.errors import ThuocDoError

OWN, MODEL, NOTHING = "own", "model", "nothing"


@dataclass(frozen=True)
class Threshold:
    """A limit, its source, and its status: read, secondary or unknown."""

    value: float | None
    source: str
    status: str


PAPI_FOOTNOTE = "PAPI 2019, official workbook, footnote: a cell is blank under 15 answers"
STATCAN = (
    "Release guidelines of Statistics Canada, as quoted at "
    "communityhealthstats.healthunit.com/definition/coefficient-variation"
)
MEASURED = "docs/reference/coverage.md: with 2 villages an error is too often far too small"
HOUSE = "unknown: choice of the house"


def _limit(value: float | None, source: str, status: str):
    return field(default_factory=lambda: Threshold(value, source, status))


@dataclass(frozen=True)
class Thresholds:
    """The limits of the rule.

    min_answers    an own estimate stands on at least so many answers
    min_psus       and on at least so many PSUs, where the frame says how many (``n_psu``)
    own_cv         its standard error over the estimate is at most this
    own_margin     its 95 % half-width, unit of the estimate, is at most this
    model_cv       root mean squared error of the model's over the estimate
    model_margin   1.96 root mean squared errors, unit of the estimate
    """

    min_answers: Threshold = _limit(15, PAPI_FOOTNOTE, "read")
    min_psus: Threshold = _limit(3, MEASURED, "secondary")
    own_cv: Threshold = _limit(0.165, STATCAN, "secondary")
    own_margin: Threshold = _limit(None, HOUSE, "unknown")
    model_cv: Threshold = _limit(0.333, STATCAN, "secondary")
    model_margin: Threshold = _limit(None, HOUSE, "unknown")

    def listed(self) -> pl.DataFrame:
        """One row a threshold: name, value, source, status."""
        rows = [(one.name, getattr(self, one.name)) for one in fields(self)]
        return pl.DataFrame(
            [
                {"name": name, "value": one.value, "source": one.source, "status": one.status}
                for name, one in rows
            ],
            schema={"name": str, "value": float, "source": str, "status": str},
        )


# Columns read; every one may be null in a row.
COLUMNS = ("n", "own", "own_se", "model", "model_mse")


def shown(frame: pl.DataFrame, thresholds: Thresholds | None = None) -> pl.DataFrame:
    """The frame with what may be shown of every row.

    In: ``n`` answers, ``own`` estimate and ``own_se``, ``model`` estimate and ``model_mse``
    (same unit; null or NaN where there is none), and ``n_psu`` if there is that column. Out:
    those, then ``show`` (own, model, nothing), ``value``, ``se`` (root MSE for the model), both
    null with nothing, and ``why``: enough, few_answers, few_psus, no_error, too_unsure: why the
    own estimate is shown or not.

    A coefficient of variation depends on which end of a share is counted; where that matters
    set the margins instead. SURVEY-058 when a column is missing.
    """
    limits = thresholds or Thresholds()
    for name in COLUMNS:
        if name not in frame.columns:
            raise ThuocDoError.of("SURVEY-058", name=name, columns=", ".join(frame.columns))
    known = {name: pl.col(name).cast(pl.Float64).fill_nan(None) for name in COLUMNS}
    root = known["model_mse"].sqrt()
    psus = pl.col("n_psu") if "n_psu" in frame.columns else pl.lit(math.inf)
    own_fits = _fits(known["own"], known["own_se"], limits.own_cv, limits.own_margin)
    model_fits = _fits(known["model"], root, limits.model_cv, limits.model_margin)
    why = (
        pl.when(_few(known["n"], limits.min_answers))
        .then(pl.lit("few_answers"))
        .when(_few(psus, limits.min_psus))
        .then(pl.lit("few_psus"))
        .when(known["own"].is_null() | ~(known["own_se"] > 0).fill_null(False))
        .then(pl.lit("no_error"))
        .when(own_fits)
        .then(pl.lit("enough"))
        .otherwise(pl.lit("too_unsure"))
    )
    show = (
        pl.when(pl.col("why") == "enough")
        .then(pl.lit(OWN))
        .when(model_fits)
        .then(pl.lit(MODEL))
        .otherwise(pl.lit(NOTHING))
    )
    is_own, is_model = pl.col("show") == OWN, pl.col("show") == MODEL
    return (
        frame.with_columns(why=why)
        .with_columns(show=show)
        .with_columns(
            value=pl.when(is_own).then(known["own"]).when(is_model).then(known["model"]),
            se=pl.when(is_own).then(known["own_se"]).when(is_model).then(root),
        )
        .select(*frame.columns, "show", "value", "se", "why")
    )


def _few(n: pl.Expr, least: Threshold) -> pl.Expr:
    """Under the least number; not known how many, or none, is few."""
    wanted = 1.0 if least.value is None else max(least.value, 1.0)
    return (n < wanted).fill_null(True)


def _fits(value: pl.Expr, se: pl.Expr, cv: Threshold, margin: Threshold) -> pl.Expr:
    """Whether there is a value and its error is within both limits."""
    fits = value.is_not_null() & se.is_not_null()
    if cv.value is not None:
        fits = fits & (se <= cv.value * value.abs())
    if margin.value is not None:
        fits = fits & (1.96 * se <= margin.value)
    return fits.fill_null(False)
