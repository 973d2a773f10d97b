"""One item by commune: its own estimate beside the model's, what may be shown, rank sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.errors import ThuocDoError
from thuocdo.indices import rank_sets
from thuocdo.surveys.areas import fay_herriot, nested_tables, shown, smoothed_variance
from thuocdo.surveys.areas.showing import MODEL, OWN
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.reports.figures import Figure, measured
from thuocdo.surveys.reports.sample_design import asked_within
from thuocdo.surveys.reports.spans import REACH, told_only, with_span

UNIT = "commune"
WHOLE = "·all"


@dataclass(frozen=True)
class Model:
    """How the model was made. ``fault``: the code of the refusal where it could not be."""

    sigma2: float | None = None
    covariates: tuple[str, ...] = ()
    transform: str = ""
    areas: int = 0
    fault: str = ""


@dataclass(frozen=True)
class ItemReport:
    """An item by commune.

    ``whole``: one row, the province: ``value, se, low, high, df, n, n_psu, deff``.
    ``rows``: every commune asked about: ``commune, n_psu, deff, own, own_low, own_high, df,
    model, model_mse, model_low, model_high, show, why, value, se, low, high, side, rank,
    rank_low, rank_high, of, printed``.
    ``own…`` and ``model…`` are null where the rule does not let them be shown; ``printed``: how
    many answered, null where it is held back; ``side``: 1 above the province for certain, -1
    below, 0 not told apart, null where nothing is shown.
    ``answers``: ``code, printed, value, low, high``: how the answers are spread (shares only in
    items with codes).
    """

    figure: Figure
    whole: pl.DataFrame
    rows: pl.DataFrame
    model: Model
    answers: pl.DataFrame


def item_report(
    frame: pl.DataFrame,
    figure: Figure,
    asked: dict,
    communes: Sequence[str],
    covariates: pl.DataFrame | None = None,
) -> ItemReport:
    """``figure`` of every one of ``communes`` from the respondents of a round.

    asked       the design, as ``asked_of`` gives it
    covariates  ``commune`` and columns known of every commune; without them the model knows of a
                commune only its own answers, and gives none to a commune nobody was asked in

    Raises ``ThuocDoError`` SURVEY-001…020.
    """
    values, name = measured(frame, [figure]), figure.item.name
    whole = estimate(values, target=name, **asked)
    whole = with_span(whole, pl.col("df"), share=figure.is_share)
    whole = told_only(whole, ("value", "se", "low", "high", "deff"))
    own = _own(values, figure, asked_within(asked, frame))
    rows = pl.DataFrame({UNIT: list(communes)}, schema={UNIT: pl.String})
    rows = rows.join(own, on=UNIT, how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("n", "n_psu").fill_null(0))
    model, rows = _modelled(rows, figure, covariates)
    rows = _placed(_settled(_held_to_the_rule(rows), figure), whole)
    rows = _printed(rows).drop("n", "own_se")
    return ItemReport(figure, whole, rows, model, _answers(frame, figure, asked))


def _own(values: pl.DataFrame, figure: Figure, asked: dict) -> pl.DataFrame:
    """Estimates from the commune's own answers, intervals on its own degrees of freedom."""
    nothing = {"n": pl.Int64, "n_psu": pl.Int64} | dict.fromkeys(
        ("deff", "own", "own_se", "own_low", "own_high", "df"), pl.Float64
    )
    if UNIT not in values.columns or values[UNIT].null_count() == values.height:
        return pl.DataFrame(schema={UNIT: pl.String} | nothing)
    found = estimate(values, target=figure.item.name, by=UNIT, df="domain", **asked)
    found = with_span(found, pl.col("df"), share=figure.is_share)
    return found.select(
        UNIT, "n", "n_psu", "deff",
        own="value", own_se="se", own_low="low", own_high="high",
        df=pl.col("df").cast(pl.Float64),
    )  # fmt: skip


def _modelled(rows: pl.DataFrame, figure: Figure, covariates) -> tuple[Model, pl.DataFrame]:
    """``rows`` with ``model, model_mse``; null everywhere when the model cannot be made.

    Shares go through the arcsine with the effective size n over one design effect for all
    communes (the median): a commune's own, from a few villages, is hardly known. Means have
    smoothed variances for the same reason.
    """
    names = [one for one in covariates.columns if one != UNIT] if covariates is not None else []
    ones = pl.Series("intercept", np.ones(rows.height))
    X = pl.DataFrame([ones])
    if names:
        X = X.hstack(rows.select(UNIT).join(covariates, on=UNIT, how="left").select(names))
    told = {"covariates": tuple(names), "transform": "arcsin" if figure.is_share else ""}
    try:
        found = _fitted(rows, figure, X)
    except ThuocDoError as error:
        empty = pl.lit(None, dtype=pl.Float64)
        return Model(fault=error.code, **told), rows.with_columns(model=empty, model_mse=empty)
    model, mse = found.eblup, found.mse
    if not names:  # then a commune without answers would only get the mean of the others
        model, mse = (np.where(found.sampled, one, np.nan) for one in (model, mse))
    made = Model(float(found.sigma2), areas=int(found.sampled.sum()), **told)
    return made, rows.with_columns(
        pl.Series("model", model, nan_to_null=True), pl.Series("model_mse", mse, nan_to_null=True)
    )


