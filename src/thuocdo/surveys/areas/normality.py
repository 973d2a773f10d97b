"""Whether residuals look normal: the models' errors of estimates stand on it."""

from __future__ import annotations

from dataclasses import dataclass

from thuocdo.surveys.areas.inputs import Floats

FEWEST, MOST = 3, 5000


@dataclass(frozen=True)
class Normality:
    """Shapiro-Wilk W and its p-value; skewness and excess kurtosis of the residuals."""

    w: float
    p: float
    skewness: float
    kurtosis: float


def normality(residuals: Floats) -> Normality | None:
    """None under three residuals, over 5,000 (the p-value is not valid), or all alike."""
    from scipy import stats  # heavy: only where a model is fitted

    if not FEWEST <= len(residuals) <= MOST or residuals.max() == residuals.min():
        return None
    w, p = stats.shapiro(residuals)
    return Normality(
        float(w), float(p), float(stats.skew(residuals)), float(stats.kurtosis(residuals))
    )
