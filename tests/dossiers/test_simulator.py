"""The simulated year: the same by its seed, the same in every format, marked, its truth kept."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from thuocdo.dossiers.simulating import making, world, write
from thuocdo.dossiers.simulating.worlds import KINDS
from thuocdo.dossiers.simulating.writing import ABOUT, TRUTH, beside
from thuocdo.errors import ThuocDoError


@pytest.fixture(scope="module")
def rows(year):
    return pl.read_parquet(year)


def test_the_same_seed_makes_the_same_year(plan, rows, tmp_path):
    again, other = tmp_path / "a.parquet", tmp_path / "b.parquet"
    write(plan, again)
    write(replace(plan, seed=2), other)
    assert pl.read_parquet(again).equals(rows)
    assert not pl.read_parquet(other).equals(rows)


def test_chunks_make_one_year(plan, tmp_path, monkeypatch):
    monkeypatch.setattr("thuocdo.dossiers.simulating.making.CHUNK", 3_000)
    monkeypatch.setattr("thuocdo.dossiers.simulating.writing.CHUNK", 3_000)
    write(plan, tmp_path / "a.csv")
    made = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert made.height == 10_000 == made["MaHoSo"].n_unique()
    days = made["NgayTiepNhan"].str.slice(0, 10)
    assert days.is_sorted(), "a chunk is a stretch of the year, not a small year"
    assert making.CHUNK == 3_000


def test_it_says_that_it_is_simulated(year, rows):
    about = json.loads(beside(year, ABOUT).read_text(encoding="utf-8"))
    assert about["basis"] == "simulated" and about["rows"] == 10_000
    assert pl.read_parquet_metadata(year)["thuocdo.basis"] == "simulated"
    assert set(rows["MoPhong"]) == {1}
    assert rows["MaTTHC"].str.starts_with("9.").all()


def test_a_realistic_year(rows, plan):
    load = rows.group_by("DonViXuLy").len()["len"].sort(descending=True)
    assert len(load) > 110 and load[0] > 6 * load[len(load) // 2]
    hours = rows["NgayTiepNhan"].dt.hour()
    assert hours.is_between(7, 17).all() and (hours == 12).sum() == 0
    assert set(rows["TrangThaiHoSo"]) >= {3, 4, 5, 7, 8, 9, 10}
    late = rows.filter(pl.col("NgayKetThucXuLy") > pl.col("NgayHenTra")).height
    assert 0.01 < late / rows.height < 0.10
    assert 20 < rows["NgayHenTra"].null_count() < 80
    for before, after in (("NgayNopHoSo", "NgayTiepNhan"), ("NgayTiepNhan", "NgayKetThucXuLy")):
        assert (rows[before] <= rows[after]).drop_nulls().all()
    assert rows["NgayCapNhat"].null_count() == 0


def test_the_truth_names_what_was_tampered_with(plan, tmp_path):
    path = tmp_path / "a.parquet"
    about = write(replace(plan, rows=60_000), path)
    truth = pl.read_csv(beside(path, TRUTH), infer_schema=False)
    made = world(replace(plan, rows=60_000))
    assert set(truth["kind"]) == set(KINDS)
    assert truth.height == sum(about["tampered"].values())
    for number, kind in enumerate(KINDS):
        cheats = set(made.units[made.gaming == number])
        assert set(truth.filter(pl.col("kind") == kind)["DonViXuLy"]) <= cheats
    closed = pl.read_parquet(path).join(truth.filter(pl.col("kind") == "bulk_close"), on="MaHoSo")
    before = (closed["NgayHenTra"] - closed["NgayKetThucXuLy"]).dt.total_seconds()
    assert closed.height > 5 and before.is_between(0, 900).all()


def test_an_unknown_format_writes_nothing(plan, tmp_path):
    with pytest.raises(ThuocDoError) as told:
        write(plan, tmp_path / "a.pdf")
    assert told.value.code == "DOSSIER-010" and list(tmp_path.iterdir()) == []


def test_the_command(command, tmp_path):
    path = tmp_path / "nam.csv"
    words = ("simulate", "dossiers", "--rows", "50", "--seed", "3", "--to", str(path))
    code, out, err = command(*words)
    assert (code, err) == (0, "") and out.startswith("MÔ PHỎNG")
    assert path.read_bytes().count(b"\n") == 51