def _fitted(rows: pl.DataFrame, figure: Figure, X: pl.DataFrame):
    variance = rows["own_se"] ** 2
    if not figure.is_share:
        smooth = pl.Series(smoothed_variance(variance, rows["n"]), nan_to_null=True)
        return fay_herriot(rows["own"], smooth, X, method="REML")
    effect = rows["deff"].median()
    # Without an effect nobody knows what an answer is worth.
    effective = rows["n"].replace(0, None) / (np.nan if effect is None else max(effect, 1.0))
    sizes = effective.fill_nan(None)
    return fay_herriot(rows["own"], sizes, X, method="REML", transform="arcsin", effective=sizes)


def _held_to_the_rule(rows: pl.DataFrame) -> pl.DataFrame:
    """What may be shown, and nothing left of what may not."""
    nothing = pl.lit(None, dtype=pl.Float64)
    alone = shown(rows.with_columns(own=nothing, own_se=nothing))["show"] == MODEL
    found = shown(rows)
    of_own = ("own", "own_low", "own_high", "deff", "df")
    return found.with_columns(
        *(pl.when(pl.col("show") == OWN).then(pl.col(one)).alias(one) for one in of_own),
        *(pl.when(alone).then(pl.col(one)).alias(one) for one in ("model", "model_mse")),
    )


def _settled(rows: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """The interval of what is shown: the commune's own, or the model's."""
    model = with_span(
        rows.select(UNIT, value="model", se=pl.col("model_mse").sqrt()), None, share=figure.is_share
    )
    is_own, is_model = pl.col("show") == OWN, pl.col("show") == MODEL
    ends = [
        pl.when(is_own).then(f"own_{end}").when(is_model).then(model[end]).alias(end)
        for end in ("low", "high")
    ]
    return rows.with_columns(*ends, model_low=model["low"], model_high=model["high"])


def _placed(rows: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Beside the province, and rank sets among those shown.

    The difference from the province has an interval made of the ends of both, each on the side
    where they face each other (Zou & Donner 2008, Statistics in Medicine 27, 1693-1702), so that
    it agrees with the intervals on the page. What both share (the commune is part of the
    province) is left out, which errs towards *not told apart*. Ranks take half the interval over
    1.96 as the error: a commune of few villages is as unsure there as its interval shows.
    """
    told = whole.row(0, named=True)
    value, low, high = (pl.col(name) for name in ("value", "low", "high"))
    centre = pl.lit(told["value"], pl.Float64)
    gap = value - centre
    down, up = (pl.lit(told[end], pl.Float64) - centre for end in ("low", "high"))
    least = gap - ((value - low) ** 2 + up**2).sqrt()
    most = gap + ((high - value) ** 2 + down**2).sqrt()
    beyond = pl.when(least > 0).then(1).when(most < 0).then(-1).otherwise(0)
    known = least.is_not_null() & most.is_not_null()
    rows = rows.with_columns(
        side=pl.when(known).then(beyond).cast(pl.Int64), _half=(high - low) / (2 * REACH)
    )
    return _ranked(rows).drop("_half")


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    names = ("rank", "rank_low", "rank_high", "of")
    known = rows.filter(pl.col("value").is_not_null() & (pl.col("_half") > 0))
    if known.height < 2:
        return rows.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in names)
    low, high = rank_sets(known["value"].to_numpy(), known["_half"].to_numpy(), simultaneous=False)
    made = known.select(
        UNIT,
        rank=pl.col("value").rank("min", descending=True).cast(pl.Int64),
        rank_low=pl.Series(np.asarray(low, dtype=np.int64)),
        rank_high=pl.Series(np.asarray(high, dtype=np.int64)),
        of=pl.lit(known.height, dtype=pl.Int64),
    )
    return rows.join(made, on=UNIT, how="left", maintain_order="left")


def _printed(rows: pl.DataFrame) -> pl.DataFrame:
    """``printed``: answers of a commune, held back where few, so that no total betrays them."""
    groups = pl.DataFrame(
        {
            "group": [WHOLE, *rows[UNIT]],
            "inside": [None, *[WHOLE] * rows.height],
            "n": [rows["n"].sum(), *rows["n"]],
        },
        schema={"group": pl.String, "inside": pl.String, "n": pl.Int64},
    )
    told = nested_tables(groups).filter(pl.col("group") != WHOLE)
    return rows.with_columns(printed=told["printed"])


def _answers(frame: pl.DataFrame, figure: Figure, asked: dict) -> pl.DataFrame:
    """How the answers of the province are spread over the codes."""
    name, codes = figure.item.name, figure.item.codes
    schema = {"code": pl.Int64, "printed": pl.Int64} | dict.fromkeys(
        ("value", "low", "high"), pl.Float64
    )
    if not codes:
        return pl.DataFrame(schema=schema)
    columns = {f"·{code}": (pl.col(name) == code).cast(pl.Float64) for code in codes}
    found = estimate(frame.with_columns(**columns), target=list(columns), **asked)
    found = with_span(found, pl.col("df"), share=True)
    counts = [int((frame[name] == code).sum()) for code in codes]
    told = nested_tables(
        pl.DataFrame(
            {
                "group": [WHOLE, *map(str, codes)],
                "inside": [None, *[WHOLE] * len(codes)],
                "n": [sum(counts), *counts],
            }
        )
    ).slice(1)["printed"]
    rows = found.with_columns(code=pl.Series(list(codes), dtype=pl.Int64), printed=told)
    is_held = pl.col("printed").is_null()
    shares = [
        pl.when(is_held).then(None).otherwise(pl.col(one)).alias(one)
        for one in ("value", "low", "high")
    ]
    return rows.with_columns(shares).select(list(schema))
