"""Units as they stand: validity, predecessors, successors."""

from __future__ import annotations

from datetime import date

import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.units import Unit, communes, departments, province, provinces

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


def test_a_unit_exists_from_its_first_to_its_last_day():
    unit = Unit("1", "Một", "province", "tỉnh", "VN", valid_from=date(2004, 1, 1), valid_to=LAST)
    days = (date(2003, 12, 31), date(2004, 1, 1), LAST, FIRST)
    assert [unit.exists_on(day) for day in days] == [False, True, True, False]
    always = Unit("2", "Hai", "province", "tỉnh", "VN")
    assert always.exists_on(date.min) and always.exists_on(date.max)


def test_old_provinces_end_where_the_new_begin(facts):
    for unit in provinces(facts, "63"):
        assert unit.exists_on(LAST) and not unit.exists_on(FIRST)
    for unit in provinces(facts, "34"):
        assert unit.exists_on(FIRST) and not unit.exists_on(LAST)


def test_the_merger_reads_the_same_both_ways(facts):
    old = {unit.code: unit for unit in provinces(facts, "63")}
    new = {unit.code: unit for unit in provinces(facts, "34")}
    forward = {(code, after) for code, unit in old.items() for after in unit.successors}
    backward = {(before, code) for code, unit in new.items() for before in unit.predecessors}
    assert forward == backward
    assert len(forward) == 63
    assert new["33"].predecessors == ("33", "34")
    assert new["33"].merged and not new["01"].merged
    assert sum(unit.merged for unit in new.values()) == 23


def test_one_province(facts):
    assert province(facts, "63", "34").name == "Thái Bình"
    with pytest.raises(ThuocDoError, match="UNIT-001 .*--boundaries 34"):
        province(facts, "34", "34")
    with pytest.raises(ThuocDoError, match="CALL-003"):
        provinces(facts, "64")


def test_communes_belong_to_the_province_and_know_where_they_come_from(facts):
    found = communes(facts)
    assert len(found) == 104
    assert {unit.parent for unit in found} == {"33"}
    assert all(unit.predecessors and unit.exists_on(FIRST) for unit in found)


def test_simulated_departments_say_so(facts):
    assert {unit.basis for unit in departments(facts)} == {"simulated"}
