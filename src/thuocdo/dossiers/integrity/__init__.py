"""Numbers that may have been made pretty: patterns no fair work would leave, put as questions.

Owns: the detectors (``detectors.toml``), their signals over the lake and in the portal's answers,
and the test that says a unit has more of them than others on the same procedures. In: the lake, a
year, the register of procedures, answers of the portal. Out: ``Suspicion`` rows that name their
dossiers. A suspicion is a question to the unit, never a verdict.
"""

from thuocdo.dossiers.integrity.detectors import Detector, detectors, of_lake, thresholds
from thuocdo.dossiers.integrity.signals import signals, tallied
from thuocdo.dossiers.integrity.testing import Tested, compared

__all__ = [
    "Detector",
    "Tested",
    "compared",
    "detectors",
    "of_lake",
    "signals",
    "tallied",
    "thresholds",
]
