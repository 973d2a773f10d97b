"""The how-to for a new year does what it says: results of the 34 provinces, from file to page."""

from __future__ import annotations

import json

import pytest

TOLD = ["--publisher", "Thử", "--document", "Thử 2025", "--address", "thử", "--seen", "2026-11-22"]


@pytest.fixture
def new_year(standings, command, tmp_path, monkeypatch):
    """PAPI 2025 of the 34 provinces, made from what 2024 gives, loaded into a folder of its own."""
    rows = standings("papi", 2024, "34").table.drop_nulls("score").to_dicts()
    path, errors = tmp_path / "papi-2025.csv", tmp_path / "errors-2025.csv"
    parts = [f"{row['name']};{row['item']};{row['score']}" for row in rows if "." in row["item"]]
    path.write_text("\n".join(["Tỉnh;Mã;Điểm", *parts]) + "\n", encoding="utf-8")
    totals = [f"{row['name']};Tổng;0,4" for row in rows if row["item"] == "total"]
    errors.write_text("\n".join(["Tỉnh;Mã;Sai số chuẩn", *totals]) + "\n", encoding="utf-8")
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    call = ("--year", "2025", *TOLD, "--yes")
    assert command("facts add papi", str(path), *call, "--rule-set", "papi-2021")[0] == 0
    assert command("facts add papi-error", str(errors), *call)[0] == 0


def test_the_added_tables_are_sound(new_year, command):
    assert command("facts check")[0] == 0
    assert len(json.loads(command("facts added --json")[1])["added"]) == 2


def test_its_figures_are_the_files_not_merged_ones(new_year, command):
    code, out, _ = command("index show papi --year 2025 --boundaries 34 --unit 33 --json")
    value = json.loads(out)
    (own,) = value["units"]
    assert code == 0 and own["basis"] == "derived" and own["se"] == 0.4
    assert own["rank_low"] <= own["rank"] <= own["rank_high"]
    said = " ".join([*own["notes"], *value["notes"]])
    assert "ước lượng" not in said.lower() and "2019" not in said
    assert {one["source"][:10] for one in value["sources"]} == {"added-2025"}


def test_its_error_is_traced_to_its_own_row(new_year, command):
    code, out, _ = command("why papi --year 2025 --unit 33 --aspect se --json")
    value = json.loads(out)
    assert code == 0 and value["output"] == 0.4
    assert [one["value"] for one in value["inputs"]] == [0.4]


def test_the_brief_of_the_new_and_of_the_old_year(new_year, command):
    for year in ("2025", "2024"):
        code, _, err = command("brief papi --unit 33 --json --year", year)
        assert (code, err) == (0, ""), year


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/chi-so/papi/2025/34/", "/don-vi/papi/2025/34/33/", "/tom-tat/papi/2025/34/33/"),
        *("/don-vi/papi/2024/34/33/", "/so-sanh/papi/2025/34/", "/chi-so/papi/2024/63/"),
    ],
)
def test_pages_open_with_the_new_year(new_year, client, address):
    assert client.get(address).status_code == 200
