"""Cases that officials write: values of a criterion and the points they expect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.scoring.rules.checking import check_read, faults
from thuocdo.scoring.rules.parameters import number
from thuocdo.scoring.rules.reading import Read, toml_of, toml_text
from thuocdo.scoring.rules.results import Points
from thuocdo.scoring.rules.shapes import RuleSet
from thuocdo.scoring.rules.sheets import points_of

KEYS = {"criterion", "name", "values", "points", "missing"}


@dataclass(frozen=True)
class Case:
    """``expected`` ``None`` means that no points can be told."""

    name: str
    criterion: str
    values: dict
    expected: Fraction | None
    place: int


@dataclass(frozen=True)
class Outcome:
    """What the set gives for a case; ``refused`` is why the values cannot be scored."""

    case: Case
    points: Points | None
    refused: Problem | None

    @property
    def passed(self) -> bool:
        """Whether the points are exactly those expected."""
        return self.points is not None and self.points.points == self.case.expected


def run_cases(path: Path, find: Callable[[str], Read]) -> tuple[RuleSet, list[Outcome]]:
    """Every case of the file against the set it names (``find`` fetches it).

    Raises ``ThuocDoError`` RULE-001, RULE-002, RULE-041…RULE-043, and the faults of the set.
    """
    held = toml_of(toml_text(path), path.name)
    named = held.get("rules")
    given = held.get("case")
    if not isinstance(named, str) or not isinstance(given, list) or set(held) > {"rules", "case"}:
        raise ThuocDoError(Problem("RULE-042", path.name, values={"place": 0}))
    read = find(named)
    if wrong := faults(check_read(read)):
        raise ThuocDoError(*wrong)
    cases = [_case(one, place, path.name) for place, one in enumerate(given, start=1)]
    unfit = [fault for one in cases for fault in _unfit(one, read.rules, path.name)]
    if unfit:
        raise ThuocDoError(*unfit)
    return read.rules, [outcome(read.rules, one) for one in cases]


def outcome(rules: RuleSet, case: Case) -> Outcome:
    """The points of one case. The criterion exists."""
    try:
        return Outcome(case, points_of(rules, rules.node(case.criterion), case.values), None)
    except ThuocDoError as error:
        return Outcome(case, None, error.problems[0])


def _case(given: object, place: int, file: str) -> Case:
    wrong = ThuocDoError(Problem("RULE-042", file, values={"place": place}))
    if not isinstance(given, dict) or not set(given) <= KEYS:
        raise wrong
    values, missing = given.get("values", {}), given.get("missing", False)
    if not isinstance(values, dict) or missing is not ("points" not in given):
        raise wrong
    try:
        expected = None if missing else number(given["points"])
    except ValueError:
        raise wrong from None
    name = str(given.get("name", ""))
    return Case(name, str(given.get("criterion", "")), values, expected, place)


def _unfit(case: Case, rules: RuleSet, file: str):
    node = next((one for one in rules.leaves if one.number == case.criterion), None)
    if node is None:
        values = {"place": case.place, "number": case.criterion}
        yield Problem("RULE-043", file, values=values)
        return
    known = node.rule.variables if node.rule else ()
    for name in case.values:
        if name not in known:
            told = {"place": case.place, "number": node.number, "name": name}
            yield Problem("RULE-041", file, values={**told, "known": ", ".join(known) or "–"})
