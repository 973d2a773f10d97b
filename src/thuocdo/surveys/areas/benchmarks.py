"""Area estimates made to add up to the direct estimate of the province.

    ratio       every area times one number
    difference  one number added to every area

so that sum w_i estimate_i / sum w_i is the province's own estimate; the weights are the areas'
shares of the population the province figure speaks of. Where no figure is given it is made from
the areas' direct estimates, which all must then be there. A moved share may pass 0 or 1 when the
model and the province disagree widely; it is left so, to be seen. The error of a moved estimate
is the model's plus the square of the move (You, Rao & Dick 2004, Statistics in Transition 6,
631-640: so in the Bayesian setting; here an approximation that leaves a cross term out).
Overview: Bell, Datta & Ghosh (2013), Biometrika 100, 189-202.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.inputs import Floats, one_of, refused, same_length, vector

HOW = ("ratio", "difference")


@dataclass(frozen=True)
class Benchmark:
    """Weights (m,) of the areas, the province's figure (None: from the direct estimates), how."""

    weights: Any
    value: float | None = None
    how: str = "ratio"


def benchmarked(estimates: Floats, direct: Floats, benchmark: Benchmark) -> Floats:
    """The estimates (m,) moved so that they add up to the province's figure."""
    one_of(benchmark.how, HOW, "benchmark.how")
    weights = vector(benchmark.weights, "benchmark.weights")
    same_length(len(estimates), **{"benchmark.weights": weights})
    wrong = np.flatnonzero(~(weights >= 0))
    if len(wrong):
        raise refused("SURVEY-049", int(wrong[0]), "benchmark.weights")
    if weights.sum() == 0:
        raise ThuocDoError.of("SURVEY-049")
    shares = weights / weights.sum()
    wanted, now = _wanted(benchmark, shares, direct), float(shares @ estimates)
    if benchmark.how == "difference":
        return estimates + (wanted - now)
    if now == 0:
        raise ThuocDoError.of("SURVEY-051")
    return estimates * (wanted / now)


def _wanted(benchmark: Benchmark, shares: Floats, direct: Floats) -> float:
    if benchmark.value is not None:
        return float(vector([benchmark.value], "benchmark.value")[0])
    missing = np.flatnonzero(np.isnan(direct) & (shares > 0))
    if len(missing):
        raise refused("SURVEY-052", int(missing[0]), "direct")
    used = shares > 0
    return float(shares[used] @ direct[used])
