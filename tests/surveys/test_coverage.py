"""Intervals hold the truth as often as they say, and the wrong analysis is found out.

A few dozen samples of the simulated province; hundreds are in ``python -m tools.coverage``,
which writes docs/reference/coverage.md. Seeds are fixed, so the figures are too.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tools.coverage_areas import honesty, modelled
from tools.coverage_study import SHARES, Case, Figure, analysed, figures, respondents, world
from tools.coverage_text import least, mark

from thuocdo.surveys.simulating import truth

TIMES, VILLAGES, COMMUNES = 40, Case(None, 4), Case(20, 6)
MEANS = ("mean_a01", "mean_a09", "mean_ten")
COMMON = (*MEANS, "share_40")


def held(case: Case) -> dict:
    known = world()
    return figures([analysed(known, case, respondents(known, case, k)) for k in range(TIMES)])


@pytest.fixture(scope="module")
def every_commune() -> dict:
    return held(VILLAGES)


@pytest.fixture(scope="module")
def some_communes() -> dict:
    return held(COMMUNES)


@pytest.fixture(scope="module")
def models() -> dict:
    known, case = world(), Case(None, 2)
    return honesty([modelled(known, respondents(known, case, k)) for k in range(30)])


def enough(figure: Figure) -> bool:
    """Not under 95 % by more than three Monte-Carlo errors."""
    return figure.coverage >= 0.95 - 3 * figure.error


def exact(figure: Figure) -> bool:
    return enough(figure) and figure.coverage <= 0.95 + 3 * figure.error


def test_the_truth_is_that_of_the_simulator():
    known = world()
    told = truth(known.made).filter(pl.col("item").is_in(["A01", "Y04"])).sort("unit")
    for item, column, name in (("A01", "mean", "mean_a01"), ("Y04", "share", "share_10")):
        rows = told.filter(item=item)
        commune, whole = (rows.filter(level=one)[column] for one in ("commune", "province"))
        assert known.commune[name] == pytest.approx(commune.to_numpy())
        assert known.whole[name] == pytest.approx(whole.to_numpy())


@pytest.mark.parametrize("kind", ["t", "logit", "korn-graubard"])
def test_province_intervals_hold(every_commune, some_communes, kind):
    assert exact(every_commune["province", kind, "all"])
    assert exact(some_communes["province", kind, "all"])


def test_ratios_and_rare_domains_of_the_province_hold(every_commune):
    for item in ("ratio", "rare_total", "rare_mean"):
        assert exact(every_commune["province", "t", item])


@pytest.mark.parametrize("item", COMMON)
def test_commune_intervals_hold_with_the_communes_own_df(every_commune, item):
    assert enough(every_commune["commune", "t, domain df", item])
    assert exact(every_commune["commune", "t, domain df, no fpc", item])


@pytest.mark.parametrize("item", SHARES)
def test_korn_graubard_holds_for_rare_shares_too(every_commune, item):
    figure = every_commune["commune", "korn-graubard, domain df", item]
    assert enough(figure)
    assert figure.none == 0


@pytest.mark.parametrize("item", MEANS)
def test_df_of_the_whole_design_are_too_many_for_a_commune_of_four_villages(every_commune, item):
    assert every_commune["commune", "t, design df", item].coverage < 0.92


def test_rows_taken_as_a_simple_sample_are_found_out(every_commune, some_communes):
    wrong = "rows as simple sample"
    assert not enough(every_commune["commune", wrong, "all"])
    assert not enough(some_communes["province", wrong, "all"])


def test_a_domain_cut_out_is_found_out(every_commune):
    assert not enough(every_commune["province", "domain cut out", "rare_total"])


def test_a_share_of_one_in_twenty_is_not_held_by_t(every_commune):
    """Why rare shares are told with Korn and Graubard's interval."""
    assert not enough(every_commune["commune", "t, domain df", "share_03"])


@pytest.mark.parametrize("item", ["mean_a01", "mean_ten", "share_83"])
def test_the_models_error_is_honest_with_smoothed_variances_only(models, item):
    """Two villages a commune: direct variances are hardly known."""
    smoothed, raw = models[item, "smoothed"], models[item, "raw"]
    assert abs(smoothed.ratio[0] - 1) <= 3 * smoothed.ratio[1]
    assert raw.ratio[0] + 3 * raw.ratio[1] < 1
    assert enough(smoothed.coverage)
    assert not enough(raw.coverage)


@pytest.mark.parametrize("item", ["mean_a01", "mean_ten", "share_83"])
def test_the_model_gains(models, item):
    for way in ("raw", "smoothed"):
        gain, error = models[item, way].gain
        assert gain - 3 * error > 1.5


def test_the_monte_carlo_error_is_of_samples_not_of_units():
    held = np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 1.0], [1.0, np.nan]])
    found = Figure.of(held, np.ones((4, 2)))
    assert found.coverage == pytest.approx(5 / 7)
    assert found.error == pytest.approx(np.std([1, 0, 1, 1], ddof=1) / 2)
    assert found.none == pytest.approx(1 / 8)


def test_the_page_marks_what_is_off_and_says_from_where_on_it_is_not():
    def figure(coverage: float) -> Figure:
        return Figure(coverage, 0.01, 1.0, 0.0, 1.0, 300)

    assert [mark(figure(one)) for one in (0.91, 0.93, 0.97, 0.99)] == ["▼", "✓", "✓", "▲"]
    key = ("commune", "t", "mean")
    found = {f"villages {n}": {key: figure(one)} for n, one in ((2, 0.96), (3, 0.9), (4, 0.94))}
    assert least(found, list(found), *key) == "4"
    assert least({**found, "villages 6": {key: figure(0.9)}}, [*found, "villages 6"], *key) == "–"
