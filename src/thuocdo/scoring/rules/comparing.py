"""Two versions of a rule set, criterion by criterion, so that history maps over a new decision.

A line is the same line by its name under the same line above; else by its name alone; else by
its number with a name much alike, which is *not certain* and waits for an official. A mapping
given by an official goes before all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from thuocdo.errors import Problem, ThuocDoError
from thuocdo.scoring.rules.shapes import Node, RuleSet
from thuocdo.wording import bare

ALIKE = 0.6  # of SequenceMatcher's ratio of the bare names
# What may differ of a pair, and which of it makes points mean something else.
CHANGES = ("renamed", "moved", "maximum", "rule", "method", "owner", "effect")
TELLING = {"maximum", "rule", "method", "effect"}


@dataclass(frozen=True)
class Pair:
    """A line of the old set and its line in the new one; one of them ``None`` = gone or new.

    ``sure`` is false where only the place and a name much alike speak for it. ``comparable``:
    points of both years mean the same, since maximum and rule are known and kept in it and in
    everything under it.
    """

    old: Node | None
    new: Node | None
    changes: tuple[str, ...] = ()
    sure: bool = True
    comparable: bool = False

    @property
    def state(self) -> str:
        """ "same", "changed", "new" or "gone"."""
        if self.old is None or self.new is None:
            return "new" if self.old is None else "gone"
        return "changed" if self.changes else "same"


def compare(old: RuleSet, new: RuleSet, mapping: Mapping[str, str] | None = None) -> list[Pair]:
    """Every line of both sets, paired, in the order of the new set, what is gone at the end.

    ``mapping``: old number → new number, "" for none. Raises ``ThuocDoError`` RULE-051.
    """
    given = dict(mapping or {})
    _refuse_unknown(old, new, given)
    found = _Pairing(old, new, given)
    for how in (_own_name, _only_name):
        found.take(how)
    found.take(_alike, sure=False)
    return found.pairs()


def _refuse_unknown(old: RuleSet, new: RuleSet, mapping: dict[str, str]) -> None:
    for number, onto in mapping.items():
        twice = onto and list(mapping.values()).count(onto) > 1
        if old.node(number) is None or (onto and new.node(onto) is None) or twice:
            values = {"old": number, "new": onto}
            raise ThuocDoError(Problem("RULE-051", values=values))


class _Pairing:
    """Pairs made so far: old number → (new number, sure)."""

    def __init__(self, old: RuleSet, new: RuleSet, given: dict[str, str]):
        self.old, self.new = old, new
        self.onto = {one: (two, True) for one, two in given.items() if two}
        self.closed = {one for one, two in given.items() if not two}

    def open_old(self) -> list[Node]:
        """Old lines with no pair yet, the upper ones first."""
        left = (
            o for o in self.old.nodes if o.number not in self.onto and o.number not in self.closed
        )
        return sorted(left, key=lambda one: one.number.count("."))

    def open_new(self) -> list[Node]:
        """New lines with no pair yet."""
        taken = {onto for onto, _ in self.onto.values()}
        return [one for one in self.new.nodes if one.number not in taken]

    def take(self, how, sure: bool = True) -> None:
        """Pair what ``how`` finds, level by level: a pair above helps those under it."""
        for line in self.open_old():
            found = how(line, self.open_new(), self)
            if found is not None:
                self.onto[line.number] = (found.number, sure)

    def above(self, line: Node) -> str | None:
        """The new number of the line above an old one."""
        return (
            self.onto[line.parent][0]
            if line.parent in self.onto
            else ""
            if not line.parent
            else None
        )

    def pairs(self) -> list[Pair]:
        """All pairs, then what is gone."""
        back = {onto: (one, sure) for one, (onto, sure) in self.onto.items()}
        made: dict[str, Pair] = {}
        for node in sorted(self.new.nodes, key=lambda one: -one.number.count(".")):
            one, sure = back.get(node.number, ("", True))
            old = self.old.node(one) if one else None
            pair = Pair(old, node, _changes(old, node) if old else (), sure)
            made[node.number] = replace(pair, comparable=self.comparable(pair, made))
        gone = (one for one in self.old.nodes if one.number not in self.onto)
        return [made[one.number] for one in self.new.nodes] + [Pair(one, None) for one in gone]

    def comparable(self, pair: Pair, made: dict[str, Pair]) -> bool:
        """Whether points of both mean the same; the lines under it are in ``made``."""
        if pair.old is None or not pair.sure or TELLING & set(pair.changes):
            return False
        if pair.new.maximum is None:
            return False
        before, now = self.old.children(pair.old.number), self.new.children(pair.new.number)
        if not before and not now:
            return pair.new.rule is not None and pair.new.rule.kind != "unread"
        kept = {made[one.number].old.number for one in now if made[one.number].comparable}
        return len(kept) == len(now) and kept == {one.number for one in before}


def _own_name(line: Node, others: list[Node], made: _Pairing) -> Node | None:
    """The same name under the same line above."""
    above = made.above(line)
    same = [one for one in others if one.parent == above and _plain(one) == _plain(line)]
    return same[0] if len(same) == 1 else _same_number(line, same)


def _same_number(line: Node, others: list[Node]) -> Node | None:
    """Of several of one name, the one that kept its number."""
    return next((one for one in others if one.number == line.number), None)


def _only_name(line: Node, others: list[Node], made: _Pairing) -> Node | None:
    """The same name elsewhere at the same depth, where it stands once in both sets."""
    counted = Counter((_plain(one), one.number.count(".")) for one in made.open_old())
    key = (_plain(line), line.number.count("."))
    same = [one for one in others if (_plain(one), one.number.count(".")) == key]
    return same[0] if len(same) == 1 and counted[key] == 1 else None


def _alike(line: Node, others: list[Node], made: _Pairing) -> Node | None:
    """Under the same line above, the name most alike, if alike enough."""
    above = made.above(line)
    near = [one for one in others if one.parent == above]
    scored = [(_likeness(line, one), one.number == line.number, one) for one in near]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _likeness(one: Node, two: Node) -> float:
    return SequenceMatcher(None, _plain(one), _plain(two), autojunk=False).ratio()


def _plain(node: Node) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in bare(node.name).lower()).split())


def _changes(old: Node, new: Node) -> tuple[str, ...]:
    differs = {
        "renamed": _plain(old) != _plain(new),
        "moved": old.number != new.number,
        "maximum": old.maximum != new.maximum,
        "rule": old.rule != new.rule,
        "method": old.method != new.method,
        "owner": old.owner != new.owner,
        "effect": old.effect != new.effect,
    }
    return tuple(name for name in CHANGES if differs[name])
