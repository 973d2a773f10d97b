"""``told_apart`` is the test behind one unit's marginal rank set, unit by unit."""

import numpy as np
import pytest

from thuocdo.indices.rank_sets import rank_sets, told_apart


@pytest.mark.parametrize("seed", [1, 2])
def test_it_adds_up_to_the_marginal_set_of_every_unit(seed):
    rng = np.random.default_rng(seed)
    x, se = rng.normal(0, 1, 15), rng.uniform(0.05, 0.6, 15)
    low, high = rank_sets(x, se, simultaneous=False, draws=2000)
    for unit in range(15):
        signs = told_apart(x, se, unit, draws=2000)
        assert signs[unit] == 0
        assert (1 + (signs == 1).sum(), 15 - (signs == -1).sum()) == (low[unit], high[unit])


def test_above_and_below_are_not_mixed_up():
    signs = told_apart([9.0, 5.0, 5.1, 1.0], [0.1, 0.1, 0.1, 0.1], 1, draws=500)
    assert signs.tolist() == [1, 0, 0, -1]


def test_one_unit_has_nobody_to_be_told_from():
    assert told_apart([3.0], [0.1], 0).tolist() == [0]
