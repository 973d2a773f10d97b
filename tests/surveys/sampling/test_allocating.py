"""Whole-number allocation against trying everything; sizes against their equations."""

from __future__ import annotations

import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.sampling import (
    affordable,
    allocate,
    allocate_for_precision,
    best_cluster,
    design_effect,
    people_needed,
    shared_out,
)


@settings(max_examples=80, deadline=None)
@given(
    weights=st.lists(st.floats(0, 50), min_size=2, max_size=4),
    n=st.integers(4, 14),
    most=st.integers(3, 8),
)
def test_the_best_there_is(weights, n, most):
    strata = len(weights)
    least, top = [1] * strata, [most + k for k in range(strata)]
    if not strata <= n <= sum(top):
        with pytest.raises(ThuocDoError, match="SURVEY-070"):
            shared_out(n, weights, least, top)
        return
    found = shared_out(n, weights, least, top)
    assert found.sum() == n and (found >= least).all() and (found <= top).all()

    def cost(counts):
        return sum(w * w / k for w, k in zip(weights, counts, strict=True))

    every = itertools.product(*(range(1, high + 1) for high in top))
    assert cost(found) <= min(cost(c) for c in every if sum(c) == n) * (1 + 1e-12) + 1e-12


FRAME = pl.DataFrame(
    {"commune": ["A", "B", "C"], "adults": [1000, 4000, 5000], "sd": [4.0, 1.0, 2.0],
     "mean": [10.0, 5.0, 20.0]}
)  # fmt: skip


def test_each_method_follows_its_weights():
    names = {"stratum": "commune", "size": "adults"}
    alike = allocate(FRAME, 100, **names)
    assert alike["n"].to_list() == [10, 40, 50]
    assert alike["fraction"].to_list() == pytest.approx([0.01] * 3)
    by_spread = allocate(FRAME, 180, **names, method="neyman", sd="sd")
    assert by_spread["n"].to_list() == [40, 40, 100]
    errors = {"method": "power", "sd": "sd", "mean": "mean"}
    even = allocate(FRAME, 70, **names, **errors, power=0.0)
    assert even["n"].to_list() == [40, 20, 10], "in proportion to S/M: .4, .2, .1"
    whole = allocate(FRAME, 170, **names, **errors, power=1.0)
    assert whole["n"].to_list() == [40, 80, 50], "in proportion to N S/M: 400, 800, 500"


@settings(max_examples=80, deadline=None)
@given(
    margin=st.floats(0.02, 0.2),
    share=st.floats(0.05, 0.95),
    deff=st.floats(1, 4),
    population=st.integers(50, 100_000),
)
def test_the_size_is_the_least_that_meets_the_margin(margin, share, deff, population):
    n = people_needed(margin, share=share, deff=deff, population=population)

    def reached(k):
        return 1.959964 * math.sqrt(deff * share * (1 - share) / k * max(1 - k / population, 0))

    assert reached(n) <= margin * (1 + 1e-6)
    assert n == 1 or reached(n - 1) > margin * (1 - 1e-6)


def test_sizes_as_everyone_knows_them():
    assert people_needed(0.05) == 385
    assert people_needed(0.03) == 1068
    assert people_needed(0.05, deff=2, response=0.8) == math.ceil(769 / 0.8)
    assert people_needed(2.0, sd=20.0) == 385
    # 510 answers at 84 %: half-widths 3.2, 3.9, 4.5, 5.5 points at design effects 1, 1.5, 2, 3.
    for deff, margin in ((1, 0.0318), (1.5, 0.0390), (2, 0.0450), (3, 0.0551)):
        assert people_needed(margin, share=0.84, deff=deff) == pytest.approx(510, abs=3)


def test_per_commune():
    found = allocate_for_precision(FRAME, 0.05, stratum="commune", size="adults", deff=1.5)
    expected = [people_needed(0.05, deff=1.5, population=N) for N in FRAME["adults"]]
    assert found["n"].to_list() == expected == sorted(expected)


@settings(max_examples=60, deadline=None)
@given(
    budget=st.floats(300, 5000), village=st.floats(10, 100), person=st.floats(1, 10),
    rho=st.floats(0.01, 0.5),
)  # fmt: skip
def test_the_plan_is_the_best_within_the_budget(budget, village, person, rho):
    plan = affordable(budget, cost_village=village, cost_person=person, rho=rho, most_cluster=60)
    assert plan.cost <= budget * (1 + 1e-12)
    for villages, cluster in itertools.product(range(2, 40), range(1, 61)):
        if villages * (village + cluster * person) <= budget:
            deff = 1 + (cluster - 1) * rho
            margin = 1.959963984540054 * math.sqrt(0.25 * deff / (villages * cluster))
            assert plan.margin <= margin * (1 + 1e-9)


def test_cluster_size_and_design_effect():
    assert design_effect(16, 0.06) == pytest.approx(1.9)
    assert design_effect(16, 0.06, weights_cv=0.5) == pytest.approx(1.9 * 1.25)
    b = best_cluster(80, 5, 0.05)
    assert b == pytest.approx(math.sqrt(16 * 19))

    def variance(size):  # for a budget of 1
        return design_effect(size, 0.05) / size * (80 + 5 * size)

    assert variance(b) < min(variance(b * 1.05), variance(b / 1.05))
    assert best_cluster(1, 5, 0.5) == 1.0


def wrong(call, *args, **options) -> str:
    with pytest.raises(ThuocDoError) as caught:
        call(*args, **options)
    return caught.value.problems[0].text("en")


def test_refusals():
    names = {"stratum": "commune", "size": "adults"}
    assert wrong(people_needed, 0.05, population=800, response=0.2) == (
        "SURVEY-063 The precision wanted cannot be reached: it takes 1300 people and 800 can be "
        "asked. Accept a wider margin, or lower the design effect (fewer people in each of more "
        "villages)."
    )
    assert wrong(people_needed, 0).startswith("SURVEY-059 margin is 0; it must be 0 … inf.")
    assert wrong(people_needed, 0.05, share=1.0).startswith("SURVEY-059 share")
    assert wrong(people_needed, 0.05, response=0).startswith("SURVEY-059 response")
    assert wrong(allocate, FRAME, 5, **names).startswith(
        "SURVEY-070 5 cannot be allocated: the strata take at least 6 and at most 10000."
    )
    assert wrong(allocate, FRAME, 10_001, **names).startswith("SURVEY-070")
    assert wrong(allocate, FRAME, 50, **names, method="optimal").startswith("SURVEY-045 method")
    assert wrong(allocate, FRAME, 50, **names, least=0).startswith("SURVEY-059 least is 0")
    assert wrong(allocate, FRAME.drop("sd"), 50, **names, method="neyman").startswith("SURVEY-058")
    zero = FRAME.with_columns(mean=pl.Series([1.0, 0.0, 2.0]))
    told = wrong(allocate, zero, 50, **names, method="power", sd="sd", mean="mean")
    assert told.startswith("SURVEY-059 mean is 0; it must be > 0.")
    unknown = FRAME.with_columns(sd=pl.Series([1.0, None, np.nan]))
    told = wrong(allocate, unknown, 50, **names, method="neyman", sd="sd")
    assert told.startswith("SURVEY-059 sd is None; it must be ≥ 0.")
    bad = FRAME.with_columns(adults=pl.Series([100, 0, 100]))
    assert wrong(allocate, bad, 50, **names).startswith(
        "SURVEY-060 row 3, column «adults»: The size of unit 'B' is missing, 0 or negative."
    )
    assert wrong(affordable, 100, cost_village=80, cost_person=5, rho=0.1).startswith("SURVEY-063")
