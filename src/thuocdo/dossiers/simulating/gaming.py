"""Gaming planted in the dossiers of a few units, its truth kept beside them.

Only a dossier that would have been late is tampered with (save ``closed_at_once``), and only
in the units the world chose.
"""

from __future__ import annotations

import numpy as np

from thuocdo.calendar import DAY
from thuocdo.dossiers.simulating.making import NEVER, Dossiers
from thuocdo.dossiers.simulating.worlds import KINDS, Plan, World

REFILED_WITHIN = 4 * DAY
WITHDRAWN, AT_WORK = 7, 4


def plant(plan: Plan, world: World, chunk: int, made: Dossiers) -> Dossiers:
    """``made`` with its gaming; ``tampered`` says which and how."""
    rng = np.random.default_rng([plan.seed, chunk, 7])
    takes = rng.random(len(made.unit)) < plan.boldness
    late = (made.due != NEVER) & (made.ended > made.due) & (made.asked[0] == NEVER)
    if plan.until is not None:  # nobody has tampered yet with what goes on
        takes &= made.ended <= plan.cut
    for number, kind in enumerate(KINDS):
        chance = (world.gaming[made.unit] == number) & takes
        if kind == "closed_at_once":
            chance &= (world.terms[made.procedure] >= 5) & (rng.random(len(takes)) < 0.3)
        else:
            chance &= late
        chance = PLANTERS[kind](made, chance, rng)
        made.tampered[chance] = number
    return made


def _bulk_close(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """All closed in the last minutes of the due day, whatever was done."""
    made.ended[chosen] = made.due[chosen] - rng.integers(30, 900, chosen.sum())
    return _returned_after(made, chosen)


def _moved_due(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """The due date is moved behind the end, without an apology or a trace."""
    made.due[chosen] = made.ended[chosen] + rng.integers(600, 7200, chosen.sum())
    made.due_before[chosen] = NEVER
    return chosen


def _stop_clock(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """A request for papers just before the due moment, answered just before the end."""
    made.asked[0][chosen] = made.due[chosen] - rng.integers(600, 7200, chosen.sum())
    made.answered[0][chosen] = made.ended[chosen] - rng.integers(60, 600, chosen.sum())
    return chosen


def _closed_at_once(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """Closed seconds after acceptance, though the procedure takes days."""
    made.ended[chosen] = made.accepted[chosen] + rng.integers(5, 60, chosen.sum())
    for moments in (*made.asked, *made.answered):
        moments[chosen] = NEVER
    return _returned_after(made, chosen)


def _cancelled_refiled(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """Withdrawn just before it is late; the same person's next one of the kind takes over."""
    done = np.zeros_like(chosen)
    for place in np.flatnonzero(chosen):
        ended = made.due[place] - rng.integers(600, 7200)
        alike = (made.unit == made.unit[place]) & (made.procedure == made.procedure[place])
        soon = (made.accepted > ended) & (made.accepted <= ended + REFILED_WITHIN)
        later = np.flatnonzero(alike & soon & ~chosen)
        if len(later):
            made.person[later[0]] = made.person[place]
            made.ended[place], made.end_status[place] = ended, WITHDRAWN
            made.returned[place] = NEVER
            done[place] = True
    return done


def _reopened(made: Dossiers, chosen: np.ndarray, rng) -> np.ndarray:
    """Marked finished in time, then at work again: the end stands, the status does not."""
    made.ended[chosen] = made.due[chosen] - rng.integers(600, 7200, chosen.sum())
    made.end_status[chosen] = AT_WORK
    made.returned[chosen] = NEVER
    return chosen


def _returned_after(made: Dossiers, chosen: np.ndarray) -> np.ndarray:
    there = chosen & (made.returned != NEVER)
    made.returned[there] = np.maximum(made.returned[there], made.ended[there] + DAY // 8)
    return chosen


PLANTERS = {
    "bulk_close": _bulk_close,
    "moved_due": _moved_due,
    "stop_clock": _stop_clock,
    "closed_at_once": _closed_at_once,
    "cancelled_refiled": _cancelled_refiled,
    "reopened": _reopened,
}
