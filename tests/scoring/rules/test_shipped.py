"""What comes with the product: published sets at their depth, the simulated one whole."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from tools.simulated_rules import NOTE, rule_set

from thuocdo.errors import ThuocDoError
from thuocdo.facts import read
from thuocdo.scoring.rules.checking import check, faults
from thuocdo.scoring.rules.kinds import KINDS
from thuocdo.scoring.rules.reading import rules_of
from thuocdo.scoring.rules.sheets import score
from thuocdo.scoring.rules.shipped import find, published, simulated
from thuocdo.scoring.rules.writing import written


def test_published_sets_are_incomplete_and_nothing_is_invented():
    sets = {one.name: one for one in published(read())}
    assert {"par-2948", "par-876", "par-892", "par-1187"} <= set(sets)
    for one in sets.values():
        assert not one.complete and not one.simulated and faults(check(one)) == []
        assert all(node.rule is None and node.owner == "" and node.source for node in one.nodes)
    stated = {node.number: node.maximum for node in sets["par-2948"].nodes}
    assert sum(stated.values()) == sets["par-2948"].maximum == 100
    unknown = [node.number for node in sets["par-892"].nodes if node.maximum is None]
    assert unknown == ["2", "6", "7"]


def test_the_simulated_set_has_the_real_size():
    rules = simulated()
    depth = [one.number.count(".") for one in rules.nodes]
    assert [depth.count(n) for n in range(3)] == [8, 38, 88]
    assert rules.simulated and rules.complete and rules.maximum == 100
    assert check(rules) == []
    assert {one.rule.kind for one in rules.leaves} == set(KINDS) - {"unread"}
    assert all("mô phỏng" in one.name and "imulated" in one.name_en for one in rules.nodes)


def test_the_file_is_what_the_tool_prints():
    made = written(rule_set(), NOTE)
    assert rules_of(made, "mo-phong.toml").rules == simulated()
    again = written(simulated(), NOTE)
    assert again == made


def test_a_full_sheet_of_the_simulated_set_adds_up_to_the_points():
    best = {"met": True, "level": "good", "violations": 0, "pieces": 9, "mean": 5}
    best |= {"done": 10, "planned": 10, "budget": 100, "spent": 90, "index_value": 100}
    rules = simulated()
    given = {one.number: {name: best[name] for name in one.rule.variables} for one in rules.leaves}
    found = score(rules, given)
    assert found.total == F(100) and found.missing == ()


def test_a_name_that_is_none():
    with pytest.raises(ThuocDoError, match="RULE-044"):
        find("par-9", read())
