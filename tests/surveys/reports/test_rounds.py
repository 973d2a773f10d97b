"""A round as a whole, its factors and its changes equal direct calls."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.surveys.reports.rounds import DESIGN, round_one, round_two

from thuocdo.surveys.estimates import compare, estimate
from thuocdo.surveys.reports import asked_of, changes, factors, measured, overview
from thuocdo.surveys.reports.changing import common
from thuocdo.surveys.rounds import Codebook, Item
from thuocdo.surveys.scoring import scores, sipas_type
from thuocdo.surveys.weighting import design_effect


@pytest.fixture(scope="module")
def one():
    frame, book = round_one()
    return frame, book, overview(frame, book, DESIGN)


# ---- the whole ----


def test_the_design_is_counted(one):
    frame, _book, found = one
    told = found.design
    assert told.strata == told.communes == 30
    assert told.psus == frame["psu"].n_unique() and told.df == told.psus - 30
    assert told.single == 0 and told.sizes_known
    least, middle, greatest = told.per_psu
    sizes = frame.group_by("psu").len()["len"]
    assert (least, middle, greatest) == (sizes.min(), sizes.median(), sizes.max())


def test_the_items_are_direct_estimates(one):
    frame, book, found = one
    assert found.items["item"].to_list() == [item.name for item in book.kept]
    values = measured(frame, found.figures.values())
    told = estimate(values, target=list(found.figures), **asked_of(DESIGN, frame))
    assert found.items["value"].to_list() == told["value"].to_list()
    assert found.items["se"].to_list() == told["se"].to_list()
    assert found.design.deff[1] == told["deff"].median()
    shares = [name for name, figure in found.figures.items() if figure.is_share]
    rows = found.items.filter(pl.col("item").is_in(shares))
    assert (rows["low"] > 0).all() and (rows["high"] < 1).all()


def test_weights_say_what_can_be_seen(one):
    frame, book, found = one
    weight = frame["weight"]
    assert found.weights.status == "design"
    assert found.weights.kish == pytest.approx(design_effect(weight.to_numpy()))
    assert (found.weights.least, found.weights.greatest) == (weight.min(), weight.max())
    moved = frame.with_columns(pl.col("weight") * 1.1)
    assert overview(moved, book, DESIGN).weights.status == "adjusted"
    assert overview(frame.drop("probability"), book, DESIGN).weights.status == "unknown"
    bare = replace(DESIGN, weight="")
    assert overview(frame, book, bare).weights is None


def test_a_stratum_of_one_psu_is_told_and_no_refusal(one):
    frame, book, _found = one
    first = frame.filter(pl.col("stratum") == frame["stratum"][0])["psu"][0]
    alone = frame.filter((pl.col("stratum") != frame["stratum"][0]) | (pl.col("psu") == first))
    found = overview(alone, book, DESIGN)
    assert found.design.single == 1 and found.items["se"].null_count() == 0


def test_items_without_a_figure_are_named(one):
    frame, book, _found = one
    more = Codebook(book.title, (*book.items, Item("born", kind="date")), True)
    found = overview(frame, more, DESIGN)
    assert found.unread == ("born",)


# ---- factors ----


def test_factors_are_the_scores(one):
    frame, book, _found = one
    asked = asked_of(DESIGN, frame)
    found = factors(frame, book, asked)
    told = scores(frame, sipas_type(book.kept), **asked)
    names = ["value", "lowest", "highest", "n", "n_psu"]
    assert found.whole.select("node", *names).equals(told.select("node", *names))
    assert found.top == "total"
    top = found.whole.filter(pl.col("node") == "total").row(0, named=True)
    assert top["value"] is None, "its weights are unknown: no number is made up"
    assert top["sure_low"] < top["lowest"] < top["highest"] < top["sure_high"]
    leaves = found.whole.filter(pl.col("node").is_in([one.code for one in found.rules.leaves]))
    assert (top["sure_low"], top["sure_high"]) == (leaves["low"].min(), leaves["high"].max())


def test_a_commune_with_few_answers_has_no_score(one):
    frame, book, _found = one
    asked, first = asked_of(DESIGN, frame), frame["commune"][0]
    few = frame.filter((pl.col("commune") != first) | (pl.int_range(pl.len()) < 8))
    rows = factors(few, book, asked).rows.filter(pl.col("commune") == first)
    assert set(rows["note"]) == {"few-answers"}
    assert rows.select("value", "lowest", "highest", "se", "sure_low").null_count().row(0) == (
        (rows.height,) * 5
    )


def test_a_commune_of_two_villages_has_no_score(one):
    frame, book, _found = one
    first = frame.filter(pl.col("commune") == frame["commune"][0])
    kept = first["psu"].unique(maintain_order=True)[:2].to_list()
    two = frame.filter((pl.col("commune") != frame["commune"][0]) | pl.col("psu").is_in(kept))
    two = pl.concat([two, two.with_columns(pl.col("respondent") + "b")])  # answers enough
    rows = factors(two, book, asked_of(replace(DESIGN, fpc=()), two)).rows
    told = rows.filter(pl.col("commune") == frame["commune"][0])
    assert set(told["note"]) == {"no-error"}
    assert told["lowest"].null_count() == told["sure_high"].null_count() == told.height
    assert rows.filter(pl.col("note") != "no-error").height > 0


def test_a_round_without_such_items_has_no_factors(one):
    frame, book, _found = one
    other = Codebook("x", tuple(item for item in book.items if item.group in ("Y", "T")))
    assert factors(frame, other, asked_of(DESIGN, frame)) is None


# ---- changes ----


def sides():
    made = []
    for frame, book in (round_one(), round_two()):
        made.append((frame, overview(frame, book, DESIGN).figures, asked_of(DESIGN, frame)))
    return made


def test_changes_are_compared_with_the_psus_in_both():
    before, after = sides()
    found, overlap = changes(before, after)
    frames = [
        measured(frame, figures.values()).with_columns(round=pl.lit(number))
        for number, (frame, figures, _asked) in enumerate((before, after))
    ]
    told = compare(
        pl.concat(frames, how="diagonal_relaxed"),
        target=list(after[1]),
        between="round",
        rounds=True,
        **after[2],
    )
    assert found["value"].to_list() == pytest.approx(told["value"].to_list())
    assert found["se"].to_list() == pytest.approx(told["se"].to_list())
    both = set(before[0]["psu"]) & set(after[0]["psu"])
    assert overlap == len(both) > 30
    for row in found.to_dicts():
        assert row["beyond"] == (row["low"] > 0) - (row["high"] < 0)
        assert row["value"] == pytest.approx(row["after"] - row["before"])


def test_only_items_asked_in_the_same_way_are_compared():
    before, after = sides()
    other = dict(before[1])
    other["A01"] = replace(other["A01"], codes=(5,))
    del other["A02"]
    names = common(other, after[1])
    assert "A01" not in names and "A02" not in names and len(names) == len(after[1]) - 2
    nothing, overlap = changes((before[0], {}, before[2]), after)
    assert nothing.height == 0 and overlap == 0


def test_a_design_that_one_round_lacks_is_left_out():
    before, after = sides()
    without = dict(before[2], fpc=None)
    found, _ = changes((before[0].drop("n_villages"), before[1], without), after)
    assert found["se"].null_count() == 0
