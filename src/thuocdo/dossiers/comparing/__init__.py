"""Fair comparison: on-time rates for the same mix of procedures, funnels, the former provinces.

Owns: indirectly standardised rates with intervals and ranks with confidence sets, funnel limits
with overdispersion, the gap of two groups of communes split into mix and performance. In: counts
per unit and procedure. Out: frames and frozen values. Pure. Sources stand in each module.
"""

from thuocdo.dossiers.comparing.former_gap import FormerGap, former_gap
from thuocdo.dossiers.comparing.funnels import Funnel, Spot, binomial_limits, funnel
from thuocdo.dossiers.comparing.intervals import byar, late_ratio_limits, wilson
from thuocdo.dossiers.comparing.standardising import standardised, with_ranks

__all__ = [
    "FormerGap",
    "Funnel",
    "Spot",
    "binomial_limits",
    "byar",
    "former_gap",
    "funnel",
    "late_ratio_limits",
    "standardised",
    "wilson",
    "with_ranks",
]
