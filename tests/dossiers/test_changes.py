"""The log of changes: a version is the one before it with its log applied, to the row."""

from __future__ import annotations

import random

import polars as pl
import pytest

from thuocdo.dossiers.lake import verify
from thuocdo.dossiers.lake.parts import MOST_CHANGED

MANY = 60


def batch(chosen: random.Random, count: int) -> list[dict]:
    """Rows of a few dossiers: new ones, later states, earlier states, the same again."""
    rows = []
    for _ in range(count):
        number, day = chosen.randrange(1, MANY), chosen.randrange(10, 28)
        month = 6 + number % 2
        rows.append(
            {
                "MaHoSo": f"H31.12-25{month:02}09-{number:04}",
                "NgayTiepNhan": f"2025-{month:02}-09T08:30:00",
                "NgayCapNhat": f"2025-{month:02}-{day}T09:00:00",
                "TrangThaiHoSo": chosen.choice(("4", "9", "10")),
                "NgayKetThucXuLy": f"2025-{month:02}-{day}T08:00:00",
            }
        )
    return rows


def applied(before: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    gone, now = (log.filter(pl.col("sign") == sign).drop("sign") for sign in (-1, 1))
    kept = before.join(gone, on=gone.columns, how="anti", nulls_equal=True)
    assert kept.height == before.height - gone.height
    return pl.concat([kept, now]).sort("dossier")


@pytest.mark.parametrize("seed", range(6))
def test_a_version_is_the_one_before_with_its_log(desk, seed):
    chosen = random.Random(seed)  # noqa: S311
    desk.load(desk.csv("first.csv", *batch(chosen, 200)))
    assert desk.lake.manifest().changes is None
    logged = 0
    for number in range(5):
        before, known = desk.rows(), desk.lake.manifest()
        desk.load(desk.csv(f"{number}.csv", *batch(chosen, chosen.randrange(1, 9))))
        made = desk.lake.manifest()
        if made.version == known.version:
            continue
        changes = made.changes
        if changes is None:
            assert not desk.rows().equals(before)
            continue
        log = pl.read_parquet(desk.lake.changes / changes.file)
        assert log.height == changes.rows <= MOST_CHANGED * known.rows
        assert applied(before, log).equals(desk.rows())
        assert verify(desk.lake).problems == ()
        logged += 1
    assert logged


def test_a_damaged_or_lost_log_is_named(desk):
    desk.load(desk.csv("a.csv", *({"MaHoSo": f"H31.12-250609-{n}"} for n in range(40))))
    desk.load(desk.csv("b.csv", {"MaHoSo": "H31.12-250609-77"}))
    path = desk.lake.changes / desk.lake.manifest().changes.file
    kept = path.read_bytes()
    path.write_bytes(kept[:-1])
    assert [one.code for one in verify(desk.lake).problems] == ["DOSSIER-015"]
    path.unlink()
    assert [one.code for one in verify(desk.lake).problems] == ["DOSSIER-015"]


def test_a_log_no_manifest_names_is_cleared(desk):
    desk.load(desk.csv("a.csv", {}))
    desk.lake.changes.mkdir()
    stray = desk.lake.changes / "000009-0.parquet"
    stray.touch()
    desk.load(desk.csv("b.csv", {"MaHoSo": "H31.12-250609-0002"}))
    assert not stray.exists()
