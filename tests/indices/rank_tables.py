"""Tables to try rank sets with, and the normal distribution."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st


@st.composite
def tables(draw):
    p = draw(st.integers(1, 7))
    grid = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 4.0])
    anything = st.floats(-20, 20).map(lambda number: round(number, 3))
    errors = st.one_of(st.sampled_from([0.0, 0.0, 0.5, 1.0]), st.floats(0.001, 10))
    estimates = draw(st.lists(st.one_of(grid, anything), min_size=p, max_size=p))
    return np.array(estimates), np.array(draw(st.lists(errors, min_size=p, max_size=p)))


def normal(z):
    return 0.5 * np.vectorize(math.erfc)(-np.asarray(z) / math.sqrt(2))
