"""Two versions of a rule set: what stayed, what moved, what is new, what may be compared."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.scoring.rules.comparing import compare
from thuocdo.scoring.rules.kinds import Counts, FullOrNone
from thuocdo.scoring.rules.shapes import Node, RuleSet
from thuocdo.scoring.rules.shipped import simulated


def made(*lines) -> RuleSet:
    nodes = tuple(Node(n, name, F(m), rule=FullOrNone("met")) for n, name, m in lines)
    return RuleSet("thu", "Thử", "", "department", 2030, None, None, nodes)


OLD = made(
    ("1", "Chỉ đạo, điều hành", 4),
    ("1.1", "Ban hành kế hoạch cải cách", 2),
    ("1.2", "Báo cáo định kỳ", 1),
    ("1.3", "Sáng kiến", 1),
    ("2", "Thủ tục hành chính", 2),
    ("2.1", "Công khai thủ tục", 2),
)
NEW = made(
    ("1", "CHỈ ĐẠO ĐIỀU HÀNH", 4),
    ("1.1", "Ban hành kế hoạch cải cách hành chính", 2),
    ("1.2", "Kiểm tra", 1),
    ("1.3", "Báo cáo định kỳ", 2),
    ("2", "Thủ tục hành chính", 2),
    ("2.1", "Công khai thủ tục", 2),
)


def told(pairs):
    return [
        (p.old and p.old.number, p.new and p.new.number, p.state, p.changes, p.sure) for p in pairs
    ]


def test_line_by_line():
    assert told(compare(OLD, NEW)) == [
        ("1", "1", "same", (), True),
        ("1.1", "1.1", "changed", ("renamed",), False),
        (None, "1.2", "new", (), True),
        ("1.2", "1.3", "changed", ("moved", "maximum"), True),
        ("2", "2", "same", (), True),
        ("2.1", "2.1", "same", (), True),
        ("1.3", None, "gone", (), True),
    ]
    assert [one.comparable for one in compare(OLD, NEW)] == [False] * 4 + [True, True, False]


def test_a_criterion_that_moved_to_another_field():
    new = made(("1", "Chỉ đạo, điều hành", 1), ("2", "Mới", 1), ("2.1", "Sáng kiến", 1))
    pairs = {one.new.number: one for one in compare(OLD, new) if one.new}
    assert pairs["2.1"].old.number == "1.3" and pairs["2.1"].changes == ("moved",)


def test_an_official_decides():
    pairs = compare(OLD, NEW, {"1.1": "", "1.3": "1.2"})
    found = {one.old.number: one.new and one.new.number for one in pairs if one.old}
    assert found["1.1"] is None and found["1.3"] == "1.2"
    assert next(one for one in pairs if one.old and one.old.number == "1.3").sure


@pytest.mark.parametrize("mapping", [{"9": "1"}, {"1": "9"}, {"1.1": "1.2", "1.2": "1.2"}])
def test_a_mapping_that_cannot_be(mapping):
    with pytest.raises(ThuocDoError, match="RULE-051"):
        compare(OLD, NEW, mapping)


def test_another_rule_and_an_unknown_maximum_are_not_comparable():
    other = replace(OLD.node("2.1"), rule=Counts("pieces", F(1)))
    unknown = replace(OLD.node("1.3"), maximum=None)
    new = replace(
        OLD, nodes=tuple({"2.1": other, "1.3": unknown}.get(n.number, n) for n in OLD.nodes)
    )
    pairs = {one.new.number: one for one in compare(OLD, new)}
    assert pairs["2.1"].changes == ("rule",)
    assert {n: one.comparable for n, one in pairs.items()} == {
        **dict.fromkeys(("1", "1.3", "2", "2.1"), False),
        **dict.fromkeys(("1.1", "1.2"), True),
    }


def test_a_set_is_the_same_as_itself():
    for rules in (OLD, simulated()):
        assert all(one.state == "same" and one.comparable for one in compare(rules, rules))


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_every_line_is_in_exactly_one_pair(one, two):
    names = ("Kế hoạch", "Kế hoạch năm", "Báo cáo", "Báo cáo", "Kiểm tra", "Sáng kiến")
    old = made(*((str(n + 1), names[at], 1) for n, at in enumerate(one)))
    new = made(*((str(n + 1), names[at], 1) for n, at in enumerate(two)))
    pairs = compare(old, new)
    assert sorted(p.old.number for p in pairs if p.old) == [o.number for o in old.nodes]
    assert [p.new.number for p in pairs if p.new] == [o.number for o in new.nodes]
