"""Competition ranking against counting by hand."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from thuocdo.indices.ranks import ranked

SCORES = st.lists(
    st.none() | st.sampled_from([40.0, 41.5, 41.5000001, 44.604, 47.0]) | st.floats(0, 80),
    min_size=1,
    max_size=40,
)


@given(SCORES, SCORES)
def test_rank_is_one_plus_the_number_above(total, other):
    columns = {"total": total, "7": other}
    rows = [
        (f"u{place}", item, score)
        for item, scores in columns.items()
        for place, score in enumerate(scores)
    ]
    schema = {"unit": pl.String, "item": pl.String, "score": pl.Float64}
    for row in ranked(pl.DataFrame(rows, schema=schema, orient="row")).iter_rows(named=True):
        valid = [score for score in columns[row["item"]] if score is not None]
        assert row["of"] == len(valid)
        if row["score"] is None:
            assert row["rank"] is None
        else:
            assert row["rank"] == 1 + sum(score > row["score"] for score in valid)


def test_ranks_come_from_unrounded_scores():
    """44.604 and 44.6041 print alike and still have two places."""
    frame = pl.DataFrame({"unit": ["a", "b"], "item": "total", "score": [44.604, 44.6041]})
    assert ranked(frame)["rank"].to_list() == [2, 1]
