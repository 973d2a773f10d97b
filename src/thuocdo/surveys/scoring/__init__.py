"""Indices made from a survey: a rule set of items, parts and a total, with errors carried through.

``scores(frame, rules, …)`` gives every node by unit with its error; ``ranked`` sets one node's
units beside each other with their rank sets; ``resampled`` finds the errors by bootstrap. Rule
sets: ``sipas_type`` (parts → policy and services → overall; its weights are unknown and stay
parameters), ``papi_type`` (the sub-dimensions whose rule was found again).
"""

from thuocdo.surveys.scoring.built_in import papi_type, sipas_type
from thuocdo.surveys.scoring.ranking import ranked
from thuocdo.surveys.scoring.rules import Leaf, Part, SurveyIndex
from thuocdo.surveys.scoring.scores import resampled, scores

__all__ = [
    "Leaf",
    "Part",
    "SurveyIndex",
    "papi_type",
    "ranked",
    "resampled",
    "scores",
    "sipas_type",
]
