"""Counting by digests equals counting the whole lake, and every engine counts the same."""

from __future__ import annotations

import errno
import random
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.dossiers.conftest import Desk

from thuocdo.calendar import end_of
from thuocdo.dossiers.clock import choice
from thuocdo.dossiers.measures import digests
from thuocdo.dossiers.measures.counting import KEYS
from thuocdo.dossiers.measures.engines import connected
from thuocdo.dossiers.measures.register import read_register
from thuocdo.dossiers.measures.tallies import COUNT_KEYS, HOUR_KEYS, Question, tally
from thuocdo.dossiers.simulating.writing import PROCEDURES, beside

LAST = end_of(date(2025, 12, 31))
PIECES = 6


@pytest.fixture(scope="module")
def register(year):
    return read_register(beside(year, PROCEDURES))


def summed(tallies) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = []
    for frame, keys, size in (
        (tallies.counts, COUNT_KEYS, "received"),
        (tallies.hours, HOUR_KEYS, "count"),
    ):
        sums = frame.group_by(keys).agg(pl.exclude(keys).sum()).filter(pl.col(size) != 0)
        found.append(sums.sort(keys, nulls_last=True).collect())
    return found[0], found[1]


def states(rows: pl.DataFrame, chosen: random.Random) -> list[pl.DataFrame]:
    """A year told in overlapping pieces: some dossiers first as they were on the way."""
    early = rows.with_columns(
        pl.when(pl.col("MaHoSo").hash(chosen.randrange(99)) % 3 == 0)
        .then(pl.lit(4))
        .otherwise("TrangThaiHoSo")
        .alias("TrangThaiHoSo"),
        pl.col("NgayCapNhat") - pl.duration(hours=5),
    )
    first = early.sample(fraction=0.7, seed=chosen.randrange(99))
    pieces = [rows.sample(fraction=0.04, seed=one) for one in range(PIECES)]
    return [first, *pieces]


@pytest.mark.parametrize("seed", range(2))
def test_digests_add_up_to_the_whole_lake(tmp_path, units, year, register, seed):
    desk, connection = Desk(tmp_path, units), connected("duckdb")
    pieces = states(pl.read_parquet(year).sample(2500, seed=seed), random.Random(seed))  # noqa: S311
    used = 0
    for number, piece in enumerate(pieces):
        piece.write_parquet(path := tmp_path / f"{number}.parquet")
        desk.load(path, now=datetime(2026, 3, 1, tzinfo=UTC))
        manifest = desk.lake.manifest()
        cut = min(manifest.updated, LAST) if number % 2 else LAST - (PIECES - number) * 86_400
        asked = Question(2025, choice(), cut, register)
        used += (desk.lake.root / "digests").exists() and manifest.changes is not None
        grown = summed(tally(connection, desk.lake, manifest, asked))
        whole = tally(connection, desk.lake, manifest, asked, keep=False)
        (desk.lake.root / "digests").rename(tmp_path / f"digests-{number}")
        fresh = summed(tally(connection, desk.lake, manifest, asked, keep=False))
        (tmp_path / f"digests-{number}").rename(desk.lake.root / "digests")
        for one, other, again in zip(grown, fresh, summed(whole), strict=True):
            assert one.equals(other) and again.equals(other)
    assert used >= PIECES - 1


def test_a_damaged_digest_is_made_again(tmp_path, units, year, register):
    desk, connection = Desk(tmp_path, units), connected("duckdb")
    desk.load(year)
    asked = Question(2025, choice(), LAST, register)
    manifest = desk.lake.manifest()
    good = summed(tally(connection, desk.lake, manifest, asked))
    for path in (desk.lake.root / "digests").glob("*/*"):
        path.write_bytes(path.read_bytes()[:40])
    assert summed(tally(connection, desk.lake, manifest, asked))[0].equals(good[0])


def test_without_room_for_a_digest_the_count_is_the_same(
    tmp_path, units, year, register, monkeypatch
):
    desk, connection = Desk(tmp_path, units), connected("duckdb")
    first, *_, last = states(pl.read_parquet(year).sample(2500, seed=5), random.Random(5))  # noqa: S311
    asked = Question(2025, choice(), LAST, register)
    first.write_parquet(path := tmp_path / "0.parquet")
    desk.load(path, now=datetime(2026, 3, 1, tzinfo=UTC))
    tally(connection, desk.lake, desk.lake.manifest(), asked)
    last.write_parquet(path := tmp_path / "1.parquet")
    desk.load(path, now=datetime(2026, 3, 1, tzinfo=UTC))
    good = summed(tally(connection, desk.lake, desk.lake.manifest(), asked, keep=False))
    before = {one.name for one in (desk.lake.root / "digests").glob("*/*")}
    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(digests, "write_rows", full)
    again = summed(tally(connection, desk.lake, desk.lake.manifest(), asked))
    assert again[0].equals(good[0]) and again[1].equals(good[1])
    assert {one.name for one in (desk.lake.root / "digests").glob("*/*")} == before


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_kept_text_is_only_quicker(tmp_path, units, year, register):
    desk, connection = Desk(tmp_path, units), connected("duckdb")
    first, *_, last = states(pl.read_parquet(year).sample(2500, seed=4), random.Random(4))  # noqa: S311
    asked = Question(2025, choice(), LAST, register)
    for number, piece in enumerate((first, last)):
        piece.write_parquet(path := tmp_path / f"{number}.parquet")
        desk.load(path, now=datetime(2026, 3, 1, tzinfo=UTC))
        good = summed(tally(connection, desk.lake, desk.lake.manifest(), asked, keep=not number))
    [text] = (desk.lake.root / "digests").glob("*/*.sql")
    whole = text.read_bytes()
    for held in (whole, whole[:-9], whole.replace(b"25200", b"25201"), b""):
        text.write_bytes(held)
        again = summed(tally(connection, desk.lake, desk.lake.manifest(), asked, keep=False))
        assert again[0].equals(good[0]) and again[1].equals(good[1])
        assert text.read_bytes() == whole


def test_spark_counts_what_duckdb_counts(tmp_path, units, year, register):
    desk = Desk(tmp_path, units)
    part = pl.read_parquet(year).sample(3000, seed=3)
    part.write_parquet(path := tmp_path / "a.parquet")
    desk.load(path)
    asked = Question(2025, choice(), LAST, register)
    manifest = desk.lake.manifest()
    one, two, spark = (
        summed(tally(connected(*engine), desk.lake, manifest, asked, keep=False))
        for engine in (("duckdb", 1), ("duckdb", 2), ("pyspark",))
    )
    assert one[0]["received"].sum() == 3000 and set(KEYS) <= set(one[0].columns)
    for place in (0, 1):
        assert one[place].equals(two[place])
        assert one[place].equals(
            spark[place].select(one[place].columns).cast(dict(one[place].schema))
        )
        assert all(kind.is_integer() or kind == pl.String for kind in spark[place].dtypes)
