"""Samples: weights, non-response, empty answers, and cheats that only the truth names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from thuocdo.surveys.simulating import (
    PERFECT,
    Design,
    Fieldwork,
    Plan,
    in_memory,
    items,
    persons,
    population,
    sample,
    sizes,
    truth,
)

NAMES = [item.name for item in items()]
BOLD = Fieldwork(fabricate=0.5, boldness=0.7, villages=3)


@pytest.fixture(scope="module")
def large():
    return population(Plan(sizes(), seed=2))


@pytest.fixture(scope="module")
def cheated(large):
    """A sample with some seventy fabricators."""
    return sample(large, Design(villages=4, persons=20), BOLD, 3)


def test_the_same_numbers_give_the_same_sample(plan, made, stored):
    one, kept, again = sample(made), sample(stored), sample(population(plan))
    for name in ("respondents", "drawn", "fabricated"):
        assert_frame_equal(getattr(one, name), getattr(kept, name))
        assert_frame_equal(getattr(one, name), getattr(again, name))
    assert not sample(made, seed=1).respondents.equals(one.respondents)


def test_answers_are_those_of_the_persons(made):
    told = sample(made, Design(villages=3, persons=10), PERFECT).respondents
    assert told["respondent"].n_unique() == told.height == 7 * 3 * 10
    for row in told.gather_every(17).iter_rows(named=True):
        village = made.villages.tolist().index(row["village"])
        place = int(row["respondent"].split("-")[-1]) - 1
        person = persons(made, village)
        assert [row[name] for name in NAMES] == person.answers[place].tolist()
        assert row["sex"] == ("male", "female")[person.sex[place]]
        assert (row["n_persons"], row["village_population"]) == (
            made.adults[village],
            made.people[village],
        )


@pytest.mark.parametrize("communes", [None, 5])
def test_weights_are_unbiased_for_the_people_and_the_answers(stored, communes):
    design, known = Design(communes, 3, 8), truth(stored).filter(level="province", item="T01")
    adults, totals = [], []
    for seed in range(400):
        told = sample(stored, design, PERFECT, seed).respondents
        adults.append(told["weight"].sum())
        totals.append((told["weight"] * told["T01"]).sum())
    for found, true in ((adults, known["persons"][0]), (totals, known["total"][0])):
        error = np.std(found) / np.sqrt(len(found))
        assert abs(np.mean(found) - true) < 4 * error
        assert error < 0.02 * true


def test_the_columns_of_the_design(made):
    told, communes = sample(made).respondents, sample(made, Design(4, 3)).respondents
    assert set(told["MoPhong"]) == {1} == set(sample(made).drawn["MoPhong"])
    assert told["stratum"].equals(told["commune"]) and told["psu"].equals(told["village"])
    assert "n_communes" not in told.columns
    assert communes["stratum"].equals(communes["former_province"])
    assert communes["psu"].equals(communes["commune"])
    assert dict(communes.select("stratum", "n_communes").unique().iter_rows()) == {"33": 3, "34": 4}
    counted = dict(zip(made.communes, np.bincount(made.commune_of), strict=True))
    assert dict(told.select("commune", "n_villages").unique().iter_rows()) == counted
    for frame in (told, communes):
        assert (frame["weight"] * frame["probability"] - 1).abs().max() < 1e-12


def test_who_does_not_answer_is_kept_and_depends_on_age_and_education(large):
    told = sample(large, Design(villages=6, persons=20))
    drawn = told.drawn
    assert set(drawn["responded"]) == {0, 1}
    answered = drawn.filter(pl.col("responded") == 1)
    assert answered["respondent"].equals(told.respondents["respondent"])
    for variable, few, many in (
        ("age_group", "18-29", "60+"),
        ("education", "higher", "primary"),
    ):
        rate = dict(drawn.group_by(variable).agg(pl.col("responded").mean()).iter_rows())
        assert rate[few] + 0.08 < rate[many]
    by_commune = drawn.group_by("commune").agg(pl.col("responded").mean())["responded"]
    expected = (0.8 * 0.2 / 120) ** 0.5
    assert by_commune.std() > 1.2 * expected


def test_empty_answers_are_null_and_as_many_as_asked(large):
    told = sample(large, work=Fieldwork(empty=0.1, fabricate=0)).respondents
    share = told.select(NAMES).null_count().sum_horizontal()[0] / (told.height * len(NAMES))
    assert 0.07 < share < 0.13
    by = told.with_columns(left=pl.sum_horizontal(pl.col(NAMES).is_null()))
    left = dict(by.group_by("education").agg(pl.col("left").mean()).iter_rows())
    assert left["primary"] > 1.8 * left["higher"]


def test_perfect_fieldwork_leaves_nothing_out(made):
    told = sample(made, work=PERFECT)
    assert told.respondents.height == told.drawn.height and told.fabricated.is_empty()
    assert told.respondents.null_count().sum_horizontal()[0] == 0


def test_interviewers_have_several_villages_and_honest_ones_work_by_day(cheated):
    by = cheated.respondents.group_by("interviewer").agg(pl.col("village").n_unique())
    assert by["village"].max() == 3 and by.height > 100
    honest = cheated.respondents.join(cheated.fabricated, on="respondent", how="anti")
    assert honest["began"].dt.hour().is_between(7, 18).all()
    assert honest["minutes"].min() >= 9


def test_each_habit_leaves_its_mark(cheated):
    told = cheated.respondents.join(cheated.fabricated, on=["respondent", "interviewer"])
    of = {name[0]: rows for name, rows in told.group_by("pattern")}
    assert set(of) == {"straight_line", "little_variance", "duplicates", "short", "night"}
    levels = [item.name for item in items() if item.form == "satisfaction"]
    straight = of["straight_line"].select(pl.concat_list(levels).list.n_unique())
    assert (straight.to_series() == 1).all()
    assert of["short"]["minutes"].max() <= 5
    assert (~of["night"]["began"].dt.hour().is_between(5, 21)).all()
    spread = of["little_variance"].group_by("interviewer").agg(pl.col(levels).std().fill_null(0))
    usual = cheated.respondents.select(levels).std()
    assert spread.select(levels).mean().mean_horizontal()[0] < 0.6 * usual.mean_horizontal()[0]
    assert _nearest(of["duplicates"], cheated.respondents) <= 2


def _nearest(copies, every):
    """The most answers in which a copied row differs from the nearest other of its interviewer."""
    worst = 0
    for row in copies.iter_rows(named=True):
        others = every.filter(
            pl.col("interviewer") == row["interviewer"], pl.col("respondent") != row["respondent"]
        )
        same = pl.sum_horizontal(pl.col(name).ne_missing(pl.lit(row[name])) for name in NAMES)
        worst = max(worst, others.select(same.alias("differ"))["differ"].min())
    return worst


def test_no_column_of_the_data_names_the_cheats(large, cheated):
    assert cheated.fabricated["interviewer"].n_unique() > 30
    honest = sample(large, Design(villages=1), replace(BOLD, fabricate=0.0), 3)
    assert cheated.respondents.columns == honest.respondents.columns
    assert "pattern" not in cheated.respondents.columns + cheated.drawn.columns
    text = pl.concat([cheated.respondents, cheated.drawn], how="diagonal").select(pl.col(pl.String))
    for pattern in cheated.fabricated["pattern"].unique():
        assert not text.select(pl.any_horizontal(pl.all().str.contains(pattern)).any()).item()


def test_only_made_up_interviews_are_named_and_the_rest_is_untouched(large):
    design = Design(villages=3, persons=10)
    work = replace(BOLD, empty=0.0)
    told = sample(large, design, work, 1)
    without = sample(large, design, replace(work, fabricate=0.0), 1).respondents
    honest = pl.Series(
        ~told.respondents["respondent"].is_in(told.fabricated["respondent"].implode())
    )
    assert_frame_equal(told.respondents.filter(honest), without.filter(honest))
    answers = [*NAMES, "began", "minutes"]
    false = pl.concat([told.respondents.filter(~honest), without.filter(~honest)])
    kept = false.group_by("respondent").agg(pl.struct(answers).n_unique().alias("kinds"))
    assert (kept["kinds"] == 2).mean() > 0.99


def test_the_true_change_between_rounds_is_met_on_average(plan, stored):
    second = in_memory(population(replace(plan, round=2)))
    known = [
        truth(each).filter(level="province", item="Y02")["mean"][0] for each in (stored, second)
    ]
    adults, design, found = int(stored.adults.sum()), Design(villages=3, persons=10), []
    for seed in range(200):
        one, two = (sample(each, design, PERFECT, seed).respondents for each in (stored, second))
        means = [(each["weight"] * each["Y02"]).sum() / adults for each in (one, two)]
        found.append(means[1] - means[0])
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - (known[1] - known[0])) < 4 * error
    assert set(one["respondent"]).isdisjoint(two["respondent"])
