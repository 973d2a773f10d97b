"""Why a unit stands where it stands, how sure that is, and what weighs most.

Owns: the brief of a unit on an index. In: ``Standings`` and the fact tables. Out: frozen
values (``Brief``, ``Place``, ``Former``) and sentences. Pure but for ``brief``, which reads
the facts for analysts and commands.
"""

from thuocdo.insight.brief import Brief, brief_of
from thuocdo.insight.doors import brief, why
from thuocdo.insight.former import Former
from thuocdo.insight.gains import typical_gains
from thuocdo.insight.places import Distance, Place
from thuocdo.insight.reasons import EVERY_ASPECT, reason

__all__ = [
    "EVERY_ASPECT",
    "Brief",
    "Distance",
    "Former",
    "Place",
    "brief",
    "brief_of",
    "reason",
    "typical_gains",
    "why",
]
