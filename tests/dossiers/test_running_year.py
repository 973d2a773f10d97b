"""A simulated year cut off on a day, and steps of the process: what the message would hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.dossiers.conftest import KEY

from thuocdo.calendar import end_of
from thuocdo.dossiers.simulating import write
from thuocdo.dossiers.simulating.messages import TIMES
from thuocdo.dossiers.simulating.writing import ABOUT, PROCEDURES, TRUTH, beside

DAY = date(2025, 5, 15)
ENDED = (3, 7, 8, 9, 10)


@pytest.fixture(scope="module")
def running(plan, tmp_path_factory):
    path = tmp_path_factory.mktemp("running") / "nam.parquet"
    write(replace(plan, until=DAY), path)
    return path


def seconds(rows: pl.DataFrame, name: str) -> pl.Series:
    return rows[name].dt.epoch("s")


def test_nothing_is_known_of_what_comes_later(running):
    rows = pl.read_parquet(running)
    for name in TIMES:
        if name != "NgayHenTra":
            assert (seconds(rows, name).drop_nulls() <= end_of(DAY)).all(), name
    assert seconds(rows, "NgayHenTra").max() > end_of(DAY)
    about = json.loads(beside(running, ABOUT).read_text(encoding="utf-8"))
    assert (about["rows"], about["of_year"], about["until"]) == (rows.height, 10_000, "2025-05-15")
    assert pl.read_csv(beside(running, PROCEDURES)).height > 100


def test_dossiers_are_those_of_the_whole_year_and_some_are_open(running, year):
    rows, whole = pl.read_parquet(running), pl.read_parquet(year)
    before = whole.filter(seconds(whole, "NgayTiepNhan") <= end_of(DAY))
    assert set(rows["MaHoSo"]) == set(before["MaHoSo"])
    left = rows.filter(~pl.col("TrangThaiHoSo").is_in(ENDED))
    assert 20 < left.height < rows.height / 4
    untouched = left.filter(pl.col("TrangThaiHoSo") == 4)  # one reopened has its end written
    assert untouched["NgayTra"].null_count() == untouched.height
    both = rows.join(before, on="MaHoSo", suffix="_later")
    ended = both.filter(pl.col("NgayKetThucXuLy").is_not_null())
    same = ended["NgayKetThucXuLy"] == ended["NgayKetThucXuLy_later"]
    assert same.mean() > 0.98  # the gaming draws anew


def test_a_new_appointment_is_not_known_before_the_first_one_has_passed(running):
    rows = pl.read_parquet(running)
    before = seconds(rows, "NgayHenTraTruoc").drop_nulls()
    assert len(before) and (before <= end_of(DAY)).all()


def test_truth_names_only_what_is_there(running):
    truth = pl.read_csv(beside(running, TRUTH), infer_schema=False)
    assert set(truth["MaHoSo"]) <= set(pl.read_parquet(running)["MaHoSo"])


def test_the_same_call_makes_the_same_file(plan, running, tmp_path):
    write(replace(plan, until=DAY), tmp_path / "nam.parquet")
    assert pl.read_parquet(tmp_path / "nam.parquet").equals(pl.read_parquet(running))


def test_the_command_says_the_day_and_refuses_another_year(command, tmp_path):
    path = tmp_path / "a.csv"
    call = ("simulate", "dossiers", "--rows", "300", "--to", str(path))
    code, out, _ = command(*call, "--until", "2025-03-31")
    assert code == 0 and "tiếp nhận đến hết 31/03/2025" in out
    assert command(*call, "--until", "2026-03-31")[2].startswith("DOSSIER-130")


# ---- steps ----


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ".csv"])
def test_steps_come_in_by_every_format_alike(desk, plan, suffix):
    small = replace(plan, rows=400, steps=True, until=DAY)
    path = desk.folder / f"nam{suffix}"
    write(small, path)
    outcome = desk.load(path)
    assert outcome.files[0].bad == 0
    rows = desk.rows()
    steps = rows["steps"].str.split(";").list.eval(pl.element().str.split(","))
    last = steps.list.last()
    assert last.list.get(0).str.slice(1).cast(pl.Int64).to_list() == rows["updated"].to_list()
    assert last.list.get(5).to_list() == rows["officer"].to_list()
    first = steps.list.first()
    assert set(first.list.get(4)) == {"MC"} and set(first.list.get(3)) == {"2"}
    assert rows["simulated"].sum() == rows.height


def test_the_command_tells_where_the_time_goes_between_steps(desk, plan, command, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    write(replace(plan, rows=600), desk.folder / "plain.parquet")
    desk.load(desk.folder / "plain.parquet")
    call = ("dossiers", "steps", "--year", "2025")
    assert "không có tiến trình từng bước" in command(*call)[1]
    write(replace(plan, rows=600, seed=9, steps=True), desk.folder / "steps.parquet")
    desk.load(desk.folder / "steps.parquet")
    out = command(*call)[1]
    assert "Nằm chờ trước trạng thái 9" in out and "không giải thích" in out
    told = json.loads(command(*call, "--json")[1])["process"]
    whole = next(one for one in told if one["kind"] == "throughput")
    assert whole["count"] == 600
    idle = sum(
        one["seconds"] for one in told if one["kind"] == "idle" and one["told_by"] == "queue"
    )
    work = sum(
        one["seconds"] for one in told if one["kind"] == "processing" and one["told_by"] == "queue"
    )
    assert idle > work > 0
