"""The JSON of ``thuocdo index show`` and ``thuocdo why``: shape, order, nothing rounded."""

from __future__ import annotations

import json

import pytest

from thuocdo.indices import ASPECTS, trace
from thuocdo.indices.contract import flat_table, standings_json, trace_json

UNIT = {
    *("code", "name", "total", "rank", "of", "se", "rank_low", "rank_high", "basis"),
    *("dimensions", "notes"),
}


@pytest.mark.parametrize("boundaries,count", [("63", 63), ("34", 34)])
def test_all_units_in_order_of_code(facts, standings, boundaries, count):
    at = standings("papi", 2024, boundaries)
    values = standings_json(facts, at)
    assert {"index", "year", "boundaries", "units", "sources", "notes"} == set(values)
    codes = [one["code"] for one in values["units"]]
    assert len(codes) == count and codes == sorted(codes)
    for one in values["units"]:
        row = at.of(one["code"])
        assert set(one) == UNIT
        assert (one["total"], one["rank"], one["of"]) == (row["score"], row["rank"], row["of"])
        assert [dimension["code"] for dimension in one["dimensions"]] == list("12345678")
        for dimension in one["dimensions"]:
            assert dimension["score"] == at.of(one["code"], dimension["code"])["score"]
            for part in dimension["subdimensions"]:
                assert part["code"].startswith(f"{dimension['code']}.")
                assert part["score"] == at.of(one["code"], part["code"])["score"]
    json.dumps(values, allow_nan=False)


def test_one_unit_and_simultaneous_sets(facts, standings):
    at = standings("papi", 2024, "34")
    (own,) = standings_json(facts, at, unit="33")["units"]
    (all_at_once,) = standings_json(facts, at, unit="33", simultaneous=True)["units"]
    assert (own["rank_low"], own["rank_high"]) == (2, 20)
    assert all_at_once["rank_low"] <= 2 and all_at_once["rank_high"] >= 20


@pytest.mark.parametrize("simultaneous", [False, True])
def test_the_note_speaks_of_the_sets_shown(facts, standings, simultaneous):
    values = standings_json(facts, standings("papi", 2024, "34"), simultaneous=simultaneous)
    said = " ".join(values["notes"])
    assert ("đúng đồng thời cho mọi tỉnh" in said) is simultaneous
    assert ("nói về riêng từng tỉnh" in said) is not simultaneous


def test_missing_is_null_never_zero(facts, standings):
    values = standings_json(facts, standings("papi", 2024, "34"), unit="25")
    (own,) = values["units"]
    assert own["total"] is None and own["rank"] is None and own["rank_low"] is None
    assert own["notes"], "it says why"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sources_are_told_in_full(facts, standings, language):
    values = standings_json(facts, standings("papi", 2024), language=language)
    assert values["sources"]
    for source in values["sources"]:
        assert source["publisher"] and source["document"] and source["address"] and source["seen"]


def test_flat_table_holds_the_same_rows(standings):
    at = standings("papi", 2024)
    assert flat_table(at).equals(at.table)
    assert set(flat_table(at, unit="33")["unit"]) == {"33"}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_trace_is_plain_json(facts, standings, aspect):
    at = standings("papi", 2024, "34")
    values = trace_json(facts, trace(facts, at, "33", "total", aspect), "en")
    assert values["kind"] == "figure"
    text = json.dumps(values, allow_nan=False)
    assert json.loads(text) == values
