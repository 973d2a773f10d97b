"""A simulated round as the store keeps it, and the one a year later."""

from __future__ import annotations

from functools import cache

import polars as pl

from thuocdo.surveys.rounds import Design
from thuocdo.surveys.rounds.codebook import Codebook, read
from thuocdo.surveys.simulating import Design as Drawn
from thuocdo.surveys.simulating import Fieldwork, Plan, codebook, population, sample, sizes

DESIGN = Design("stratum", "psu", "", "weight", ("n_villages", "n_persons"))
DRAWN = Drawn(None, 4, 10, 0.5)


@cache
def _round(number: int) -> pl.DataFrame:
    made = population(Plan(sizes(), 7, number))
    return sample(made, DRAWN, Fieldwork(fabricate=0.0), 0).respondents


@cache
def _book() -> Codebook:
    import json

    return read(json.dumps(codebook()), "book.json")


def round_one() -> tuple[pl.DataFrame, Codebook]:
    """The first 30 communes of a simulated round."""
    return _some(_round(1)), _book()


def round_two() -> tuple[pl.DataFrame, Codebook]:
    """The same communes a year later; half the villages are the same."""
    return _some(_round(2)), _book()


def _some(frame: pl.DataFrame) -> pl.DataFrame:
    codes = frame["commune"].unique(maintain_order=True)[:30].to_list()
    return frame.filter(pl.col("commune").is_in(codes))
