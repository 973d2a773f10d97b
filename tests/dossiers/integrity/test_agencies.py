"""Many petitions count only against a unit that says it is on time, and only in numbers."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.dossiers import answers

from thuocdo.dossiers.integrity.agencies import COUNTS, agency_counts, looked_at
from thuocdo.dossiers.integrity.asking import Answer, Asked, as_json, as_text, with_agencies
from thuocdo.dossiers.lake import Manifest
from thuocdo.dossiers.portal.finding import read_bundles

LEVEL, MANY = 0.05, 60


def province(seed: int = 1, **changed) -> pl.DataFrame:
    """Sixty agencies with a petition for a thousand dossiers; ``changed``: unit → counts."""
    rng = np.random.default_rng(seed)
    rows = []
    for place in range(MANY):
        judged = 2000 + 50 * place
        petitions = int(rng.poisson(judged / 1000))
        counts = [judged, int(judged * (0.80 + place / 400)), petitions, petitions]
        rows.append((f"U{place}", *changed.get(f"U{place}", counts)))
    return pl.DataFrame(rows, {"unit": pl.String} | dict.fromkeys(COUNTS, pl.Int64), orient="row")


def test_an_ordinary_province_is_asked_nothing():
    assert looked_at(province(), LEVEL).found == ()


def test_many_petitions_and_high_on_time_are_asked_about():
    found = looked_at(province(U40=[4000, 3900, 30, 30]), LEVEL).found
    assert [(one.unit, one.detector, one.observed, one.cases) for one in found] == [
        ("U40", "petitions", 30, 4000)
    ]
    assert found[0].expected == pytest.approx(4, abs=1.5)


def test_the_same_petitions_of_a_late_unit_are_no_contradiction():
    assert looked_at(province(U40=[4000, 2000, 30, 30]), LEVEL).found == ()


def test_unhappy_petitioners_are_asked_about():
    at = {f"U{place}": [3000, 2500, 6, 5] for place in range(30)}
    found = looked_at(province(**at, U50=[4000, 3900, 12, 0]), LEVEL).found
    assert [(one.unit, one.detector, one.observed, one.cases) for one in found] == [
        ("U50", "unhappy", 12, 4000)
    ]


def test_a_unit_with_three_petitions_is_never_asked():
    looked = looked_at(province(U40=[40, 40, 3, 0]), LEVEL)
    assert looked.found == () and looked.too_few["petitions"] > 20


def test_no_agency_no_question():
    assert looked_at(province().clear(), LEVEL).found == ()


def test_recorded_answers_have_too_few_cases(tmp_path):
    folder = answers.save(answers.recorded(), tmp_path / "2026-08")
    [bundle] = read_bundles(folder)
    counts = agency_counts(bundle)
    assert counts.height > 5 and counts["petitions"].max() <= 3
    looked = looked_at(counts, LEVEL)
    on_time = (counts["on_time"] / counts["judged"]).fill_nan(None)
    high = int((on_time >= on_time.median()).sum())
    assert looked.found == () and dict(looked.too_few) == {"petitions": high, "unhappy": high}
    ours = agency_counts(bundle, {counts["unit"][0]: "11953"})
    assert ours["unit"].to_list() == ["11953"]
    assert ours.row(0)[1:] == counts.row(0)[1:]


def test_the_answer_says_both():
    asked = Asked(2026, "", None, LEVEL, None)
    none = Answer(asked, Manifest(3, "", "", (), ()), 1_790_000_000, (), ("petitions", "unhappy"))
    assert "cần câu trả lời của Cổng (--answers)" in as_text(none, "vi")
    told = with_agencies(none, province(U40=[4000, 3900, 30, 30]))
    assert as_json(told)["not_asked"] == [] and as_json(told)["too_few"]["petitions"] > 0
    [one] = as_json(told)["suspicions"]
    assert one["detector"] == "petitions" and "30 phản ánh" in one["question"]
    assert one["dossiers"] == []
    assert "chưa đủ vụ" in as_text(told, "vi") and "too few" in as_text(told, "en")
    other = with_agencies(
        Answer(Asked(2026, "X", None, LEVEL, None), none.manifest, none.cut, (), ()),
        province(U40=[4000, 3900, 30, 30]),
    )
    assert other.suspicions == ()


def test_an_unknown_number_of_satisfied_is_not_none_of_them(tmp_path):
    told = answers.recorded()
    for unit in told["handling-satisfaction"]["data"]["evaluation"]:
        for metric in unit["metrics"]:
            if "PETITION_HANDLING_SATISFACTION" in metric.values():
                metric["numerator"] = None
    [bundle] = read_bundles(answers.save(told, tmp_path / "2026-08"))
    counts = agency_counts(bundle)
    assert counts.height > 0 and counts["petitions"].sum() == 0
