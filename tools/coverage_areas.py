"""Whether the errors of the small-area model are honest, over many samples.

For every commune the truth is known, so the mean squared error that the model states can be laid
beside the one it makes. Direct variances of few villages are themselves hardly known: raw ones
stand beside smoothed ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thuocdo.surveys.areas import fay_herriot, smoothed_variance
from thuocdo.surveys.estimates import estimate
from tools.coverage_study import ALL_COMMUNES, FPC, Figure, World

MODELLED = ("mean_a01", "mean_ten", "share_10", "share_83")
HELD = ("held", "width")
WAYS = ("raw", "smoothed", "arcsin")


@dataclass(frozen=True)
class Fitted:
    """One sample, one way: arrays by commune. Errors are squared, in the unit of the item."""

    stated: np.ndarray
    made: np.ndarray
    own_stated: np.ndarray
    own_made: np.ndarray
    held: np.ndarray
    width: np.ndarray
    between: float


def modelled(known: World, frame: pl.DataFrame) -> dict[tuple[str, str], Fitted]:
    """By (item, way) what the model says of one sample of all communes."""
    told = {"by": "commune", "fpc": FPC, **ALL_COMMUNES}
    found = estimate(frame, target=list(MODELLED), **told)
    answer = {}
    for item in MODELLED:
        rows = found.filter(pl.col("item") == item)
        value, se, n = (rows[name].cast(float).to_numpy() for name in ("value", "se", "n"))
        for way in WAYS if item.startswith("share") else WAYS[:2]:
            answer[item, way] = _fitted(known.commune[item], value, se**2, n, (way, known.X))
    return answer


def _fitted(truth, value, variance, n, how) -> Fitted:
    from scipy import stats

    way, X = how
    steady = smoothed_variance(variance, n)
    if way == "raw":  # where all answer alike nothing is known of the error: no sample
        known = np.where(variance > 0, variance, np.nan)
        done = fay_herriot(np.where(variance > 0, value, np.nan), known, X)
    elif way == "smoothed":
        done = fay_herriot(value, steady, X)
    else:
        # As many answers of a simple sample as would be known as well, one design effect for all.
        together = float(n @ value / n.sum())
        effective = together * (1 - together) / steady
        done = fay_herriot(value, steady, X, transform="arcsin", effective=effective)
    half = stats.t.ppf(0.975, len(X) - X.shape[1]) * np.sqrt(done.mse)
    off = done.eblup - truth
    return Fitted(
        done.mse,
        off**2,
        steady if way != "raw" else variance,
        (value - truth) ** 2,
        (np.abs(off) <= half).astype(float),
        2 * half,
        done.sigma2,
    )


@dataclass(frozen=True)
class Honesty:
    """``ratio`` of the mean stated to the mean true squared error, and ``gain`` of the direct
    estimates' to the model's; each with its Monte-Carlo error by sample. ``no_spread``: share of
    samples in which the model finds no difference between communes (variance nought).
    """

    ratio: tuple[float, float]
    own_ratio: tuple[float, float]
    gain: tuple[float, float]
    coverage: Figure
    no_spread: float

    @classmethod
    def of(cls, found: list[Fitted]) -> Honesty:
        by_sample = {
            name: np.array([getattr(one, name).mean() for one in found])
            for name in ("stated", "made", "own_stated", "own_made")
        }
        return cls(
            _ratio(by_sample["stated"], by_sample["made"]),
            _ratio(by_sample["own_stated"], by_sample["own_made"]),
            _ratio(by_sample["own_made"], by_sample["made"]),
            Figure.of(*(np.stack([getattr(one, name) for one in found]) for name in HELD)),
            float(np.mean([one.between <= 0 for one in found])),
        )


def _ratio(top: np.ndarray, bottom: np.ndarray) -> tuple[float, float]:
    """Of means, with its standard error (linearised)."""
    ratio = float(top.mean() / bottom.mean())
    spread = float((top - ratio * bottom).std(ddof=1))
    return ratio, spread / float(bottom.mean()) / len(top) ** 0.5


def honesty(found: list[dict]) -> dict[tuple[str, str], Honesty]:
    """By (item, way), of many samples."""
    return {key: Honesty.of([one[key] for one in found]) for key in found[0]}
