"""Small areas: an honest number where a commune's own sample is thin, or none at all.

Owns: the Fay-Herriot model of area estimates, the nested-error model of units, benchmarking to
the province, smoothing of variances, the rule of what may be shown, suppression of small cells.
In: estimates with variances (of ``estimates``), auxiliary columns, counts. Out: frozen results
and frames, in the order given. Pure. Sources stand in each module.
"""

from thuocdo.surveys.areas.benchmarks import Benchmark
from thuocdo.surveys.areas.fay_herriot import Diagnostics, FayHerriot, fay_herriot
from thuocdo.surveys.areas.nested_error import NestedError, UnitDiagnostics, nested_error
from thuocdo.surveys.areas.showing import Threshold, Thresholds, shown
from thuocdo.surveys.areas.smoothing import smoothed_variance
from thuocdo.surveys.areas.suppression import (
    PublicTable,
    System,
    held_back,
    nested_tables,
    suppressed,
)

__all__ = [
    "Benchmark",
    "Diagnostics",
    "FayHerriot",
    "NestedError",
    "PublicTable",
    "System",
    "Threshold",
    "Thresholds",
    "UnitDiagnostics",
    "fay_herriot",
    "held_back",
    "nested_error",
    "nested_tables",
    "shown",
    "smoothed_variance",
    "suppressed",
]
