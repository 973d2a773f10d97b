"""What is wrong with a rule set, and what it still lacks; each with its row.

``INCOMPLETE`` codes do not make it wrong, they keep it *chưa đủ*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from thuocdo.errors import Problem
from thuocdo.scoring.rules.bands import seams
from thuocdo.scoring.rules.formula import NotAFormula, parsed
from thuocdo.scoring.rules.kinds import Formula, Steps, Thresholds
from thuocdo.scoring.rules.reading import Read, read_rules
from thuocdo.scoring.rules.results import figure
from thuocdo.scoring.rules.shapes import Node, RuleSet

INCOMPLETE = frozenset(f"RULE-{number:03d}" for number in (4, 23, 25, 26, 29, 34, 35, 36))
# Faults that leave a line without its own place in the tree.
UNPLACED = frozenset({"RULE-007", "RULE-008", "RULE-009"})
DEPTHS = (
    ("lĩnh vực", "fields"),
    ("tiêu chí", "criteria"),
    ("tiêu chí thành phần", "sub-criteria"),
)


def check_file(path: Path) -> list[Problem]:
    """Every problem of the file, in order of row. Raises ``ThuocDoError`` RULE-001, RULE-002."""
    return check_read(read_rules(path))


def check_read(read: Read) -> list[Problem]:
    """Every problem of what a file holds, in order of row."""
    return in_order([*read.faults, *_unless(read.faults, check(read.rules))])


def _unless(faults: Iterable[Problem], more: list[Problem]) -> list[Problem]:
    """What was written and could not be read is not told to be absent as well."""
    unread = {(one.row, one.values.get("number")) for one in faults}
    maxima = {one.row for one in faults if _of_maximum(one)}
    absent = {"RULE-026": lambda one: (one.row, one.values["number"]) in unread}
    absent |= dict.fromkeys(("RULE-034", "RULE-035"), lambda one: one.row in maxima)
    return [one for one in more if not absent.get(one.code, lambda one: False)(one)]


def _of_maximum(fault: Problem) -> bool:
    return fault.code == "RULE-013" or fault.values.get("key") == "maximum"


def check(rules: RuleSet) -> list[Problem]:
    """Every problem of a rule set, in order of row; empty means sound and complete."""
    found = [*_tree(rules), *_maxima(rules)]
    leaves = {one.number for one in rules.leaves}
    for node in rules.nodes:
        found += _leaf(rules, node) if node.number in leaves else _branch(rules, node)
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By row, then code."""
    return sorted(problems, key=lambda one: (one.row or 0, one.code))


def faults(problems: Iterable[Problem]) -> list[Problem]:
    """Those that make the set wrong."""
    return [one for one in problems if one.code not in INCOMPLETE]


def _problem(rules: RuleSet, node: Node, code: str, **values) -> Problem:
    return Problem(code, rules.file, node.row, values={"number": node.number, **values})


def _tree(rules: RuleSet) -> Iterator[Problem]:
    if not rules.nodes:
        yield Problem("RULE-004", rules.file)
    for depth, stated in enumerate(rules.sizes):
        if stated is not None and rules.nodes and stated != (held := rules.count(depth)):
            values = {"stated": str(stated), "held": str(held), "depth": DEPTHS[depth]}
            yield Problem("RULE-036", rules.file, values=values)
    counted = Counter(one.number for one in rules.nodes)
    seen: set[str] = set()
    for node in rules.nodes:
        if node.number in seen:
            yield _problem(rules, node, "RULE-008")
            continue
        seen.add(node.number)
        if node.parent and node.parent not in counted:
            yield _problem(rules, node, "RULE-009", parent=node.parent)
        place = node.order[-1]
        before = f"{node.parent}.{place - 1}" if node.parent else str(place - 1)
        if place > 1 and before not in counted:
            yield _problem(rules, node, "RULE-010", before=before)


def _maxima(rules: RuleSet) -> Iterator[Problem]:
    """Sums that do not agree; a sum with an unknown part may only be too large."""
    if rules.maximum is None and rules.nodes:
        yield Problem("RULE-035", rules.file)
    for above in (None, *rules.nodes):
        below = rules.children(above.number if above else "")
        stated = above.maximum if above else rules.maximum
        parts = [one for one in below if one.effect == "score"]
        known = [one.maximum for one in parts if one.maximum is not None]
        if stated is None or not parts or not known:
            continue
        total = sum(known, Fraction(0))
        if total > stated or (len(known) == len(parts) and total != stated):
            sums = {"total": figure(total), "stated": figure(stated)}
            if above:
                yield _problem(rules, above, "RULE-011", **sums)
            else:
                yield Problem("RULE-012", rules.file, values=sums)


def _branch(rules: RuleSet, node: Node) -> Iterator[Problem]:
    if node.rule is not None:
        yield _problem(rules, node, "RULE-027")


def _leaf(rules: RuleSet, node: Node) -> Iterator[Problem]:
    if node.maximum is None:
        yield _problem(rules, node, "RULE-034")
    if not node.owner:
        yield _problem(rules, node, "RULE-023")
    if node.method == "appraised" and not node.evidence:
        yield _problem(rules, node, "RULE-025")
    if node.rule is None:
        yield _problem(rules, node, "RULE-026")
    elif node.rule.kind == "unread":
        yield _problem(rules, node, "RULE-029")
    elif isinstance(node.rule, Formula):
        yield from _formula(rules, node, node.rule)
    elif isinstance(node.rule, Steps | Thresholds):
        yield from _earned(rules, node, node.rule)


def _formula(rules: RuleSet, node: Node, rule: Formula) -> Iterator[Problem]:
    try:
        names = parsed(rule.expression).names
    except NotAFormula as fault:
        yield _problem(rules, node, "RULE-021", why=fault.why)
        return
    for name in sorted(names - set(rule.declared)):
        yield _problem(rules, node, "RULE-022", name=name, known=", ".join(rule.declared))
    for name in sorted(set(rule.declared) - names):
        yield _problem(rules, node, "RULE-031", name=name)


def _earned(rules: RuleSet, node: Node, rule: Steps | Thresholds) -> Iterator[Problem]:
    if isinstance(rule, Thresholds):
        whole = Fraction(1) if rule.denominator else None
        for seam in seams(rule.bands, whole):
            at = figure(100 * seam.at if rule.denominator else seam.at)
            if rule.denominator:
                at = (f"{at[0]} %", f"{at[1]}%")
            code = "RULE-018" if seam.kind == "overlap" else "RULE-019"
            yield _problem(rules, node, code, at=at)
    if node.maximum is None:
        return
    given = rule.bands if isinstance(rule, Thresholds) else rule.levels
    points = [node.maximum if one.points is None else one.points for one in given]
    stated = {"top": figure(max(points)), "maximum": figure(node.maximum)}
    if max(points) > node.maximum:
        yield _problem(rules, node, "RULE-020", **stated)
    elif max(points) < node.maximum:
        yield _problem(rules, node, "RULE-030", **stated)
