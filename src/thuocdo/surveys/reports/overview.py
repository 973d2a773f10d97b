"""A round as a whole: its design, who answered, its weights, every item for the province."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.estimates.design import design_of
from thuocdo.surveys.reports.figures import Figure, figure_of, measured
from thuocdo.surveys.reports.sample_design import asked_of
from thuocdo.surveys.reports.spans import told_only, with_span
from thuocdo.surveys.rounds.codebook import Codebook
from thuocdo.surveys.rounds.design import Design
from thuocdo.surveys.weighting import design_effect

SAME = 1e-6  # relative difference below which a weight is the inverse of the chance


@dataclass(frozen=True)
class DesignTold:
    """``single``: strata of one PSU. ``deff``: (least, median, greatest) over the items, null
    where none can be told."""

    strata: int
    psus: int
    communes: int
    df: int
    single: int
    sizes_known: bool
    per_psu: tuple[int, float, int]
    deff: tuple[float, float, float] | None


@dataclass(frozen=True)
class WeightsTold:
    """``status``: ``design`` (inverse of the chance of being drawn), ``adjusted`` (something
    else), ``unknown`` (the chance is not in the round). ``kish``: n Σw²/(Σw)²."""

    least: float
    middle: float
    greatest: float
    total: float
    kish: float
    status: str


@dataclass(frozen=True)
class Overview:
    """``items``: a row an item with a figure, ``item, value, se, low, high, n, asked, n_psu,
    deff``; the province as a whole. ``weights`` is ``None`` in a round without them. ``unread``:
    items without a figure."""

    n: int
    design: DesignTold
    weights: WeightsTold | None
    figures: dict[str, Figure]
    items: pl.DataFrame
    unread: tuple[str, ...]


def overview(frame: pl.DataFrame, book: Codebook, design: Design) -> Overview:
    """The round of ``frame`` as a whole. Raises ``ThuocDoError`` SURVEY-001…020."""
    figures = figures_in(frame, book)
    unread = tuple(one.name for one in book.kept if one.name not in figures)
    asked = asked_of(design, frame)
    found = _items(frame, figures, asked)
    return Overview(
        frame.height,
        _design(frame, asked, found),
        _weights(frame, design.weight),
        figures,
        found,
        unread,
    )


def figures_in(frame: pl.DataFrame, book: Codebook) -> dict[str, Figure]:
    """Name → figure, of the items that have one and somebody's answer."""
    made = {one.name: figure_of(one) for one in book.kept if one.name in frame.columns}
    return {
        name: one
        for name, one in made.items()
        if one is not None and frame[name].null_count() < frame.height
    }


def _items(frame: pl.DataFrame, figures: dict[str, Figure], asked: dict) -> pl.DataFrame:
    names = list(figures)
    if not names:
        return pl.DataFrame(schema={"item": pl.String, "value": pl.Float64, "deff": pl.Float64})
    values = measured(frame, figures.values())
    found = estimate(values, target=names, **asked)
    if len(names) == 1:
        found = found.with_columns(item=pl.lit(names[0]))
    is_share = pl.col("item").is_in([name for name, one in figures.items() if one.is_share])
    parts = [
        with_span(found.filter(where), pl.col("df"), share=share)
        for where, share in ((is_share, True), (~is_share, False))
    ]
    order = {name: place for place, name in enumerate(names)}
    return (
        told_only(pl.concat(parts), ("value", "se", "low", "high", "deff"))
        .with_columns(asked=pl.lit(frame.height, pl.Int64))
        .sort(pl.col("item").replace_strict(order, return_dtype=pl.Int64))
    )


def _design(frame: pl.DataFrame, asked: dict, items: pl.DataFrame) -> DesignTold:
    made = design_of(frame, **asked)
    sizes = np.bincount(made.psu[made.unit], minlength=made.n_psu)
    effects = items["deff"].drop_nulls()
    deff = (effects.min(), effects.median(), effects.max()) if len(effects) else None
    return DesignTold(
        strata=len(made.size),
        psus=made.n_psu,
        communes=frame["commune"].drop_nulls().n_unique() if "commune" in frame.columns else 0,
        df=made.df,
        single=int(((made.drawn == 1) & (made.size > 1)).sum()),
        sizes_known=bool(np.isfinite(made.size).all()),
        per_psu=(int(sizes.min()), float(np.median(sizes)), int(sizes.max())),
        deff=deff,
    )


def _weights(frame: pl.DataFrame, name: str) -> WeightsTold | None:
    if not name:
        return None
    weight = frame[name].cast(pl.Float64)
    status = "unknown"
    if "probability" in frame.columns and not frame["probability"].null_count():
        product = (weight * frame["probability"].cast(pl.Float64)).to_numpy()
        status = "design" if np.abs(product - 1).max() < SAME else "adjusted"
    return WeightsTold(
        float(weight.min()),
        float(weight.median()),
        float(weight.max()),
        float(weight.sum()),
        design_effect(weight.to_numpy()),
        status,
    )
