"""The population: the same everywhere, its truth counted over every person of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.simulating import (
    Plan,
    codebook,
    communes,
    counts,
    items,
    margins,
    persons,
    population,
    sizes,
    truth,
)
from thuocdo.surveys.simulating.items import CUTS
from thuocdo.surveys.simulating.populations import FIELDS, coded


def of_commune(made, commune):
    """All adults of a commune, village by village."""
    place = made.communes.tolist().index(commune)
    parts = [persons(made, one) for one in np.flatnonzero(made.commune_of == place)]
    return {name: np.concatenate([getattr(one, name) for one in parts]) for name in FIELDS}


def test_the_villages_add_up_to_the_census():
    made = population(Plan(sizes()))
    assert made.people.sum() == 3_113_178 and len(made.villages) == sizes()["villages"].sum()
    summed = communes(made)
    assert summed.select("population").equals(sizes().select("population"))
    assert summed.select("villages").equals(sizes().select("villages"))
    assert len(set(made.villages)) == len(made.villages)
    assert (made.adults >= 1).all() and (made.adults <= made.people).all()
    assert made.adults.sum() / made.people.sum() == pytest.approx(0.75, abs=0.005)


def test_a_village_is_the_same_whoever_asks(plan, made, stored):
    again = population(plan)
    for village in (30, 3):  # alone and out of order
        alone, kept = persons(again, village), persons(stored, village)
        for name in FIELDS:
            assert np.array_equal(getattr(alone, name), getattr(kept, name))
            assert np.array_equal(getattr(alone, name), getattr(persons(made, village), name))


def test_content_is_pinned():
    """The same plan, the same people on every machine: a change here is a change for all."""
    made = population(Plan(sizes(), seed=1))
    found = persons(made, 100)
    assert (made.villages[100], int(made.people[100]), len(found)) == PINNED[0]
    assert found.answers[:2].tolist() == PINNED[1]
    assert (int(found.sex.sum()), int(found.age.sum()), int(found.education.sum())) == PINNED[2]


def test_another_seed_is_another_population(plan, made):
    other = population(replace(plan, seed=6))
    assert not np.array_equal(other.people, made.people)
    assert other.people.sum() == made.people.sum()


@pytest.mark.parametrize("commune", ["A3", "B2"])
def test_truth_is_what_the_persons_of_a_commune_say(made, commune):
    answers = of_commune(made, commune)["answers"].astype(float)
    told = truth(made).filter(level="commune", unit=commune)
    assert told["persons"].to_list() == [len(answers)] * len(items())
    np.testing.assert_allclose(told["mean"], answers.mean(axis=0), rtol=1e-12)
    for place, item in enumerate(items()):
        said = {"satisfaction": answers[:, place] >= 4, "yes_no": answers[:, place] == 1}
        if item.form in said:
            assert told["share"][place] == pytest.approx(said[item.form].mean(), rel=1e-12)
        else:
            assert told["share"][place] is None


def test_truth_of_the_province_is_that_of_all_persons(made, stored):
    told = truth(made).filter(level="province")
    answers = stored.stored.answers
    assert told["total"].to_list() == answers.sum(axis=0, dtype=int).tolist()
    assert set(told["persons"]) == {len(answers)} == {int(made.adults.sum())}
    former = truth(stored).filter(level="former_province").group_by("item")
    parts = former.agg(pl.col("total").sum()).sort("item")["total"]
    assert parts.to_list() == told.sort("item")["total"].to_list()


def test_margins_count_every_adult_once_per_variable(made):
    told = margins(made, counts(made))
    for variable in ("sex", "age_group", "education"):
        assert told.filter(level="province", variable=variable)["persons"].sum() == sum(made.adults)
    mine = of_commune(made, "B3")
    women = told.filter(level="commune", unit="B3", variable="sex", **{"class": "female"})
    assert women["persons"].to_list() == [int(mine["sex"].sum())]
    oldest = told.filter(level="commune", unit="B3", variable="age_group", **{"class": "60+"})
    assert oldest["persons"].to_list() == [int((mine["age"] == 3).sum())]


def test_answers_are_codes_of_the_codebook(stored):
    told = codebook()
    assert told["simulated"] is True and [one["name"] for one in told["items"]] == [
        one.name for one in items()
    ]
    answers = stored.stored.answers
    assert answers.min(axis=0).tolist() == [one["low"] for one in told["items"]]
    assert answers.max(axis=0).tolist() == [one["high"] for one in told["items"]]
    for one in told["items"]:
        codes = [choice["code"] for choice in one["choices"]]
        assert codes in ([], list(range(one["low"], one["high"] + 1)))


def test_wording_has_a_source_or_says_that_it_is_made_up():
    for item in items():
        assert (item.basis == "stated") == item.source.startswith("http")
        assert (item.basis == "simulated") == ("mô phỏng" in item.label_vi)
        assert item.basis in ("stated", "simulated") and item.label_en


def test_coding_counts_the_thresholds_below():
    rng = np.random.default_rng(0)
    latent = rng.standard_normal((200, len(items()))).astype(np.float32)
    slow = [
        [
            item.low + sum(value > np.float32(cut) for cut in CUTS[item.form])
            for value, item in zip(row, items(), strict=True)
        ]
        for row in latent
    ]
    assert coded(latent, items()).tolist() == slow


def test_more_variance_between_communes_means_that_they_differ_more(small_sizes):
    def spread(icc):
        told = truth(population(Plan(small_sizes, seed=5, icc_commune=icc)))
        told = told.filter(level="commune").group_by("item")
        return told.agg(pl.col("mean").std())["mean"].mean()

    assert spread(0.0) < 0.6 * spread(0.05) < 0.6 * spread(0.2)


def test_covariates_explain_the_share_that_is_asked():
    made = population(Plan(sizes(), seed=3, explained=1.0, icc_village=0.0))
    told = truth(made).filter(level="commune", item="T02")
    x = np.column_stack([np.ones(104), made.covariates, made.former_of])
    residual = told["mean"] - x @ np.linalg.lstsq(x, told["mean"], rcond=None)[0]
    assert 1 - residual.var() / told["mean"].var() > 0.95


def test_a_second_round_has_the_same_people_with_other_answers(plan, made):
    second = population(replace(plan, round=2))
    one, two = persons(made, 7), persons(second, 7)
    assert np.array_equal(one.age, two.age) and np.array_equal(one.sex, two.sex)
    assert not np.array_equal(one.answers, two.answers)
    assert np.array_equal(second.people, made.people)
    change = truth(second)["mean"] - truth(made)["mean"]
    assert change.abs().max() > 0.02


@pytest.mark.parametrize(
    "wrong",
    [
        {"icc_commune": -0.1},
        {"icc_village": 0.5, "icc_person": 0.5},
        {"explained": 1.5},
        {"adults": 0.0},
        {"icc_person": float("nan")},
    ],
    ids=str,
)
def test_parameters_that_cannot_be(plan, wrong):
    with pytest.raises(ThuocDoError) as told:
        population(replace(plan, **wrong))
    assert told.value.code == "SURVEY-084"


@pytest.mark.parametrize("number", [0, 3])
def test_a_round_that_is_not_there(plan, number):
    with pytest.raises(ThuocDoError) as told:
        population(replace(plan, round=number))
    assert told.value.code == "SURVEY-085"


PINNED = (
    ("11983.034", 1347, 1015),
    [
        [4, 5, 4, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 4, 4, 5, 4, 4, 2, 4, 4, 1, 0, 0, 0, 4, 9],
        [5, 4, 4, 5, 5, 5, 5, 5, 5, 5, 4, 5, 5, 4, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 9, 10],
    ],
    (529, 1497, 1283),
)
