"""How many of a sample go to each stratum: whole numbers, the best there are.

Each method minimises a sum of w_h^2 / n_h over the strata, with n_h whole, at least `least` and
at most the stratum's size:

    proportional  w = N         variance of the province's mean, spreads alike
    neyman        w = N S       the same, spreads S known (Neyman 1934)
    power         w = N^q S/M   relative errors of all strata, big ones counting more as the
                                power q goes from 0 (all alike) to 1 (Bankier 1988, The American
                                Statistician 42, 174-177); M the mean

Starting from the least, one unit at a time goes where it lowers the sum most: the exact optimum
(Wright 2012, The American Statistician 66, 217-224; 2017, Statistics & Probability Letters 129).
"""

from __future__ import annotations

import heapq

import numpy as np
import polars as pl
from numpy.typing import NDArray

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.sampling.frames import (
    all_filled,
    columns_there,
    once_each,
    sizes_above_nought,
)
from thuocdo.surveys.sampling.sizes import people_needed

METHODS = ("proportional", "neyman", "power")


def allocate(
    frame: pl.DataFrame,
    n: int,
    *,
    stratum: str,
    size: str,
    method: str = "proportional",
    sd: str | None = None,
    mean: str | None = None,
    power: float = 0.5,
    least: int = 2,
) -> pl.DataFrame:
    """The frame's strata (one row each) with ``n`` and ``fraction`` added.

    size            column: units of the stratum
    sd, mean        columns, unless those of that name: standard deviation and mean of what is
                    asked, where the method needs them
    least           units every stratum gets (2, so that its error can be told; at least 1)

    SURVEY-045, 058-061, 064, 070, 071.
    """
    if method not in METHODS:
        named = {"name": "method", "value": method, "allowed": ", ".join(METHODS)}
        raise ThuocDoError.of("SURVEY-045", **named)
    if least < 1:
        raise ThuocDoError.of("SURVEY-059", name="least", value=least, wanted="≥ 1")
    columns_there(frame, stratum, size)
    all_filled(frame, stratum)
    once_each(frame, stratum)
    sizes_above_nought(frame, stratum, size)
    sizes = frame[size].to_numpy().astype(float)
    weights = _weights(frame, method, sizes, sd, mean, power)
    lows = np.minimum(least, sizes.astype(np.int64))
    counts = shared_out(n, weights, lows, sizes.astype(np.int64))
    return frame.with_columns(n=pl.Series(counts), fraction=pl.Series(counts / sizes))


def _weights(frame, method, sizes, sd, mean, power) -> NDArray[np.float64]:
    if method == "proportional":
        return sizes
    spread = _column(frame, sd, "sd", positive=False)
    if method == "neyman":
        return sizes * spread
    return sizes**power * spread / _column(frame, mean, "mean", positive=True)


def _column(frame, name, role, *, positive) -> NDArray[np.float64]:
    columns_there(frame, name or role)
    values = frame[name or role]
    found = values.cast(pl.Float64).to_numpy()
    wrong = np.flatnonzero(~((found > 0) if positive else (found >= 0)))
    if len(wrong):
        value, wanted = values[int(wrong[0])], "> 0" if positive else "≥ 0"
        raise ThuocDoError.of("SURVEY-059", name=name or role, value=value, wanted=wanted)
    return found


def shared_out(n: int, weights, least, most) -> NDArray[np.int64]:
    """Whole n_h between least and most, adding up to n, with sum w^2/n_h the smallest."""
    counts = np.array(least, dtype=np.int64)
    left = n - int(counts.sum())
    if left < 0 or n > int(np.sum(most)):
        raise ThuocDoError.of("SURVEY-070", n=n, least=int(counts.sum()), most=int(np.sum(most)))

    def entry(h: int) -> tuple[float, int]:
        # What one more saves: w^2 (1/n - 1/(n+1)).
        return -(float(weights[h]) ** 2) / (counts[h] * (counts[h] + 1)), h

    heap = [entry(h) for h in range(len(counts)) if counts[h] < most[h]]
    heapq.heapify(heap)
    for _ in range(left):
        _, h = heap[0]
        counts[h] += 1
        if counts[h] < most[h]:
            heapq.heapreplace(heap, entry(h))
        else:
            heapq.heappop(heap)
    return counts


def allocate_for_precision(
    frame: pl.DataFrame,
    margin: float,
    *,
    stratum: str,
    size: str,
    share: float = 0.5,
    level: float = 0.95,
    deff: float = 1.0,
    response: float = 1.0,
) -> pl.DataFrame:
    """The frame's strata with ``n``: people to approach so that each meets the margin itself.

    See `sizes.people_needed`; SURVEY-063 names the first stratum too small for it.
    """
    columns_there(frame, stratum, size)
    all_filled(frame, stratum)
    once_each(frame, stratum)
    sizes_above_nought(frame, stratum, size)
    options = {"share": share, "level": level, "deff": deff, "response": response}
    counts = [people_needed(margin, population=one, **options) for one in frame[size]]
    return frame.with_columns(n=pl.Series(counts), fraction=pl.Series(counts) / frame[size])
