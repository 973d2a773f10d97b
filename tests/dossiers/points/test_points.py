"""Points out of rates: exact, capped, and honest about what is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.dossiers.points import GENERATIONS, point_rules, points_of, sheet
from thuocdo.dossiers.points.scoring import NOT_FOR_A_UNIT, Input
from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.errors import ThuocDoError

NEW, OLD = GENERATIONS


def metric(code: str, generation: str = NEW):
    return next(one for one in point_rules(generation).metrics if one.code == code)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_six_groups_make_a_hundred(generation):
    rules = point_rules(generation)
    assert sum(maximum for maximum, _, _ in rules.groups.values()) == 100
    assert [maximum for maximum, _, _ in rules.groups.values()] == [18, 20, 12, 10, 22, 18]
    for group, (maximum, _, _) in rules.groups.items():
        mine = [one for one in rules.metrics if one.group == group]
        known = [one.maximum for one in mine if one.maximum is not None]
        assert mine and sum(known) <= maximum
        if len(known) == len(mine):
            assert sum(known) == maximum, group


def test_the_rules_of_2026_are_those_that_reproduce_the_portal():
    """The same maxima, thresholds and treatments of nothing as ``portal/rules.toml``."""
    portal = {one.code: one for group in rule_book().groups.values() for one in group.metrics}
    compared = 0
    for one in point_rules(NEW).metrics:
        known = portal.get(one.code)
        if known is None:
            continue
        compared += 1
        assert float(one.maximum) == known.maximum
        assert float(one.weight) == pytest.approx(known.maximum / known.threshold, abs=1e-12)
        assert one.zero == known.zero
    assert compared == 14
    [progress] = rule_book().groups["dvc-progress-tree"].terms
    assert progress.weight == metric("PROGRESS").weight
    payment = rule_book().groups["formality-online-payment-tree"].terms
    mine = [one for one in point_rules(NEW).metrics if one.group == "TTTT"]
    assert [one.weight for one in payment] == [float(one.weight) for one in mine]


@pytest.mark.parametrize(
    ("code", "counts", "points"),
    [
        ("PROGRESS", (2348, 2971), Fraction(20 * 2348, 2971)),
        ("DOSSIER_RECEIVING_SATISFACTION", (9, 10), Fraction(6)),
        ("DOSSIER_RECEIVING_SATISFACTION", (10, 10), Fraction(6)),
        ("DOSSIER_RECEIVING_SATISFACTION", (45, 100), Fraction(3)),
        ("DOSSIER_RECEIVING_SATISFACTION", (0, 0), Fraction(0)),
        ("PETITION_PROCESSING_ON_TIME", (0, 0), Fraction(6)),
        ("PAYMENT_PROCEDURES_PAID", (4, 5), Fraction(2)),
        ("PAYMENT_PROCEDURES_USED", (1, 1), Fraction(5, 2)),
        ("ORIGINAL_RESULT_AVAILABLE", (0, 0), None),
        ("REUSED_DIGITIZED_DATA", (4, 10), Fraction(1)),
    ],
)
def test_points(code, counts, points):
    assert points_of(metric(code), *counts) == points


def test_a_metric_without_figures_is_missing_not_zero():
    made = sheet(point_rules(NEW), {"on_time": Input(9, 10, origin="lake")}, province=True)
    assert made.points == 18 and made.computable == 20
    for one in made.rows:
        if one.metric.code != "PROGRESS" and one.metric.why is None:
            assert one.points is None


def test_rows_of_the_province_do_not_apply_to_a_unit():
    inputs = {"vneid": Input(1, 2)}
    whole, unit = (sheet(point_rules(NEW), inputs, province=flag) for flag in (True, False))
    pick = {
        flag: next(one for one in made.rows if one.metric.measure == "vneid")
        for flag, made in ((True, whole), (False, unit))
    }
    assert pick[True].points == 1
    assert pick[False].points is None and pick[False].why == NOT_FOR_A_UNIT


def test_the_band_of_a_measure_is_carried_to_points():
    given_ = Input(8, 10, low=(7, 10), high=(9, 10))
    made = sheet(point_rules(NEW), {"on_time": given_}, province=True)
    row = next(one for one in made.rows if one.metric.code == "PROGRESS")
    assert (row.low, row.points, row.high) == (14, 16, 18)


def test_an_unknown_maximum_gives_no_points():
    made = sheet(point_rules(OLD), {"online": Input(1, 2)}, province=True)
    row = next(one for one in made.rows if one.metric.measure == "online")
    assert row.points is None and "tối đa" in row.why[0]


@given(st.integers(0, 50), st.integers(0, 50))
def test_points_grow_with_the_count_and_never_pass_the_maximum(one, other):
    low, high = sorted((one, other))
    for each in point_rules(NEW).metrics:
        if each.weight is None:
            continue
        below, above = (points_of(each, count, 50) for count in (low, high))
        assert 0 <= below <= above
        assert each.maximum is None or above <= each.maximum


def test_points_out_of_an_unknown_maximum_are_shown_and_not_added_up():
    made = sheet(point_rules(NEW), {"procedures_with_fee_used": Input(1, 1)}, province=True)
    row = next(one for one in made.rows if one.metric.code == "PAYMENT_PROCEDURES_USED")
    assert row.points == Fraction(5, 2) and not row.counts
    assert made.points == made.computable == made.of_group("TTTT").points == 0


def test_rules_there_are_not():
    with pytest.raises(ThuocDoError) as told:
        point_rules("766-2030")
    assert told.value.code == "DOSSIER-032"
