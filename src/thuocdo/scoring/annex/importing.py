"""The annex of a decision as a rule set, with what is wrong and what is still to be completed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.scoring.annex.documents import grids
from thuocdo.scoring.annex.phrases import rule_of_text
from thuocdo.scoring.annex.tables import POINTS, Line, lines_of
from thuocdo.scoring.rules.checking import check, in_order
from thuocdo.scoring.rules.kinds import Unread
from thuocdo.scoring.rules.reading import NUMBERING
from thuocdo.scoring.rules.shapes import Node, RuleSet
from thuocdo.wording import bare


@dataclass(frozen=True)
class Imported:
    """The set read, its problems (rows are those of the table), how many rules were understood."""

    rules: RuleSet
    problems: tuple[Problem, ...]
    recognised: int
    unread: int


def import_annex(
    path: Path, *, name: str, title: str, decision: str, level: str, years: tuple[int, int | None]
) -> Imported:
    """The rule set in the annex at ``path`` (.docx, .xlsx).

    Raises ``ThuocDoError`` RULE-045…RULE-048. Other faults are told in ``problems``.
    """
    held = lines_of(grids(path))
    if not held.found or not held.lines:
        raise ThuocDoError(Problem("RULE-048", path.name))
    faults: list[Problem] = []
    parents = {one.number.rpartition(".")[0] for one in held.lines}
    made = [_node(one, one.number in parents, faults) for one in held.lines]
    nodes = tuple(one for one in made if one is not None)
    total = _points(held.total)
    head = {"name": name, "title": title, "decision": decision, "level": level}
    first, last = years
    rules = RuleSet(
        **head, year_from=first, year_to=last, maximum=total, nodes=nodes, file=path.name
    )
    kinds = [one.rule.kind for one in nodes if one.rule is not None]
    problems = in_order([*faults, *check(rules)])
    unread = kinds.count("unread")
    return Imported(rules, tuple(problems), len(kinds) - unread, unread)


def _node(line: Line, above: bool, faults: list[Problem]) -> Node | None:
    def fault(code: str) -> None:
        faults.append(Problem(code, line.file, line.row, values={"number": line.number}))

    if not NUMBERING.match(line.number):
        fault("RULE-007")
        return None
    if not line.name:
        fault("RULE-006")
    maximum = _points(line.maximum)
    if line.maximum and maximum is None:
        fault("RULE-013")
    text = "\n".join(line.texts)
    rule = None if above or not text else rule_of_text(text, maximum) or Unread(text)
    surveyed = "dieu tra xa hoi hoc" in bare(f"{line.name} {text}").lower()
    return Node(
        line.number,
        line.name,
        maximum,
        rule=rule,
        method="survey" if surveyed else "appraised",
        owner=line.owner,
        evidence=tuple(one for one in line.evidence if one),
        text=text,
        row=line.row,
    )


def _points(text: str) -> Fraction | None:
    found = POINTS.fullmatch(text.strip())
    value = Fraction(found[1].replace(",", ".")) if found else Fraction(0)
    return value if value > 0 else None
