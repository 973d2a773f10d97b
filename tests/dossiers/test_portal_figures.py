"""Measures only the portal counts: by unit and month, quarter or year; what is not told is said."""

from __future__ import annotations

import json

import pytest
from tests.dossiers import answers as made

MEASURE = ("dossiers", "measure", "--year", "2026", "--measure")


@pytest.fixture
def kept(recorded, tmp_path, call, command, monkeypatch):
    """Answers kept on months (and a quarter) of 2026; asks the command about them."""

    def keep(*periods: str):
        for period in periods:
            folder = made.save(recorded, tmp_path / "saved" / period)
            assert call("import", folder)[0] == 0
        return lambda *words: command(*MEASURE, *words)

    return keep


def counts(recorded, metric: str) -> dict[str, tuple]:
    """Unit's name → numerator and denominator in the recorded answer, root as ``None``."""
    data = recorded["handling-satisfaction"]["data"]
    found = {}
    for unit, name in [
        (data["overview"], None),
        *((u, u["departmentName"]) for u in data["evaluation"]),
    ]:
        one = next(m for m in unit["metrics"] if m["code"] == metric)
        found[name] = (one["numerator"], one["denominator"])
    return found


def test_by_unit_and_month_as_the_answers_say(kept, recorded):
    ask = kept("2026-07", "2026-08")
    told = json.loads(ask("petition_on_time", "--by", "unit,month", "--json")[1])
    wanted = counts(recorded, "PETITION_PROCESSING_ON_TIME")
    del wanted[None]
    for month in (7, 8):
        rows = [one for one in told["rows"] if one["keys"]["month"] == month]
        got = {one["keys"]["unit"]: (one["numerator"], one["denominator"]) for one in rows}
        assert got == wanted
    assert told["total"] is None and told["basis"] == "stated"
    assert told["absent"] == [f"2026-{m:02d}" for m in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)]
    nothing = [one for one in told["rows"] if one["denominator"] == 0]
    assert nothing and all(one["rate"] is None for one in nothing)


def test_the_province_by_month_and_a_quarter_that_is_no_sum(kept, recorded):
    ask = kept("2026-07", "2026-08")
    told = json.loads(ask("petition_on_time", "--by", "month", "--json")[1])
    pair = counts(recorded, "PETITION_PROCESSING_ON_TIME")[None]
    assert [(one["keys"], one["numerator"], one["denominator"]) for one in told["rows"]] == [
        ({"month": month}, *pair) for month in (7, 8)
    ]
    assert ask("petition_on_time", "--by", "unit,quarter")[2].startswith("DOSSIER-031")
    assert ask("petition_on_time", "--by", "unit")[2].startswith("DOSSIER-031")
    kept("2026-Q3")
    told = json.loads(ask("petition_on_time", "--by", "quarter,unit", "--json")[1])
    assert list(told["rows"][0]["keys"]) == ["quarter", "unit"]
    assert told["absent"] == ["2026-Q1", "2026-Q2", "2026-Q4"]


def test_a_unit_without_counts_stays_with_nulls(kept, recorded):
    unit = recorded["handling-satisfaction"]["data"]["evaluation"][0]
    held = [one for one in unit["metrics"] if one["code"] == "PETITION_HANDLING_SATISFACTION"]
    before = dict(held[0])
    held[0] |= {"numerator": None, "denominator": None}
    try:
        ask = kept("2026")
    finally:
        held[0] |= before
    call = ("petition_satisfaction", "--by", "unit")
    told = json.loads(ask(*call, "--json")[1])
    one = next(row for row in told["rows"] if row["keys"]["unit"] == unit["departmentName"])
    assert (one["numerator"], one["denominator"], one["rate"]) == (None, None, None)
    assert told["total"]["denominator"] is not None
    out = ask(*call)[1]
    assert "không cho số" in out


def test_what_the_rows_do_not_say_is_said(kept):
    ask = kept("2026")
    assert "lặp lại số của cả tỉnh" in ask("public_content_full", "--by", "unit")[1]
    assert "lặp lại" not in ask("public_content_full", "--by", "province")[1]
    assert "do cách lập" in ask("dossier_sync", "--by", "unit")[1]
    assert "không phải khảo sát" in ask("dossier_satisfaction", "--by", "unit")[1]


@pytest.mark.parametrize("by", ["procedure", "unit,month,quarter", "channel,month"])
def test_other_groupings_are_refused(kept, by):
    assert kept("2026")("petition_on_time", "--by", by)[2].startswith("DOSSIER-131")


def test_agencies_of_our_province_get_our_codes(recorded, tmp_path, home, facts):
    from datetime import UTC, datetime

    from thuocdo.dossiers.measures.catalogue import measure_rule
    from thuocdo.dossiers.measures.portal_figures import portal_figures
    from thuocdo.dossiers.portal.importing import import_folder
    from thuocdo.units import communes

    commune = next(one for one in communes(facts) if "Phố Hiến" in one.name)
    data = recorded["handling-satisfaction"]["data"]["evaluation"][1]
    before = data["departmentName"]
    data["departmentName"] = f"UBND {commune.name}"
    try:
        saved = made.save(recorded, tmp_path / "2026")
    finally:
        data["departmentName"] = before
    import_folder(saved, home, "test", datetime(2026, 10, 1, tzinfo=UTC), period="2026")
    rule = measure_rule("petition_on_time")
    for own, expected in (("H44", commune.code), ("H31", f"UBND {commune.name}")):
        found = portal_figures(home, rule, 2026, ("unit",), own, communes(facts))
        assert expected in [one.keys["unit"] for one in found.rows]
