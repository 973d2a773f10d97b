"""Rule sets: the tree with its maxima, the kinds of rule, check, reading, cases, comparison.

Owns: ``RuleSet``, ``Node``, ten kinds of rule, each with one pure ``points(values, maximum)``;
safe formulas; ``check``; the TOML file and back; cases of officials; two versions compared; the
sets that come with the product (``rules.shipped``). In: TOML text, plain values. Out: exact
points with how they came about, problems with their row. No Django, no clock.
"""

from thuocdo.scoring.rules.checking import INCOMPLETE, check, check_file, check_read, faults
from thuocdo.scoring.rules.comparing import Pair, compare
from thuocdo.scoring.rules.kinds import KINDS, Rule
from thuocdo.scoring.rules.reading import Read, read_rules, rules_of
from thuocdo.scoring.rules.results import Points, Values
from thuocdo.scoring.rules.shapes import Node, Rounding, RuleSet
from thuocdo.scoring.rules.sheets import Sheet, points_of, score
from thuocdo.scoring.rules.writing import written

__all__ = [
    "INCOMPLETE",
    "KINDS",
    "Node",
    "Pair",
    "Points",
    "Read",
    "Rounding",
    "Rule",
    "RuleSet",
    "Sheet",
    "Values",
    "check",
    "check_file",
    "check_read",
    "compare",
    "faults",
    "points_of",
    "read_rules",
    "rules_of",
    "score",
    "written",
]
