"""Rule sets as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from thuocdo.errors import Problem
from thuocdo.scoring.rules.cases import Outcome
from thuocdo.scoring.rules.checking import INCOMPLETE
from thuocdo.scoring.rules.comparing import Pair
from thuocdo.scoring.rules.contract import head_json
from thuocdo.scoring.rules.results import figure, sentence
from thuocdo.scoring.rules.shapes import RuleSet


def head_text(rules: RuleSet, language: str) -> str:
    """One line: name, size, whether it is simulated or incomplete."""
    held = head_json(rules)
    size = f"{held['fields']}/{held['criteria']}/{held['sub_criteria']}"
    total = figure(rules.maximum) if rules.maximum is not None else "–"
    line = sentence("head", title=rules.title, size=size, total=total).text(language)
    marks = [key for key in ("simulated", "complete") if held[key] == (key == "simulated")]
    return line + "".join(f" {sentence(f'mark_{key}').text(language)}" for key in marks) + "\n"


def check_text(rules: RuleSet, problems: Iterable[Problem], language: str, whole: bool) -> str:
    """The faults line by line; what is lacking counted, or line by line when ``whole``."""
    problems = list(problems)
    wrong = [one for one in problems if one.code not in INCOMPLETE]
    lacking = [one for one in problems if one.code in INCOMPLETE]
    lines = [one.text(language) for one in (problems if whole else wrong)]
    lines.append(
        sentence("check", faults=str(len(wrong)), lacking=str(len(lacking))).text(language)
    )
    return head_text(rules, language) + "".join(f"{line}\n" for line in lines)


def cases_text(rules: RuleSet, outcomes: list[Outcome], language: str) -> str:
    """A line a case: passed or not, and how the points came about."""
    lines = []
    for one in outcomes:
        how = one.points.said(language) if one.points else one.refused.text(language)
        wanted = "–" if one.case.expected is None else figure(one.case.expected)
        parts = {"case": str(one.case.place), "criterion": one.case.criterion, "how": how}
        key = "case_passed" if one.passed else "case_failed"
        lines.append(sentence(key, name=one.case.name, wanted=wanted, **parts).text(language))
    passed = sum(one.passed for one in outcomes)
    counted = {"passed": str(passed), "failed": str(len(outcomes) - passed)}
    lines.append(sentence("cases", **counted).text(language))
    return head_text(rules, language) + "".join(f"{line}\n" for line in lines)


def import_text(imported, to, language: str) -> str:
    """What was read, what is wrong, what is to be completed; ``to`` is the file, if written."""
    counts = {"recognised": str(imported.recognised), "unread": str(imported.unread)}
    lines = [sentence("imported", **counts).text(language)]
    key = "stored" if to else "not_stored"
    lines.append(sentence(key, file=to.name if to else "").text(language))
    told = [one for one in imported.problems if one.code == "RULE-029"]
    lines = [one.text(language) for one in told] + lines
    return check_text(imported.rules, imported.problems, language, False) + "".join(
        f"{line}\n" for line in lines
    )


def compare_text(old: RuleSet, new: RuleSet, pairs: list[Pair], language: str) -> str:
    """What changed, a line each; what stayed the same is counted."""
    lines = [_pair(one).text(language) for one in pairs if one.state != "same"]
    same = sum(one.state == "same" for one in pairs)
    unsure = sum(not one.sure for one in pairs)
    counts = {"same": str(same), "changed": str(len(pairs) - same), "unsure": str(unsure)}
    lines.append(sentence("compared", **counts).text(language))
    heads = head_text(old, language) + head_text(new, language)
    return heads + "".join(f"{line}\n" for line in lines)


def _pair(pair: Pair):
    parts = {}
    for key, node in (("old", pair.old), ("new", pair.new)):
        parts[key] = f"{node.number} «{node.name}»" if node else "–"
        known = node is not None and node.maximum is not None
        parts[f"{key}_maximum"] = figure(node.maximum) if known else "–"
    if pair.state != "changed":
        return sentence(f"pair_{pair.state}", **parts)
    words = [sentence(f"change_{one}", **parts) for one in pair.changes]
    said = tuple(", ".join(one.text(language) for one in words) for language in ("vi", "en"))
    return sentence("pair" if pair.sure else "pair_unsure", changes=said, **parts)
