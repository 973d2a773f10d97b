"""Where points were lost, what a unit gains, what can still be saved, where the time goes.

Owns: the exact split of a loss over groups, metrics, units, procedures and dossiers; gains at the
peers' median, their best and 100 %; open dossiers by due date and queue; the steps inside a
procedure. In: the portal's answers, or counts and dossiers of the lake. Out: ``Loss`` trees in
fractions, ``Gain`` and ``Finding`` values, frames of integers. Pure but for ``asking``.
"""

from thuocdo.dossiers.losses.from_cells import Lost, by_unit, losses_of_cells
from thuocdo.dossiers.losses.gains import Gain, gains_of_cells
from thuocdo.dossiers.losses.official import official_losses
from thuocdo.dossiers.losses.shares import Share
from thuocdo.dossiers.losses.splitting import Loss, off, split

__all__ = [
    "Gain",
    "Loss",
    "Lost",
    "Share",
    "by_unit",
    "gains_of_cells",
    "losses_of_cells",
    "off",
    "official_losses",
    "split",
]
