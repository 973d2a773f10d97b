"""Gaming planted in the dossiers of a few units, its truth kept beside them.

Only a dossier that would have been late is tampered with (save ``closed_at_once``), and only
in the units the world chose.
"""

from __future__ import annotations

import numpy as np

from thuocdo.calendar import DAY
from thuocdo.dossiers.simulating.making import NEVER, Dossiers
from thuocdo.dossiers.simulating.worlds import KINDS, Plan, World

BOLDNESS = 0.8  # share of the chances a cheating unit takes


def plant(plan: Plan, world: World, chunk: int, made: Dossiers) -> Dossiers:
    """``made`` with its gaming; ``tampered`` says which and how."""
    rng = np.random.default_rng([plan.seed, chunk, 7])
    takes = rng.random(len(made.unit)) < BOLDNESS
    late = (made.due != NEVER) & (made.ended > made.due) & (made.asked[0] == NEVER)
    for number, kind in enumerate(KINDS):
        chance = (world.gaming[made.unit] == number) & takes
        if kind == "closed_at_once":
            chance &= (world.terms[made.procedure] >= 5) & (rng.random(len(takes)) < 0.3)
        else:
            chance &= late
        PLANTERS[kind](made, chance, rng)
        made.tampered[chance] = number
    return made


def _bulk_close(made: Dossiers, chosen: np.ndarray, rng) -> None:
    """All closed in the last minutes of the due day, whatever was done."""
    made.ended[chosen] = made.due[chosen] - rng.integers(30, 900, chosen.sum())
    _returned_after(made, chosen)


def _moved_due(made: Dossiers, chosen: np.ndarray, rng) -> None:
    """The due date is moved behind the end, without an apology or a trace."""
    made.due[chosen] = made.ended[chosen] + rng.integers(600, 7200, chosen.sum())
    made.due_before[chosen] = NEVER


def _stop_clock(made: Dossiers, chosen: np.ndarray, rng) -> None:
    """A request for papers just before the due moment, answered just before the end."""
    made.asked[0][chosen] = made.due[chosen] - rng.integers(600, 7200, chosen.sum())
    made.answered[0][chosen] = made.ended[chosen] - rng.integers(60, 600, chosen.sum())


def _closed_at_once(made: Dossiers, chosen: np.ndarray, rng) -> None:
    """Closed seconds after acceptance, though the procedure takes days."""
    made.ended[chosen] = made.accepted[chosen] + rng.integers(5, 60, chosen.sum())
    for moments in (*made.asked, *made.answered):
        moments[chosen] = NEVER
    _returned_after(made, chosen)


def _returned_after(made: Dossiers, chosen: np.ndarray) -> None:
    there = chosen & (made.returned != NEVER)
    made.returned[there] = np.maximum(made.returned[there], made.ended[there] + DAY // 8)


PLANTERS = {
    "bulk_close": _bulk_close,
    "moved_due": _moved_due,
    "stop_clock": _stop_clock,
    "closed_at_once": _closed_at_once,
}
