"""Compaction keeps every row in less room; versions a report rests on stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.dossiers.conftest import NOW

from thuocdo.calendar import end_of
from thuocdo.dossiers.clock import choice
from thuocdo.dossiers.lake import verify
from thuocdo.dossiers.lake.compacting import compact
from thuocdo.dossiers.lake.freezing import freeze, frozen, thaw
from thuocdo.dossiers.measures.engines import connected
from thuocdo.dossiers.measures.register import read_register
from thuocdo.dossiers.measures.tallies import Question, tally
from thuocdo.errors import ThuocDoError

LAST = end_of(date(2025, 12, 31))


@pytest.fixture
def grown(desk):
    """Six versions of forty dossiers, one more each time."""
    desk.load(desk.csv("0.csv", *({"MaHoSo": f"H31.12-250609-{n}"} for n in range(40))))
    for number in range(1, 6):
        desk.load(desk.csv(f"{number}.csv", {"MaHoSo": f"H31.12-250609-{100 + number}"}))
    return desk


def test_the_rows_stay_and_old_versions_go(grown):
    before = grown.rows()
    found = compact(grown.lake, 2, NOW)
    assert found.version == 7 and found.dropped == (1, 2, 3, 4, 5)
    assert grown.lake.numbers() == [6, 7]
    assert grown.rows().equals(before)
    named = {one.file for number in (6, 7) for one in grown.lake.manifest(number).parts}
    assert {path.name for path in grown.lake.parts.glob("*")} == named
    assert all(verify(grown.lake, one).problems == () for one in (6, 7))


def test_a_frozen_version_is_kept_with_its_files_until_it_is_thawed(grown):
    freeze(grown.lake, 3, "Báo cáo quý 3")
    assert compact(grown.lake, 1, NOW).dropped == (1, 2, 4, 5, 6)
    assert grown.lake.numbers() == [3, 7] and frozen(grown.lake) == {3: "Báo cáo quý 3"}
    assert verify(grown.lake, 3).problems == () and grown.lake.manifest(3).rows == 42
    thaw(grown.lake, 3)
    compact(grown.lake, 1, NOW)
    assert grown.lake.numbers() == [8]
    for call in (lambda: freeze(grown.lake, 3, "x"), lambda: thaw(grown.lake, 8)):
        with pytest.raises(ThuocDoError) as told:
            call()
        assert told.value.code in ("DOSSIER-014", "DOSSIER-020")


def test_counting_goes_on_over_a_compaction_and_over_a_broken_chain(grown):
    connection = connected("duckdb")
    asked = Question(2025, choice(), LAST, read_register(None))

    def received() -> int:
        found = tally(connection, grown.lake, grown.lake.manifest(), asked)
        return found.counts.select("received").sum().collect().item()

    assert received() == 45
    compact(grown.lake, 2, NOW)
    assert received() == 45
    grown.load(grown.csv("a.csv", {"MaHoSo": "H31.12-250609-777"}))
    compact(grown.lake, 1, NOW)
    assert received() == 46


@pytest.mark.parametrize("step", ["part 2506", "swapped", "forgot 2", "cleared"])
def test_cut_off_at_any_step_the_lake_has_all_its_rows(grown, step):
    before = grown.rows()

    def stop(at: str) -> None:
        if at == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compact(grown.lake, 1, NOW, stop)
    assert grown.rows().equals(before) and verify(grown.lake).problems == ()
    compact(grown.lake, 1, NOW)
    assert grown.rows().equals(before) and len(grown.lake.numbers()) == 1


def test_the_version_of_a_day(desk):
    for day in (3, 9):
        now = datetime(2026, 1, day, 5, tzinfo=UTC)
        desk.load(desk.csv(f"{day}.csv", {"MaHoSo": f"H31.12-250609-{day}"}), now=now)
    found = [desk.lake.as_of(date(2026, 1, day)) for day in (2, 3, 8, 9, 20)]
    assert found == [None, 1, 1, 2, 2]


def test_the_commands(grown, command, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(grown.home))
    assert "Báo cáo" in command("dossiers", "freeze", "2", "--name", "Báo cáo năm")[1]
    assert "phiên bản 7" in command("dossiers", "compact", "--keep", "1")[1]
    listed = command("dossiers", "versions")[1]
    assert "Báo cáo năm" in listed and len(listed.strip().splitlines()) == 3
    assert command("dossiers", "verify", "--all")[0] == 0
    assert command("dossiers", "versions", "--as-of", "2020-01-01")[2].startswith("DOSSIER-021")
    assert command("dossiers", "thaw", "2")[0] == 0
    assert command("dossiers", "thaw", "2")[2].startswith("DOSSIER-020")
