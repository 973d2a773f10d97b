"""A year without gaming raises hardly an alarm; strong gaming is found and names its dossiers."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from tests.dossiers.conftest import KEY, Desk

from thuocdo.dossiers.simulating import write
from thuocdo.dossiers.simulating.writing import PROCEDURES, TRUTH, beside

ROWS = 60_000
STRONG = ("stop_clock", "closed_at_once", "reopened")


@pytest.fixture(scope="module")
def looked(plan, units, tmp_path_factory):
    """``looked(seed, cheats)`` → a lake's home and the file it came from."""
    known = {}

    def made(seed: int, cheats: int):
        if (seed, cheats) not in known:
            folder = tmp_path_factory.mktemp(f"world-{seed}-{cheats}")
            path = folder / "nam.parquet"
            write(replace(plan, rows=ROWS, seed=seed, cheats=cheats), path)
            desk = Desk(folder, units)
            desk.load(path)
            known[seed, cheats] = (desk.home, path)
        return known[seed, cheats]

    return made


@pytest.fixture
def ask(looked, command, monkeypatch):
    def asked(seed: int, cheats: int, *more: str) -> tuple[dict, object]:
        home, path = looked(seed, cheats)
        monkeypatch.setenv("THUOCDO_HOME", str(home))
        monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
        terms = str(beside(path, PROCEDURES))
        call = ("dossiers", "integrity", "--year", "2025", "--terms", terms, "--json", *more)
        code, out, err = command(*call)
        assert (code, err) == (0, "")
        return json.loads(out), path

    return asked


def test_a_fair_year_raises_hardly_an_alarm(ask):
    alarms = [len(ask(seed, 0)[0]["suspicions"]) for seed in (101,)]
    assert sum(alarms) <= 1


def test_strong_gaming_is_found_and_names_its_own(ask):
    found, path = ask(103, 3)
    truth = pl.read_csv(beside(path, TRUTH), infer_schema=False)
    guilty = {(one["kind"], one["DonViXuLy"]) for one in truth.to_dicts()}
    tampered = {kind: set(rows["MaHoSo"]) for (kind,), rows in truth.group_by("kind")}
    alarms = {(one["detector"], one["unit"]): one for one in found["suspicions"]}
    assert len(set(alarms) & guilty) >= 4 and len(set(alarms) - guilty) <= 1
    for kind in STRONG:
        mine = [one for (detector, _), one in alarms.items() if detector == kind]
        named = {code for one in mine for code in one["dossiers"]}
        if named:
            assert len(named & tampered[kind]) >= 0.6 * len(named), kind
    assert found["simulated"] == ROWS and found["not_asked"] == ["petitions", "unhappy"]
    assert all("?" in one["question"] for one in found["suspicions"])


def test_without_the_register_it_says_what_was_not_looked_at(ask, command):
    ask(103, 3)
    out = command("dossiers", "integrity", "--year", "2025")[1]
    assert "MÔ PHỎNG" in out and "Lùi ngày hẹn trả" in out and "không phải kết luận" in out
