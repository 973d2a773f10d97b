"""Points of the service index out of measures, by both generations of Quyết định 766.

Owns: the two rule sets as data (``766-2026.toml``, ``766-2022.toml``) and how a rate becomes
points. In: figures of ``measures``, from the lake or from the portal. Out: ``Scored`` rows,
each with its inputs, origin and, where there are no points, why. The portal's own score is the
score: these explain it and tell it a month earlier.
"""

from thuocdo.dossiers.points.rules import GENERATIONS, Metric, PointRules, point_rules
from thuocdo.dossiers.points.scoring import Scored, Sheet, points_of, sheet

__all__ = [
    "GENERATIONS",
    "Metric",
    "PointRules",
    "Scored",
    "Sheet",
    "point_rules",
    "points_of",
    "sheet",
]
