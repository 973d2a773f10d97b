"""The clock of dossiers: is it on time, late, or left out; every rule a parameter.

Owns: the rules (``rules.toml``: value, choices, status, source) and the verdict as Ibis
expressions. In: a table of dossiers, the calendar, legal terms, a ``Choice`` of rules, a moment
to judge at. Out: integer expressions. Pure: no clock of its own, no function per row.
"""

from thuocdo.dossiers.clock.rules import Choice, Rule, admissible, choice, rules
from thuocdo.dossiers.clock.verdicts import (
    counted,
    decided,
    due_moment,
    ended,
    outcome,
    verdict,
    with_legal_due,
)

__all__ = [
    "Choice",
    "Rule",
    "admissible",
    "choice",
    "counted",
    "decided",
    "due_moment",
    "ended",
    "outcome",
    "rules",
    "verdict",
    "with_legal_due",
]
