"""Samples: whom to ask, how likely each was, and what to do when someone cannot be met.

Owns: sizes from margins, design effect and cost; allocation to strata; draws in strata and
stages (simple, systematic, in proportion to size); reserve lists and replacements. In: frames
of communes, villages, people as Polars frames, a seed. Out: frames with the chance of every
stage, weights, strata and clusters as estimates take them. The same units and seed give the
same sample whatever the order of rows. Pure. Sources stand in each module.
"""

from thuocdo.surveys.sampling.allocation import allocate, allocate_for_precision, shared_out
from thuocdo.surveys.sampling.drawing import Drawn, chances, pps, simple, systematic
from thuocdo.surveys.sampling.multistage import Stage, draw, to_ask
from thuocdo.surveys.sampling.numbers import permanent, shifted
from thuocdo.surveys.sampling.replacements import REASONS, replaced
from thuocdo.surveys.sampling.sizes import (
    Plan,
    affordable,
    best_cluster,
    design_effect,
    people_needed,
)

__all__ = [
    "REASONS",
    "Drawn",
    "Plan",
    "Stage",
    "affordable",
    "allocate",
    "allocate_for_precision",
    "best_cluster",
    "chances",
    "design_effect",
    "draw",
    "people_needed",
    "permanent",
    "pps",
    "replaced",
    "shared_out",
    "shifted",
    "simple",
    "systematic",
    "to_ask",
]
