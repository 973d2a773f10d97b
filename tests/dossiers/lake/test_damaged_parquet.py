"""Parquet damaged on its way: page checksums, where the file has them, leave nothing unseen."""

from __future__ import annotations

import random

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import ROW

from thuocdo.dossiers.lake import reading, reading_parquet, verify
from thuocdo.errors import ThuocDoError


def outcome(desk, path) -> str:
    before = desk.state()
    try:
        desk.load(path)
    except ThuocDoError as told:
        assert desk.state() == before
        return told.code
    return "in"


def flips(path, sound: bytes, count: int, seed: int):
    """``count`` times ``path`` with one bit of ``sound`` turned."""
    chosen = random.Random(seed)
    for _ in range(count):
        spoilt = bytearray(sound)
        spoilt[chosen.randrange(len(sound))] ^= 1 << chosen.randrange(8)
        path.write_bytes(spoilt)
        yield


@pytest.mark.parametrize("compression", ["NONE", "SNAPPY", "ZSTD"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_with_checksums_no_flipped_bit_gets_in(desk, year, compression, version):
    path = desk.folder / "a.parquet"
    table = pl.read_parquet(year).head(500).to_arrow()
    pq.write_table(
        table,
        path,
        write_page_checksum=True,
        compression=compression,
        data_page_version=version,
        write_statistics=False,
    )
    desk.load(path)
    before = desk.state()
    found = []
    for _ in flips(path, path.read_bytes(), 40, 5):
        found.append(outcome(desk, path))
        assert desk.state() == before
    assert set(found) <= {"in", "DOSSIER-001", "DOSSIER-002"}
    assert found.count("DOSSIER-001") > 30, "the rest hit bytes that say nothing"


def test_without_checksums_nothing_raw_comes_out(desk, year):
    path = desk.folder / "a.parquet"
    pl.read_parquet(year).head(500).write_parquet(path)
    for _ in flips(path, path.read_bytes(), 60, 9):
        outcome(desk, path)


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.9999])
def test_a_file_cut_short(desk, year, share):
    path = desk.folder / "a.parquet"
    whole = year.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert outcome(desk, path) == "DOSSIER-001"


def test_a_hole_in_the_middle_of_a_file_with_checksums(desk, year):
    path = desk.folder / "a.parquet"
    pq.write_table(pl.read_parquet(year).to_arrow(), path, write_page_checksum=True)
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 4096] = bytes(4096)
    path.write_bytes(spoilt)
    assert outcome(desk, path) == "DOSSIER-001"


def test_more_rows_than_bytes_is_a_bomb(desk, monkeypatch):
    """Columns of one value pack to nothing, and count as nothing when unpacked."""
    path = desk.folder / "a.parquet"
    piece = pa.table({name: pa.array([value] * 1_000_000) for name, value in ROW.items()})
    with pq.ParquetWriter(path, piece.schema) as out:
        for _ in range(12):
            out.write_table(piece)
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(reading_parquet, "batches", None)  # not one row of it is looked at
    assert outcome(desk, path) == "DOSSIER-011"


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_one_head_twice_is_two_columns_for_one_field(desk, suffix):
    path = desk.folder / f"a{suffix}"
    heads, cells = [*ROW, "NgayHenTra"], [*ROW.values(), "2025-06-12"]
    if suffix == ".csv":
        path.write_text(",".join(heads) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
    elif suffix == ".parquet":
        pq.write_table(pa.table([[cell] for cell in cells], names=heads), path)
    else:
        from openpyxl import Workbook

        book = Workbook()
        book.active.append(heads)
        book.active.append(cells)
        book.save(path)
    assert outcome(desk, path) in ("DOSSIER-003", "DOSSIER-001")


def test_every_flipped_bit_of_the_lake_is_seen(desk, year):
    """Its own parts carry no page checksums; the manifest has a SHA-256 of each."""
    small = desk.folder / "a.parquet"
    pl.read_parquet(year).head(200).write_parquet(small)
    desk.load(small)
    path = desk.lake.path_of(desk.lake.manifest().parts[0])
    for _ in flips(path, path.read_bytes(), 20, 3):
        assert [one.code for one in verify(desk.lake).problems] == ["DOSSIER-015"]


def test_a_large_honest_file_is_no_bomb(desk, year, monkeypatch):
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(reading_parquet, "MANY", 1)
    assert outcome(desk, year) == "in"
