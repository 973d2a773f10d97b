"""Iterative proportional fitting (Deming & Stephan 1940), stopped early on request.

``solving.solve`` finds the limit of this to the last digit; programs that stop when nothing
moves by more than some number of people (R's ``rake``: one person) print other digits. This is
for setting our numbers beside theirs.
"""

from __future__ import annotations

import numpy as np

from thuocdo.surveys.estimates.columns import Floats, refuse
from thuocdo.surveys.weighting.margins import Margins
from thuocdo.surveys.weighting.solving import Solved

SWEEPS = 1000


def fit(weight: Floats, margins: Margins, tolerance: float) -> Solved:
    """Factors after the first sweep that moves no cell of the joint table by ``tolerance``."""
    factors = list(dict.fromkeys(name for name, _ in margins.label))
    places = [[at for at, (one, _) in enumerate(margins.label) if one == name] for name in factors]
    _, cell = np.unique(margins.x, axis=0, return_inverse=True)
    now, table = weight, np.bincount(cell, weights=weight)
    for sweep in range(1, SWEEPS + 1):
        for of_factor in places:
            x = margins.x[:, of_factor]
            now = now * (x @ (margins.total[of_factor] / (now @ x)))
        found = np.bincount(cell, weights=now)
        if np.abs(found - table).max() < tolerance:
            return Solved(now / weight, sweep)
        table = found
    raise refuse(
        "SURVEY-026",
        margin=", ".join(factors),
        wanted="–",
        reached="–",
        bounds="–",
        steps=SWEEPS,
    )
