"""Held-back cells against every table there could be, and the cost against the least there is."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas import System, held_back, nested_tables, suppressed

SMALL_TABLES = st.integers(2, 3).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(0, 5), min_size=2, max_size=3), min_size=rows, max_size=rows
    ).filter(lambda table: len({len(row) for row in table}) == 1)
)


def boxes(cells: int, most: int) -> np.ndarray:
    """All rows of ``cells`` whole numbers 0..most."""
    return np.indices((most + 1,) * cells).reshape(cells, (most + 1) ** cells).T


def possible(printed, most: int) -> np.ndarray:
    """(tables, rows, columns): every inside of 0..most that agrees with what is printed."""
    cells = np.array([[-1 if c is None else c for c in row] for row in printed.cells])
    tables = np.repeat(cells[None], (most + 1) ** int((cells < 0).sum()), axis=0)
    tables[:, cells < 0] = boxes(int((cells < 0).sum()), most)
    keep = np.ones(len(tables), dtype=bool)
    for axis, totals in ((2, printed.row_totals), (1, printed.column_totals)):
        sums = tables.sum(axis=axis)
        for place, total in enumerate(totals):
            if total is not None:
                keep &= sums[:, place] == total
    if printed.total is not None:
        keep &= tables.sum(axis=(1, 2)) == printed.total
    return tables[keep]


@settings(max_examples=60, deadline=None)
@given(inside=SMALL_TABLES, minimum=st.integers(2, 3))
def test_no_held_back_cell_can_be_told(inside, minimum):
    counts = np.array(inside)
    printed = suppressed(counts, minimum)
    small = (counts > 0) & (counts < minimum)
    if sum(c is None for row in printed.cells for c in row) > 6:
        return  # too many tables to try; the next test makes the claim by another way
    tables = possible(printed, most=7)
    assert (tables == counts).all(axis=(1, 2)).any()
    for i, j in np.ndindex(counts.shape):
        values = set(tables[:, i, j].tolist())
        if printed.cells[i][j] is not None:
            assert values == {counts[i, j]} and not small[i, j]
        else:
            assert len(values) > 1
            if small[i, j]:
                assert max(values) >= minimum
    for axis, totals in ((1, printed.row_totals), (0, printed.column_totals)):
        for place, total in enumerate(totals):
            if total is None:
                assert len(set(tables.sum(axis=axis + 1)[:, place].tolist())) > 1


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), rows=st.integers(3, 8), columns=st.integers(3, 6))
def test_no_held_back_cell_is_a_total_less_the_rest(seed, rows, columns):
    """The range linear programming leaves each held-back cell is never a point."""
    from scipy.optimize import linprog

    counts = np.random.default_rng(seed).negative_binomial(1.2, 0.08, (rows, columns))
    printed = suppressed(counts, 10)
    whole = [[*r, t] for r, t in zip(printed.cells, printed.row_totals, strict=True)]
    whole.append([*printed.column_totals, printed.total])
    cells = np.array([[np.nan if c is None else c for c in r] for r in whole], dtype=float)
    bounds = [(0, None) if np.isnan(c) else (c, c) for c in cells.ravel()]
    ties = []
    for axis, number in ((0, rows + 1), (1, columns + 1)):
        for place in range(number):
            tie = np.zeros(cells.shape)
            line = tie[place] if axis == 0 else tie[:, place]
            line[:-1], line[-1] = 1, -1
            ties.append(tie.ravel())
    hidden = np.flatnonzero(np.isnan(cells.ravel()))
    for cell in hidden[:4]:
        c = np.zeros(cells.size)
        c[cell] = 1
        low = linprog(c, A_eq=ties, b_eq=np.zeros(len(ties)), bounds=bounds)
        high = linprog(-c, A_eq=ties, b_eq=np.zeros(len(ties)), bounds=bounds)
        unbounded = high.status == 3
        assert low.status == 0 and (unbounded or -high.fun - low.fun >= 1 - 1e-6)


def test_naive_holding_back_would_fail():
    """One small cell alone is its row total less the rest: the test above can fail."""
    counts = np.array([[2, 30], [40, 50]])
    printed = suppressed(counts, 5)
    assert printed.held == 4, "a single small cell of a 2 x 2 table takes the whole inside"


def test_near_the_least():
    """Over 12 tables of 3 x 3 no more than a quarter more cells are held back than must be."""
    rng = np.random.default_rng(2)
    ours = least = 0
    for _ in range(12):
        counts = rng.integers(1, 40, (3, 3))
        if not ((counts < 6).any()):
            continue
        printed = suppressed(counts, 6)
        ours += sum(c is None for row in printed.cells for c in row)
        least += fewest(counts, 6)
    assert least <= ours <= 1.25 * least


def fewest(counts, minimum):
    """Least number of inside cells whose holding back protects, margins printed."""
    small = (counts < minimum).ravel()
    others = np.flatnonzero(~small)
    for extra in range(len(others) + 1):
        for chosen in itertools.combinations(others, extra):
            hidden = small.copy()
            hidden[list(chosen)] = True
            if all(protected(counts, hidden, cell, minimum) for cell in np.flatnonzero(small)):
                return int(hidden.sum())
    return counts.size


def protected(counts, hidden, cell, minimum):
    from scipy.optimize import linprog

    size, (rows, columns) = counts.size, counts.shape
    ties = [np.kron(np.eye(rows)[i], np.ones(columns)) for i in range(rows)]
    ties += [np.kron(np.ones(rows), np.eye(columns)[j]) for j in range(columns)]
    flat = counts.ravel()
    bounds = [(0, None) if h else (v, v) for h, v in zip(hidden, flat, strict=True)]
    c = np.zeros(size)
    c[cell] = -1
    found = linprog(c, A_eq=ties, b_eq=np.array(ties) @ flat, bounds=bounds)
    return found.status == 0 and -found.fun >= minimum - 1e-6


def groups(*rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"group": str, "inside": str, "n": int}, orient="row")


def test_the_difference_of_two_tables():
    """100 people, 96 of them local: printing both would tell of the 4 who are not."""
    frame = groups(("all", None, 100), ("local", "all", 96))
    assert nested_tables(frame, 5)["printed"].to_list() in ([100, None], [None, 96])
    harmless = groups(("all", None, 100), ("local", "all", 90))
    assert nested_tables(harmless, 5)["printed"].to_list() == [100, 90]
    equal = groups(("all", None, 100), ("local", "all", 100))
    assert nested_tables(equal, 5)["printed"].to_list() == [100, 100], "nobody is left over"


@settings(max_examples=40, deadline=None)
@given(a=st.integers(0, 8), b=st.integers(0, 8), c=st.integers(0, 8), rest=st.integers(0, 8))
def test_differences_of_nested_groups_by_trying_all(a, b, c, rest):
    """all > women > (young, old): no small group, printed or left over, can be told."""
    women = a + b + c
    frame = groups(
        ("all", None, women + rest),
        ("women", "all", women),
        ("young", "women", a),
        ("old", "women", b),
    )
    printed = nested_tables(frame, 3)["printed"].to_list()
    others = boxes(4, 12)
    sums = np.column_stack([others.sum(1), others[:, :3].sum(1), others[:, 0], others[:, 1]])
    agree = np.ones(len(others), dtype=bool)
    for place, value in enumerate(printed):
        agree &= True if value is None else sums[:, place] == value
    found = np.column_stack([others, others[:, :3].sum(1)])[agree]
    for place, value in enumerate((a, b, c, rest, women)):
        if 0 < value < 3:
            assert found[:, place].max() >= 3


def wrong(call, *args):
    with pytest.raises(ThuocDoError) as caught:
        call(*args)
    return caught.value.problems[0].text("en")


def test_refusals():
    assert wrong(suppressed, [[1, -2]]).startswith("SURVEY-076 '-2' is not a count")
    assert wrong(suppressed, [[1.5, 2]]).startswith("SURVEY-076")
    assert wrong(suppressed, [[1, 2]], 1).startswith("SURVEY-059 minimum is 1; it must be ≥ 2.")
    assert wrong(nested_tables, groups(("a", None, 5), ("b", "a", 6))).startswith("SURVEY-077")
    assert wrong(nested_tables, groups(("a", "z", 5))).startswith("SURVEY-079 Group 'z'")
    assert wrong(nested_tables, groups(("a", "b", 5), ("b", "a", 5))).startswith("SURVEY-079")
    assert wrong(nested_tables, groups(("a", None, 5), ("a", None, 5))).startswith("SURVEY-079")
    kept = System(np.array([2, 9, 11]), np.array([[1, 1, -1]]), np.zeros(3, bool), np.ones(3, bool))
    assert wrong(held_back, kept, 5).startswith("SURVEY-078")
    others = System(
        np.array([2, 9, 11]), np.array([[1, 1, -1]]), np.zeros(3, bool), np.array([0, 1, 1], bool)
    )
    assert wrong(held_back, others, 5).startswith("SURVEY-078")
    off = System(np.array([2, 9, 12]), np.array([[1, 1, -1]]), np.zeros(3, bool), np.zeros(3, bool))
    assert wrong(held_back, off, 5).startswith("SURVEY-077")
