"""Degrees of freedom of a domain: its own PSUs less its own strata."""

from __future__ import annotations

import polars as pl
import pytest
from scipy import stats
from tests.surveys.samples import DESIGNS, schools

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.estimates import estimate
from thuocdo.surveys.weighting import calibrate


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    """Three communes as strata of 2, 3 and 4 villages, nine answers a village."""
    rows = [
        (commune, f"{commune}{village}", village + person + 1, person)
        for commune, villages in (("A", 2), ("B", 3), ("C", 4))
        for village in range(villages)
        for person in range(9)
    ]
    return pl.DataFrame(rows, schema=["commune", "village", "answer", "person"], orient="row")


DESIGN = {"strata": "commune", "psu": "village"}


def test_a_communes_interval_stands_on_its_own_villages(frame):
    found = estimate(frame, target="answer", by="commune", df="domain", **DESIGN)
    assert found["df"].to_list() == [1, 2, 3]
    whole = estimate(frame, target="answer", by="commune", **DESIGN)
    assert whole["df"].to_list() == [6, 6, 6]
    same = ["value", "se", "n", "n_psu", "deff"]
    assert found.select(same).equals(whole.select(same))
    reach = (found["high"] - found["value"]) / found["se"]
    assert reach.to_list() == pytest.approx(stats.t.ppf(0.975, [1, 2, 3]).tolist())


def test_as_r_counts_in_a_subset(frame):
    """R 4.2.2, survey 4.1-1: ``confint(svymean(~answer, s), df=degf(s))``, s a ``subset``."""
    some = frame.with_columns(some=pl.col("village").is_in(["A0", "A1", "B0"]))
    communes = [(1, -0.8531024, 11.8531), (2, 3.515862, 8.484138), (3, 4.44574, 8.55426)]
    for by, expected in (("commune", communes), ("some", [None, (1, 0.8688281, 9.797839)])):
        found = estimate(some, target="answer", by=by, df="domain", **DESIGN)
        for row, one in zip(found.select("df", "low", "high").rows(), expected, strict=True):
            assert one is None or row == pytest.approx(one, rel=1e-6)


def test_the_whole_is_a_domain_like_any_other(frame):
    own, whole = (
        estimate(frame, target="answer", df=one, **DESIGN) for one in ("domain", "design")
    )
    assert own.equals(whole)


def test_villages_without_an_answer_do_not_count(frame):
    gone = pl.col("village").is_in(["C0", "C1", "A0"])
    holes = frame.with_columns(answer=pl.when(~gone).then("answer"))
    found = estimate(holes, target="answer", by="commune", df="domain", **DESIGN)
    assert found["df"].to_list() == [0, 2, 1]
    assert found["note"].to_list() == ["one-psu", None, None]


def test_one_village_in_each_of_two_strata_tells_no_error(frame):
    only = frame.with_columns(few=pl.col("village").is_in(["A0", "B0"]))
    found = estimate(only, target="answer", by="few", df="domain", **DESIGN).filter("few")
    assert found.select("n_psu", "df", "note").row(0) == (2, 0, "no-df")
    assert found.select("se", "low", "high").row(0) == (None, None, None)


def test_intervals_of_shares_and_quantiles_take_them_too(frame):
    shares = frame.with_columns(high=pl.col("answer") >= 7)
    told = {"by": "commune", **DESIGN}
    for more in (
        {"target": "high", "interval": "logit"},
        {"target": "high", "interval": "korn-graubard"},
        {"target": "answer", "kind": "quantile"},
    ):
        own, whole = (
            estimate(shares.filter(commune="C"), df="domain", **more, **told),
            estimate(shares, df="design", **more, **told).filter(commune="C"),
        )
        domain = estimate(shares, df="domain", **more, **told).filter(commune="C")
        assert domain["df"].item() == own["df"].item() == 3
        # A stratum alone is a design whose df are those of the domain.
        assert domain.select("low", "high").row(0) == pytest.approx(
            own.select("low", "high").row(0)
        )
        assert domain["low"].item() <= whole["low"].item()


def test_calibrated_estimates_count_only_units_with_an_answer():
    frame = schools("clusters")
    done = calibrate(
        frame, totals={"stype": {"E": 4421, "H": 755, "M": 1018}}, **DESIGNS["clusters"]
    )
    found = done.estimate(target="api00", by="stype", df="domain")
    assert found["df"].to_list() == (found["n_psu"] - 1).to_list()
    assert done.estimate(target="api00", by="stype")["df"].unique().to_list() == [14]


def test_another_word_is_refused(frame):
    with pytest.raises(ThuocDoError) as caught:
        estimate(frame, target="answer", df="own", **DESIGN)
    assert caught.value.problems[0].code == "SURVEY-012"
