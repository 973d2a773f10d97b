"""The page, its twins and the command say the same: one serialiser behind all."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.web.readers import seen

from thuocdo.cli.main import run


@pytest.fixture
def told(capsys):
    """``told(*arguments)``: the JSON that ``thuocdo`` prints for them."""

    def asked(*arguments: str) -> dict:
        capsys.readouterr()
        assert run([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def json_of(client, address: str) -> dict:
    answer = client.get(address)
    assert answer.status_code == 200
    return json.loads(answer.content)


@pytest.mark.parametrize(
    ("index", "year", "boundaries"),
    [
        ("papi", 2024, "34"),
        ("papi", 2024, "63"),
        ("papi", 2014, "63"),
        ("par-index", 2024, "63"),
        ("sipas", 2021, "34"),
    ],
)
def test_ranking_equals_index_show(client, told, index, year, boundaries):
    page = json_of(client, f"/chi-so/{index}/{year}/{boundaries}.json")
    call = ("index", "show", index, "--year", str(year), "--boundaries", boundaries)
    assert page == told(*call)


def test_simultaneous_sets_too(client, told):
    page = json_of(client, "/chi-so/papi/2024/34.json?khoang=dong-thoi")
    own = json_of(client, "/chi-so/papi/2024/34.json")
    call = ("index", "show", "papi", "--year", "2024", "--boundaries", "34", "--simultaneous")
    assert page == told(*call)
    assert page != own


@pytest.mark.parametrize(
    ("index", "year", "boundaries", "unit"),
    [
        ("papi", 2024, "34", "33"),
        ("papi", 2024, "63", "34"),
        ("papi", 2012, "63", "01"),
        ("sipas", 2024, "34", "33"),
        ("par-index", 2021, "63", "33"),
    ],
)
@pytest.mark.parametrize("kind", ["don-vi", "tom-tat"])
def test_unit_and_sheet_equal_brief(client, told, kind, index, year, boundaries, unit):
    page = json_of(client, f"/{kind}/{index}/{year}/{boundaries}/{unit}.json")
    call = ("brief", index, "--unit", unit, "--year", str(year), "--boundaries", boundaries)
    assert page == told(*call)


@pytest.mark.parametrize("aspect", ["score", "se", "rank", "set"])
def test_trace_equals_why(client, told, aspect):
    page = json_of(client, f"/vi-sao/papi/2024/34/33/total/{aspect}.json")
    call = ("why", "papi", "--unit", "33", "--year", "2024", "--aspect", aspect)
    assert page["trace"] == told(*call, "--boundaries", "34")


def test_overview_holds_the_three_briefs(client, told):
    page = json_of(client, "/tong-quan/2024/33.json")
    for index in ("papi", "par-index", "sipas"):
        assert page[index] == told("brief", index, "--unit", "33", "--year", "2024")


def test_english_twin_equals_the_command_in_english(client, told, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    page = json_of(client, "/en/don-vi/papi/2024/34/33.json")
    assert page == told("brief", "papi", "--unit", "33", "--year", "2024")
    assert page["sentences"][0].startswith("Hưng Yên 2024: 44.60 points")


def rows_of(client, address: str) -> list[dict]:
    text = client.get(address).content.decode("utf-8").removeprefix("\ufeff")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def test_csv_holds_the_unrounded_figures(client, standings):
    at = standings("papi", 2024, "34")
    rows = rows_of(client, "/chi-so/papi/2024/34.csv")
    by_name = {row["name"]: row for row in rows}
    assert len(rows) == 34
    for unit in at.units:
        wanted, row = at.of(unit.code), by_name[unit.name]
        assert row["score"] == ("" if wanted["score"] is None else repr(wanted["score"]))
        assert row["rank"] == ("" if wanted["rank"] is None else str(wanted["rank"]))


@pytest.mark.parametrize("order", ["-score", "score", "name", "rank", "se", "-chance"])
def test_the_twin_is_sorted_as_asked(client, page, order):
    key, asks = order.lstrip("-"), seen(page("/chi-so/papi/2024/34/")).order_key
    rows = rows_of(client, f"/chi-so/papi/2024/34.csv?{asks}={order}")
    present = [row[key] for row in rows if row[key]]
    assert all(not row[key] for row in rows[len(present) :]), "missing last"
    if key != "name":
        values = [float(value) for value in present]
        assert values == sorted(values, reverse=order.startswith("-"))


def test_the_twin_is_filtered_as_asked(client, page):
    asks = seen(page("/chi-so/papi/2024/34/")).filter_key
    rows = rows_of(client, f"/chi-so/papi/2024/34.csv?{asks}=hung+yen")
    assert [row["name"] for row in rows] == ["Hưng Yên"]


# ---- the PAPI table leaves page by page unless allowed ----


@pytest.mark.parametrize(("setting", "rows"), [("", 200), ("no", 200), ("yes", 21_891)])
def test_bulk_download_of_papi(static_files, monkeypatch, setting, rows):
    from django.test import Client

    monkeypatch.setenv("THUOCDO_BULK_DOWNLOAD", setting)
    reader = Client()
    assert len(rows_of(reader, "/nguon/papi_score.csv")) == rows
    values = json_of(reader, "/nguon/papi_score.json")
    assert len(values["rows"]) == rows
    assert any("quyền" in note for note in values["notes"]), "it says why"


def test_another_table_leaves_whole(client, facts):
    assert len(rows_of(client, "/nguon/published.csv")) == facts.table("published").height
