"""Weights: of the design, for non-response, trimmed, calibrated to known totals.

In: a frame of everybody drawn, or of respondents. Out: weights by row with a report of what was
done to them; calibrated weights also give estimates, their errors from the residuals.
"""

from thuocdo.surveys.weighting.calibrating import Calibrated, Report, calibrate, design_effect
from thuocdo.surveys.weighting.nonresponse import (
    Adjusted,
    adjust_nonresponse,
    propensity_classes,
)
from thuocdo.surveys.weighting.starting import design_weights
from thuocdo.surveys.weighting.trimming import Trimmed, trim

__all__ = [
    "Adjusted",
    "Calibrated",
    "Report",
    "Trimmed",
    "adjust_nonresponse",
    "calibrate",
    "design_effect",
    "design_weights",
    "propensity_classes",
    "trim",
]
