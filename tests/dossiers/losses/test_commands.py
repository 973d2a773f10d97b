"""The commands on a simulated lake: they agree with each other, and say what they cannot do."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.dossiers.conftest import KEY

from thuocdo.cli import main
from thuocdo.dossiers.lake import Order, import_files
from thuocdo.dossiers.losses import asking
from thuocdo.indices.findings import Set, set_of

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


@pytest.fixture(scope="module")
def filled(year, units, tmp_path_factory):
    """A lake of the simulated 10,000."""
    home = tmp_path_factory.mktemp("lake")
    now = datetime(2026, 1, 1, 5, tzinfo=UTC)
    import_files(Order((year,), {}, units, KEY, now), home, lambda _: None)
    return home


@pytest.fixture
def ask(filled, monkeypatch, capsys):
    """``ask(arguments)`` → exit code, stdout, stderr of ``thuocdo dossiers``."""
    monkeypatch.setenv("THUOCDO_HOME", str(filled))
    monkeypatch.delenv("THUOCDO_LANGUAGE", raising=False)

    def asked(call: str):
        capsys.readouterr()
        code = main.run(["dossiers", *call.split()])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def told(ask, call: str) -> dict:
    code, out, err = ask(f"{call} --json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_losses_agree_with_measure_and_add_up(ask):
    value = told(ask, "losses --year 2025")
    total = told(ask, "measure --year 2025 --by province")["total"]
    progress = next(one for one in value["groups"] if one["endpoint"] == "dvc-progress-tree")
    (metric,) = progress["metrics"]
    missed = total["denominator"] - total["numerator"]
    assert (metric["missed"], metric["of"]) == (missed, total["denominator"])
    assert metric["lost"] == pytest.approx(20 * missed / total["denominator"], abs=1e-9)
    assert sum(one["lost"] for one in metric["units"]) == pytest.approx(metric["lost"], abs=1e-9)
    ends = {name: total[name]["rate"] for name in ("low", "high")}
    assert metric["band"]["low"] == pytest.approx(20 * (1 - ends["high"]))
    assert metric["band"]["high"] == pytest.approx(20 * (1 - ends["low"]))
    assert metric["band"]["low"] <= metric["lost"] <= metric["band"]["high"]
    assert value["lost"] == pytest.approx(value["maximum"] - value["points"], abs=1e-9)
    assert value["lost"] == pytest.approx(sum(one["lost"] for one in value["groups"]), abs=1e-9)
    left = sum(one["maximum"] for one in value["unmeasured"])
    assert value["maximum"] + left == pytest.approx(100)
    assert value["basis"] == "simulated" and "MÔ PHỎNG" in value["findings"][0]["sure"]


def test_a_finding_names_its_dossiers(ask, filled):
    value = told(ask, "losses --year 2025 --unit 13219")
    late = [one for one in value["findings"] if one["item"].startswith("dvc-progress")]
    assert late
    for one in late:
        (unit, procedure), (leaf,) = one["where"], one["evidence"]
        assert one["owner"] == unit and one["amount"] > 0
        again = told(ask, f"losses --year 2025 --unit {unit} --procedure {procedure}")["dossiers"]
        assert again == leaf and leaf["count"] == len(leaf["sample"]) > 0
        assert [one["column"] for one in leaf["filter"]] == ["year", "unit", "procedure", "verdict"]
        assert unit in leaf["sample"][0]


def test_a_unit_in_its_own_points(ask):
    value = told(ask, "losses --year 2025 --unit 13219")
    progress = next(one for one in value["groups"] if one["endpoint"] == "dvc-progress-tree")
    (unit,) = progress["metrics"][0]["units"]
    assert unit["lost"] == pytest.approx(20 * unit["missed"] / unit["of"])
    assert sum(one["missed"] for one in unit["procedures"]) == unit["missed"]
    assert sum(one["lost"] for one in unit["procedures"]) == pytest.approx(unit["lost"], abs=1e-9)
    assert {one["unit"] for one in value["units"]} == {"13219"}
    assert {one["unit"] for one in value["gains"]} == {"13219"}
    full = next(one for one in value["gains"] if one["reference"] == "full")
    assert full["own"] == pytest.approx(unit["lost"]) and full["cases"] == unit["missed"]


def test_due_dossiers_are_open_and_within_the_days(ask, filled):
    value = told(ask, "due --days 4")
    assert sum(one["due"] for one in value["units"]) > 0
    assert all(0 <= one["left"] <= 4 for one in value["first"] if one["state"] == "due")
    fewer = told(ask, "due --days 1")
    assert sum(one["due"] for one in fewer["units"]) <= sum(one["due"] for one in value["units"])
    for one in value["units"]:
        for name in ("late", "due", "waiting"):
            assert sum(queue[name] for queue in one["queues"]) == one[name]
    unit = value["units"][0]["unit"]
    own = told(ask, f"due --days 4 --unit {unit}")
    assert own["units"] == value["units"][:1]
    assert all(one["officer"][0] == "@" for one in own["first"])  # keyed, never a person's number
    later = told(ask, "due --days 4 --now 2026-01-20")
    assert sum(one["late"] for one in later["units"]) > sum(one["late"] for one in value["units"])


def test_steps_and_comparison(ask):
    value = told(ask, "steps --year 2025")
    assert [one["step"] for one in value["steps"]][0] == "reception"
    for one in value["steps"]:
        assert one["median"] <= one["p90"] and 0 <= one["at_work"] <= one["seconds"]
        assert one["count"] == sum(
            row["count"] for row in value["procedures"] if row["step"] == one["step"]
        )
    accepted = [one for one in value["throughput"] if one["event"] == "accepted"]
    assert sum(one["count"] for one in accepted) == 10_000 == value["simulated"]
    fair = told(ask, "compare --year 2025")
    ranked = [one for one in fair["units"] if one["rank"] is not None]
    assert len(ranked) > 100
    assert all((one["rate"] is None) == (one["rank"] is None) for one in fair["units"])
    for one in ranked:
        assert one["all_low"] <= one["rank_low"] <= one["rank_high"] <= one["all_high"]
    gap = fair["former"]
    assert gap["gap"] == pytest.approx(gap["mix"] + gap["performance"], abs=1e-9)
    assert [one["communes"] for one in gap["sides"]] == [39, 65]
    assert len(fair["funnel"]["spots"]) == 104


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("losses --year 2025 --unit 99999", "DOSSIER-040"),
        ("losses --year 2020", "DOSSIER-016"),
        ("steps --year 2020", "DOSSIER-041"),
        ("steps --year 2025 --procedure 1.999999", "DOSSIER-041"),
        ("due --now 2025-06-30", "DOSSIER-042"),
        ("losses --year 2025 --version 7", "DOSSIER-014"),
    ],
)
def test_what_cannot_be_answered_is_said(ask, call, code):
    exit_code, out, err = ask(call)
    assert exit_code != 0 and out == "" and err.startswith(code)


def test_a_unit_without_a_dossier_in_a_month_lost_nothing_that_can_be_told(ask):
    rows = told(ask, "measure --year 2025 --by unit-month")["rows"]
    units = {one["unit"] for one in rows}
    held = {(one["unit"], one["month"]) for one in rows}
    unit, month = next((u, m) for u in sorted(units) for m in range(1, 13) if (u, m) not in held)
    code, out, err = ask(f"losses --year 2025 --unit {unit} --month {month}")
    assert code == 1 and out == "" and err.startswith("DOSSIER-041") and unit in err


@pytest.mark.parametrize("language", ["vi", "en"])
def test_text_in_both_languages(ask, monkeypatch, language):
    monkeypatch.setenv("THUOCDO_LANGUAGE", language)
    for call in (
        *("losses --year 2025", "losses --year 2025 --unit 13219 --procedure 9.000039"),
        *("due --days 4", "steps --year 2025", "compare --year 2025"),
    ):
        code, out, err = ask(call)
        assert (code, err) == (0, "") and ("MÔ PHỎNG" if language == "vi" else "SIMULATED") in out


def test_official_losses_on_a_terminal_and_as_json(call, saved):
    code, out, _ = call("losses", saved, "--json")
    schema = json.loads((REFERENCE / "portal-losses.schema.json").read_text("utf-8"))
    value = json.loads(out)
    assert code == 0 and not list(Draft202012Validator(schema).iter_errors(value))
    assert value["lost"] == pytest.approx(40.09) and value["period"] == "2026-08"
    first = value["findings"][0]
    (row,) = first["evidence"]
    answer = json.loads(Path(row["file"]).read_text("utf-8"))["data"]
    line = (answer.get("children") or answer.get("evaluation"))[row["row"] - 1]
    assert line["departmentId"] == first["owner"] and first["amount"] > 0
    code, out, _ = call("losses", saved, "--unit", "H44.100")
    assert code == 0 and "2026-08" in out and "623" in out
    assert call("losses", saved, "--unit", "H99")[2].startswith("PORTAL-012")


def test_a_set_counts_a_code_once_and_keeps_a_hundred():
    codes = [f"{k:04}" for k in range(250)]
    one = set_of([*codes, *codes[:9]], (("year", 2025),), 3)
    assert (one.count, len(one.sample), one.sample[0]) == (250, 100, "0000")
    assert one == set_of(reversed(codes), (("year", 2025),), 3) and isinstance(one, Set)
    assert one.checksum != set_of(codes[1:], (), 3).checksum


def test_units_know_their_former_province():
    known = asking.known_units()
    assert list(known.former_names) == ["33", "34"]
    counts = Counter(known.former.values())
    assert counts == {"33": 39, "34": 65}
