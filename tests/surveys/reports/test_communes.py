"""An item by commune equals direct calls, and shows nothing the rule does not let it show."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.surveys.reports.rounds import DESIGN, round_one

from thuocdo.surveys.areas import Thresholds, fay_herriot
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.reports import asked_of, figure_of, item_report, measured
from thuocdo.surveys.rounds import Choice, Item
from thuocdo.surveys.simulating import PERFECT

ASKED = {
    "strata": "stratum",
    "psu": "psu",
    "weight": "weight",
    "fpc": ("n_villages", "n_persons"),
    "singleton": "center",
}


@pytest.fixture(scope="module")
def one():
    frame, book = round_one()
    return frame, book, asked_of(DESIGN, frame)


def report(one, name: str, communes=None, covariates=None):
    frame, book, asked = one
    known = (
        list(communes)
        if communes is not None
        else frame["commune"].unique(maintain_order=True).to_list()
    )
    return item_report(frame, figure_of(book.by_name[name]), asked, known, covariates)


def test_the_design_is_asked_for_as_it_is(one):
    frame, _book, asked = one
    assert {name: value for name, value in asked.items() if value} == ASKED
    assert asked_of(DESIGN, frame.drop("n_villages"))["fpc"] == DESIGN.fpc[:2]


def test_the_figure_of_an_item():
    levels = tuple(Choice(code) for code in range(1, 6))
    scale = figure_of(Item("q", kind="scale", choices=levels, low=1, high=5))
    assert (scale.kind, scale.codes, scale.means) == ("share", (4, 5), "satisfied")
    ten = figure_of(Item("q", kind="scale", low=1, high=10))
    assert (ten.kind, ten.low, ten.high) == ("mean", 1, 10)
    yes = figure_of(Item("q", kind="single", choices=(Choice(1), Choice(0))))
    assert (yes.codes, yes.means) == ((1,), "yes")
    many = figure_of(Item("q", kind="single", choices=(Choice(3), Choice(4), Choice(9))))
    assert (many.codes, many.means) == ((3,), "first")
    assert figure_of(Item("q", kind="date")) is None
    assert figure_of(Item("q", kind="multiple", choices=levels)) is None
    assert figure_of(Item("q", kind="single", choices=(Choice("a"), Choice("b")))) is None


def test_the_province_is_the_direct_estimate(one):
    found = report(one, "A06").whole.row(0, named=True)
    satisfied = one[0].with_columns(pl.col("A06").is_in([4, 5]))
    told = estimate(satisfied, target="A06", interval="logit", **ASKED).row(0, named=True)
    assert found == pytest.approx(told)


def test_own_estimates_are_direct_with_the_communes_own_freedom(one):
    found = report(one, "A06").rows.filter(pl.col("show") == "own")
    frame, book, _asked = one
    values = measured(frame, [figure_of(book.by_name["A06"])])
    told = {
        row["commune"]: row
        for row in estimate(values, target="A06", by="commune", **ASKED).to_dicts()
    }
    assert found.height > 10
    for row in found.to_dicts():
        own = told[row["commune"]]
        assert (row["value"], row["se"]) == (own["value"], own["se"])
        assert row["df"] == own["n_psu"] - 1  # every commune is a stratum
        p, half = own["value"], stats.t.ppf(0.975, row["df"]) * own["se"]
        ends = [math.log(p / (1 - p)) + sign * half / (p * (1 - p)) for sign in (-1, 1)]
        assert [row["low"], row["high"]] == pytest.approx([1 / (1 + math.exp(-e)) for e in ends])


def test_the_model_is_fay_herriot_of_the_own_estimates(one):
    found = report(one, "T01")
    frame, book, _asked = one
    values = measured(frame, [figure_of(book.by_name["T01"])])
    own = estimate(values, target="T01", by="commune", **ASKED)
    from thuocdo.surveys.areas import smoothed_variance

    smooth = smoothed_variance(own["se"] ** 2, own["n"])
    told = fay_herriot(own["value"], smooth, np.ones((own.height, 1)))
    assert found.model.sigma2 == pytest.approx(told.sigma2)
    shown = found.rows.filter(pl.col("model").is_not_null())
    at = {code: place for place, code in enumerate(own["commune"])}
    assert shown.height > 10
    for row in shown.to_dicts():
        assert row["model"] == pytest.approx(told.eblup[at[row["commune"]]])
        assert row["model_mse"] == pytest.approx(told.mse[at[row["commune"]]])


def test_nothing_is_left_of_what_may_not_be_shown(one):
    frame, book, asked = one
    first, second = frame["commune"].unique(maintain_order=True)[:2]
    few = frame.filter(pl.col("commune") == first).head(6)
    rest = frame.filter(~pl.col("commune").is_in([first, second]))
    found = report((pl.concat([few, rest]), book, asked), "A06", frame["commune"].unique())
    rows = {row["commune"]: row for row in found.rows.to_dicts()}
    told = rows[first]
    assert told["why"] == "few_answers" and told["printed"] is None
    assert told["own"] is None and told["own_low"] is None and told["deff"] is None
    nobody = rows[second]
    assert nobody["show"] == "nothing" and nobody["value"] is None
    assert nobody["model"] is None, "without covariates a model knows nothing of it"
    assert nobody["side"] is None and nobody["rank"] is None and nobody["low"] is None


def test_covariates_speak_for_a_commune_nobody_was_asked_in(one):
    frame, book, asked = one
    codes = frame["commune"].unique(maintain_order=True).to_list()
    covariates = pl.DataFrame({"commune": codes, "x": np.linspace(-1, 1, len(codes))})
    rest = frame.filter(pl.col("commune") != codes[0])
    found = report((rest, book, asked), "A06", codes, covariates)
    told = found.rows.row(0, named=True)
    assert found.model.covariates == ("x",)
    assert (told["show"], told["why"]) == ("model", "few_answers")
    assert told["low"] < told["value"] < told["high"]


@pytest.mark.parametrize("name", ["A06", "A09", "T01", "Y03"])
def test_a_commune_is_beyond_the_province_only_outside_its_interval(one, name):
    found = report(one, name)
    whole = found.whole.row(0, named=True)
    for row in found.rows.to_dicts():
        if row["side"] == 1:
            assert row["low"] > whole["value"]
        if row["side"] == -1:
            assert row["high"] < whole["value"]
        if row["value"] is not None and row["low"] > whole["high"]:
            assert row["side"] == 1
        if row["value"] is not None and row["high"] < whole["low"]:
            assert row["side"] == -1
        if row["rank"] is not None:
            assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= row["of"]


def test_a_commune_far_off_is_beyond(one):
    frame, book, asked = one
    codes = frame["commune"].unique(maintain_order=True)
    low = frame.with_columns(
        T01=pl.when(pl.col("commune") == codes[0])
        .then(pl.int_range(pl.len()) % 2 + 1)
        .when(pl.col("commune") == codes[1])
        .then(pl.int_range(pl.len()) % 2 + 9)
        .otherwise("T01")
    )
    sides = report((low, book, asked), "T01").rows["side"].to_list()
    assert sides[:2] == [-1, 1]


def test_small_counts_cannot_be_had_by_subtracting(one):
    frame, book, asked = one
    first = frame["commune"][0]
    small = frame.filter((pl.col("commune") != first) | (pl.int_range(pl.len()) < 6))
    rows = report((small, book, asked), "A06").rows
    held = rows.filter(pl.col("printed").is_null())
    least = Thresholds().min_answers.value
    assert first in held["commune"].to_list()
    assert held.height > 1, "one number alone is the total less the others"
    assert (rows["printed"].drop_nulls() >= least).all()


def test_answers_of_few_are_held_back(one):
    frame, book, asked = one
    rare = frame.with_columns(Y03=pl.when(pl.int_range(pl.len()) < 5).then(0).otherwise(1))
    told = report((rare, book, asked), "Y03").answers
    assert told["printed"].to_list() == [None, None]
    assert told["value"].null_count() == 2
    answered = frame.filter(pl.col("A06").is_not_null())
    for row in report(one, "A06").answers.drop_nulls("printed").to_dicts():
        given = (answered["A06"] == row["code"]).cast(pl.Float64)
        share = (given * answered["weight"]).sum() / answered["weight"].sum()
        assert row["value"] == pytest.approx(share) and row["printed"] == given.sum()


def test_without_communes_there_is_the_province_alone(one):
    frame, book, asked = one
    found = report((frame.drop("commune"), book, asked), "A06", ["11953", "11977"])
    assert found.rows["show"].to_list() == ["nothing", "nothing"]
    assert found.model.fault.startswith("SURVEY-")
    assert found.whole["value"][0] is not None
    assert np.isfinite(found.whole["se"][0])


def test_a_commune_that_was_drawn_is_known_by_its_villages():
    from thuocdo.surveys.simulating import Design, Plan, population, sample, sizes

    drawn = Design(8, 5, 12)
    frame = sample(population(Plan(sizes(), 7)), drawn, PERFECT, 0).respondents
    _frame, book = round_one()
    asked = asked_of(replace(DESIGN, fpc=("n_communes", "n_villages", "n_persons")), frame)
    assert (asked["psu"], asked["ssu"]) == ("psu", "village")
    codes = frame["commune"].unique(maintain_order=True).to_list()
    found = item_report(frame, figure_of(book.by_name["T01"]), asked, codes).rows
    assert found["n_psu"].to_list() == [5] * 8
    values = frame.filter(pl.col("commune") == codes[0]).with_columns(pl.col("T01").cast(float))
    alone = estimate(
        values, target="T01", psu="village", weight="weight", fpc=["n_villages", "n_persons"]
    ).row(0, named=True)
    told = found.row(0, named=True)
    assert (told["show"], told["df"]) == ("own", 4)
    for name in ("value", "se", "low", "high"):
        assert told[name] == pytest.approx(alone[name])


def test_the_province_too_is_silent_where_few_answered(one):
    frame, book, asked = one
    few = frame.with_columns(A06=pl.when(pl.int_range(pl.len()) < 10).then("A06"))
    found = report((few, book, asked), "A06")
    assert found.whole["value"].null_count() == 1 and found.whole["n"][0] <= 10
    assert found.rows["side"].null_count() == found.rows.height


def test_where_all_answer_alike_the_interval_is_korn_and_graubards(one):
    frame, book, asked = one
    alike = frame.with_columns(Y03=pl.lit(1))
    told = report((alike, book, asked), "Y03").whole.row(0, named=True)
    n, df = frame.height, told["df"]
    size = n * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, df)) ** 2
    assert told["value"] == told["high"] == 1
    assert told["low"] == pytest.approx(stats.beta.ppf(0.025, size, 1))
