"""Rule sets → scores → totals → ranks with confidence sets; the trace of every number.

Owns: the shapes ``RuleSet``, ``Criterion``, ``Standings``, ``Change``, ``Trace``,
``Finding``. In: fact
tables (read through ``Facts``). Out: Polars frames and frozen values. The code knows kinds
of rule, never criteria; missing is missing; no rank leaves without its confidence set or
the words *chưa biết sai số*.

For analysts: ``load``, ``standings``, ``why``, ``rank_sets``, ``top_set``,
``chance_of_rank``.
"""

from thuocdo.facts.schemas import INDICES
from thuocdo.indices.changes import Change, breaks, broken_in, change, comparable_since
from thuocdo.indices.doors import load, standings
from thuocdo.indices.findings import Finding, Set, set_of
from thuocdo.indices.known_years import own_boundaries, years
from thuocdo.indices.rank_sets import chance_of_rank, rank_sets, top_set
from thuocdo.indices.rule_sets import TOTAL, Criterion, RuleSet, rule_set_of, rule_sets
from thuocdo.indices.standings import Options, Standings, compute, scored
from thuocdo.indices.traces import ASPECTS, Group, Row, Trace, group, item_words, trace

__all__ = [
    "ASPECTS",
    "INDICES",
    "TOTAL",
    "Change",
    "Criterion",
    "Finding",
    "Group",
    "Options",
    "Row",
    "RuleSet",
    "Set",
    "Standings",
    "Trace",
    "breaks",
    "broken_in",
    "chance_of_rank",
    "change",
    "comparable_since",
    "compute",
    "group",
    "item_words",
    "load",
    "own_boundaries",
    "rank_sets",
    "rule_set_of",
    "rule_sets",
    "scored",
    "set_of",
    "standings",
    "top_set",
    "trace",
    "years",
]
