"""Gains at the median, the best and 100 %: against recounting with the cases changed."""

from __future__ import annotations

from fractions import Fraction
from statistics import median as slow_median

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.dossiers.losses import Share, gains_of_cells
from thuocdo.dossiers.losses.gains import gains, median

KINDS = {"A": "commune", "B": "commune", "C": "commune", "S": "department"}
PLAIN = Share(Fraction(20))
CAPPED = Share(Fraction(6), Fraction(9, 10), capped=True)


def found(share, counts, least=30):
    return {(one.unit, one.reference): one for one in gains("m", share, counts, KINDS, least)}


def test_three_communes():
    counts = {"A": (50, 100), "B": (80, 100), "C": (30, 40), "S": (10, 60)}
    made = found(PLAIN, counts)
    a = made[("A", "median")]
    assert (a.share, a.target, a.peers, a.cases) == (Fraction(1, 2), Fraction(3, 4), 3, 25)
    assert (a.own, a.province) == (Fraction(20 * 25, 100), Fraction(20 * 25, 300))
    assert made[("A", "best")].cases == 30 and made[("A", "full")].own == 10
    assert made[("B", "median")].own == 0 == made[("B", "best")].province
    assert made[("S", "median")].own == 0 and made[("S", "full")].province == Fraction(20 * 50, 300)


def test_a_lucky_two_of_two_is_not_the_best():
    counts = {"A": (50, 100), "B": (80, 100), "C": (2, 2)}
    assert found(PLAIN, counts)[("A", "best")].target == Fraction(4, 5)
    assert found(PLAIN, {"A": (1, 2)}).keys() == {("A", "median"), ("A", "full")}


@given(
    st.dictionaries(
        st.sampled_from(list(KINDS)),
        st.integers(0, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
        min_size=1,
    ),
    st.sampled_from([PLAIN, CAPPED]),
)
def test_gains_are_what_recounting_gives(counts, share):
    made = found(share, counts)
    right, cases = (sum(pair[k] for pair in counts.values()) for k in (0, 1))
    for (unit, _), one in made.items():
        n, d = counts[unit]
        assert one.target <= 1 and one.cases >= 0
        assert one.own == share.points(n + one.cases, d) - share.points(n, d)
        assert one.province == share.points(right + one.cases, cases) - share.points(right, cases)
        if one.share < one.target:
            assert (n + one.cases) / d == one.target
    for unit in (u for u, (_, d) in counts.items() if d):
        assert made[(unit, "full")].cases == counts[unit][1] - counts[unit][0]
        assert made[(unit, "full")].own == share.loss(*counts[unit])


@given(st.lists(st.fractions(0, 1, max_denominator=50), min_size=1, max_size=9))
def test_the_median(values):
    assert median(values) == slow_median(values)


def test_from_cells():
    frame = pl.DataFrame(
        {"unit": ["A", "A", "B", None], "procedure": ["p", "q", "p", "p"]}
        | {"judged": [60, 40, 100, 50], "on_time": [30, 20, 90, 50]}
    )
    rows = gains_of_cells(frame, KINDS)
    assert {one.metric for one in rows} == {
        "dvc-progress-tree/total",
        "handling-satisfaction/DOSSIER_RECEIVING_SATISFACTION",
    }
    one = next(row for row in rows if (row.unit, row.reference) == ("A", "median"))
    assert one.target == Fraction(7, 10) and one.province == Fraction(20 * 20, 250)
