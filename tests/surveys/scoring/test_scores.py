"""Indices made from a survey: values, errors, bands over unknown weights, ranks."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.facts import read
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.estimates.design import design_of
from thuocdo.surveys.scoring import (
    Leaf,
    Part,
    SurveyIndex,
    papi_type,
    ranked,
    resampled,
    scores,
    sipas_type,
)
from thuocdo.surveys.scoring.rules import bands
from thuocdo.surveys.simulating import PERFECT, Design, Plan, items, population, sample, sizes

DESIGN = {"strata": "stratum", "psu": "psu", "weight": "weight"}


@pytest.fixture(scope="module")
def respondents():
    made = population(Plan(sizes(), seed=3))
    return sample(made, Design(villages=4, persons=8), PERFECT, seed=1).respondents


def tree(weight=None):
    leaves = (
        Leaf("a", "A01", "share", (4, 5)),
        Leaf("b", "A03", "share", (4, 5)),
        Leaf("t", "T01", "mean", low=1, high=10),
    )
    known = {"a": 3.0, "b": 1.0} if weight is None else weight
    parts = (
        Part("ab", ("a", "b"), "weighted", weights=known),
        Part("r", ("a", "t"), "rescaled", 1.0, 10.0),
        Part("all", ("ab", "r"), "sum", low=0, high=11),
    )
    return SurveyIndex("thử", leaves, parts)


def test_every_node_is_what_a_column_of_its_own_gives(respondents):
    """Where nobody leaves an answer empty, a node is the mean of a mixture of answers."""
    share = [(pl.col(one) >= 4).cast(pl.Float64) for one in ("A01", "A03")]
    scaled = (pl.col("T01") - 1) / 9
    ab = (3 * share[0] + share[1]) / 4
    r = 1 + 9 * (share[0] + scaled) / 2
    mixed = respondents.with_columns(ab=ab, r=r, all=ab + r)
    for node in ("ab", "r", "all"):
        for by in (None, "commune"):
            ours = scores(respondents, tree(), by=by, **DESIGN).filter(node=node)
            plain = estimate(mixed, target=node, by=by, **DESIGN)
            for column in ("value", "se", "low", "high", "df"):
                assert ours[column].to_numpy() == pytest.approx(plain[column].to_numpy(), rel=1e-9)


def test_an_empty_answer_leaves_only_its_own_leaf(respondents):
    gaps = respondents.with_columns(
        A03=pl.when(pl.int_range(pl.len()) % 3 == 0).then(None).otherwise(pl.col("A03"))
    )
    own = scores(gaps, tree(), **DESIGN)
    assert own.filter(node="a")["value"].item() == pytest.approx(
        scores(respondents, tree(), **DESIGN).filter(node="a")["value"].item(), rel=1e-12
    )
    shares = [
        estimate(gaps.with_columns((pl.col(one) >= 4).alias("y")), target="y", **DESIGN)["value"][0]
        for one in ("A01", "A03")
    ]
    assert own.filter(node="ab")["value"].item() == pytest.approx(
        (3 * shares[0] + shares[1]) / 4, rel=1e-12
    )
    assert own.filter(node="ab")["n"].item() == gaps["A03"].count()


def test_nobody_answered_a_leaf_of_one_unit(respondents):
    first = respondents["commune"].min()
    hole = respondents.with_columns(
        A03=pl.when(pl.col("commune") == first).then(None).otherwise(pl.col("A03"))
    )
    own = scores(hole, tree(), by="commune", **DESIGN).filter(commune=first)
    notes = dict(own.select("node", "note").iter_rows())
    assert notes == {
        "a": None, "b": "no-answers", "t": None, "ab": "no-answers", "r": None, "all": "no-answers",
    }  # fmt: skip
    assert own.filter(node="ab").select("value", "lowest", "se").row(0) == (None, None, None)


def test_an_unknown_weight_gives_a_band_and_no_value(respondents):
    own = scores(respondents, tree({"a": 3.0}), **DESIGN)
    a, b = (own.filter(node=one)["value"].item() for one in "ab")
    ab = own.filter(node="ab").row(0, named=True)
    assert (ab["value"], ab["se"], ab["note"]) == (None, None, "weights-unknown")
    assert (ab["lowest"], ab["highest"]) == (min(a, b), max(a, b))
    r = own.filter(node="r")["value"].item()
    total = own.filter(node="all").row(0, named=True)
    assert total["value"] is None
    assert (total["lowest"], total["highest"]) == pytest.approx((min(a, b) + r, max(a, b) + r))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
    st.lists(st.floats(0.01, 9), min_size=4, max_size=4),
)
def test_no_choice_of_weights_leaves_the_band(values, weights):
    def index(known):
        leaves = tuple(Leaf(one, one) for one in "abcd")
        first = Part("x", ("a", "b"), "weighted", weights=known.get("x", {}))
        other = Part("y", ("c", "d"), "weighted", weights=known.get("y", {}))
        return SurveyIndex(
            "thử", leaves, (first, other, Part("z", ("x", "y"), "sum", low=0, high=2))
        )

    row = np.array([[*values, np.nan, np.nan, np.nan]])
    low, high = bands(index({}), row)
    a, b, c, d = weights
    x = (a * values[0] + b * values[1]) / (a + b)
    y = (c * values[2] + d * values[3]) / (c + d)
    for place, one in enumerate((x, y, x + y)):
        assert low[0, 4 + place] - 1e-12 <= one <= high[0, 4 + place] + 1e-12


def test_bootstrap_and_linearisation_tell_the_same_error(respondents):
    rules = sipas_type(items(), equal=True)
    design = design_of(respondents, **DESIGN)
    made = resampled(respondents, design, rules, replicates=400, seed=2)
    linear = scores(respondents, rules, **DESIGN)
    for node in ("F1", "service", "P", "total"):
        pair = [one.filter(node=node)["se"].item() for one in (made, linear)]
        assert pair[0] == pytest.approx(pair[1], rel=0.12)  # 400 replicates: about 3.5 % each
    assert made.filter(node="total")["value"].item() == linear.filter(node="total")["value"].item()


def test_the_same_seed_gives_the_same_errors(respondents):
    rules, design = sipas_type(items(), equal=True), design_of(respondents, **DESIGN)
    pair = [resampled(respondents, design, rules, replicates=20, seed=5) for _ in range(2)]
    assert pair[0].equals(pair[1])


def test_sipas_stays_without_a_value_until_its_weights_are_given():
    rules = sipas_type(items())
    assert {one.code for one in rules.unknown} == {"F1", "F2", "F3", "F4", "service", "P", "total"}
    assert {one.status for one in rules.parts} == {"unknown"}
    assumed = sipas_type(items(), equal=True)
    assert assumed.unknown == ()
    assert {one.status for one in assumed.parts} == {"assumed"}


def test_a_group_without_items_is_noted():
    rules = sipas_type([one for one in items() if one.group != "F4"])
    assert rules.notes == ("F4",)
    assert "F4" not in rules.codes


def test_papi_sub_dimensions_as_found_again(respondents):
    facts = read()
    wanted = {"i163": "Y01", "i164": "Y02", "i165": "Y03"}  # 7.3 of 2019: three shares, 1/3 to 10/3
    rules = papi_type(facts, 2019, {row: Leaf(row, item) for row, item in wanted.items()})
    assert [one.code for one in rules.parts] == ["7.3"]
    assert "1.1" in rules.notes
    own = scores(respondents, rules, **DESIGN)
    shares = [own.filter(node=row)["value"].item() for row in wanted]
    assert own.filter(node="7.3")["value"].item() == pytest.approx(1 / 3 + sum(shares), rel=1e-9)


def test_ranks_come_with_their_sets(respondents):
    rules = sipas_type(items(), equal=True)
    scored = scores(respondents, rules, by="commune", **DESIGN)
    told = ranked(scored, "total", "commune", draws=1000)
    assert told.height == 104
    assert told["rank"].to_list() == sorted(told["rank"])
    assert told.filter(pl.col("rank") < pl.col("rank_low")).is_empty()
    assert told.filter(pl.col("rank") > pl.col("rank_high")).is_empty()
    unknown = ranked(
        scores(respondents, sipas_type(items()), by="commune", **DESIGN), "total", "commune"
    )
    assert unknown["rank"].null_count() == 104


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("SURVEY-150", (Part("x", ("lạ",), "sum"),)),
        ("SURVEY-150", (Part("a", ("a",), "sum"),)),
        ("SURVEY-151", (Part("x", ("a",), "weighted", weights={"a": 0}),)),
        ("SURVEY-151", (Part("x", ("a",), "weighted", weights={"b": 1}),)),
        ("SURVEY-151", (Part("x", ("a",), "rescaled", 2, 2),)),
        ("SURVEY-151", (Part("x", (), "sum"),)),
    ],
)
def test_an_unsound_rule_set_is_refused(code, parts):
    with pytest.raises(ThuocDoError) as told:
        SurveyIndex("thử", (Leaf("a", "A01"),), parts)
    assert told.value.problems[0].code == code


def test_a_column_that_is_not_there(respondents):
    rules = SurveyIndex("thử", (Leaf("a", "không-có"),), ())
    with pytest.raises(ThuocDoError) as told:
        scores(respondents, rules, **DESIGN)
    assert told.value.problems[0].code == "SURVEY-002"


def test_weights_by_brute_force_over_all_corners():
    """The ends of a band are reached when all weight is on one child."""
    rules = SurveyIndex(
        "thử", tuple(Leaf(one, one) for one in "abc"), (Part("m", ("a", "b", "c"), "weighted"),)
    )
    values = [0.2, 0.9, 0.5]
    low, high = bands(rules, np.array([[*values, np.nan]]))
    corners = [
        np.average(values, weights=one) for one in itertools.product((0, 1), repeat=3) if any(one)
    ]
    assert (low[0, 3], high[0, 3]) == (min(corners), max(corners))
