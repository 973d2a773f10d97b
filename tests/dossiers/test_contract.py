"""What ``thuocdo portal`` prints as JSON is what its schemas say, and no more."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.dossiers import answers as made

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def faults(name: str, value) -> list[str]:
    schema = json.loads((REFERENCE / f"{name}.schema.json").read_text("utf-8"))
    return [one.message[:200] for one in Draft202012Validator(schema).iter_errors(value)]


@pytest.fixture
def printed(call):
    """``printed(arguments)`` → the JSON printed."""

    def asked(*arguments):
        code, out, err = call(*arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return asked


def test_recompute(printed, saved):
    assert faults("portal-recompute", printed("recompute", saved)) == []


def test_recompute_with_what_may_go_wrong(printed, recorded, tmp_path):
    other = copy.deepcopy(recorded)
    line = other["transparency"]["data"]["overview"]
    line["metrics"][0] |= {"score": 6, "ratio": 100}
    line["metrics"].append({"code": "NEW"})
    other["dvc-progress-tree"]["data"]["parent"] = None
    other["provide-online-tree"]["data"]["children"][0] |= {"totalScore": None}
    assert faults("portal-recompute", printed("recompute", made.save(other, tmp_path))) == []


def test_versions(printed, call, recorded, saved, tmp_path):
    assert faults("portal-versions", printed("versions")) == []
    (saved / "service-results.json").write_bytes(b'{"code":"OK","data":{}}')
    call("import", saved, "--captured", "2026-09-26T18:14:39+00:00")
    call("import", made.save(made.restated(recorded), tmp_path / "x" / "2026-08"))
    told = printed("versions")
    assert len(told["versions"]) == 8
    assert faults("portal-versions", told) == []


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--target", "70"],
        ["--target", "99.9"],
        ["--target", "1"],
        ["--target", "64", "--cost", "on_time=3", "--cost", "e_result=2.5"],
    ],
)
@pytest.mark.parametrize("unit", ["H44", "H44.01", "H44.107"])
def test_whatif(printed, saved, unit, more):
    assert faults("portal-whatif", printed("whatif", saved, "--unit", unit, *more)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.pop("status"),
        lambda row: row.update(status="fine"),
        lambda row: row.update(status="undetermined"),
        lambda row: row.update(official="7,96"),
        lambda row: row.update(difference=None),
        lambda row: row.update(extra=1),
        lambda row: row.update(period="08-2026"),
    ],
)
def test_the_schema_refuses_what_is_wrong(printed, saved, spoil):
    rows = [row for row in printed("recompute", saved) if row["status"] == "reproduced"]
    assert faults("portal-recompute", rows) == []
    spoil(rows[0])
    assert faults("portal-recompute", rows)


def test_english(printed, saved, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    reasons = {row["reason"] for row in printed("recompute", saved)}
    assert "Only shown, earns no points." in reasons
    names = {one["name"] for one in printed("parameters")["parameters"]}
    assert "Grading bands" in names
