"""Weights: of the design, for non-response, calibrated to known totals, trimmed."""

from thuocdo.surveys.weighting.calibrating import Calibrated, Report, calibrate, design_effect

__all__ = ["Calibrated", "Report", "calibrate", "design_effect"]
