"""Killed at any moment the lake is as before or as after; what is torn is seen."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from tests.dossiers.conftest import KEY, Desk

import thuocdo
from thuocdo.dossiers.lake import Lake, verify
from thuocdo.errors import ThuocDoError


class Killed(Exception):
    """Stands for a power cut."""


@pytest.fixture
def halves(year, tmp_path):
    """The year in two files that overlap, the second with changes."""
    rows = pl.read_parquet(year).head(3_000)
    first, second = tmp_path / "1.parquet", tmp_path / "2.parquet"
    rows.head(2_000).write_parquet(first)
    changed = pl.lit(8, rows.schema["TrangThaiHoSo"]).alias("TrangThaiHoSo")
    moved = pl.col("NgayCapNhat").dt.offset_by("1h")
    rows.tail(2_000).with_columns(changed, moved).write_parquet(second)
    return first, second


def test_an_import_that_stops_at_any_step_changes_nothing(desk, halves, units, tmp_path_factory):
    steps: list[str] = []
    whole = Desk(tmp_path_factory.mktemp("whole"), units)
    whole.load(halves[0])
    whole.load(halves[1], at=steps.append)
    desk.load(halves[0])
    before = desk.rows()
    assert len(steps) > 4 and steps[-1] == "swapped"
    for step in steps[:-1]:
        with pytest.raises(Killed):
            desk.load(halves[1], at=_stop_at(step))
        assert desk.rows().equals(before), step
        assert verify(desk.lake).problems == ()
    with pytest.raises(Killed):
        desk.load(halves[1], at=_stop_at("swapped"))
    assert desk.rows().equals(whole.rows()) and verify(desk.lake).problems == ()
    assert not desk.load(halves[1]).new_version
    assert {path.name for path in desk.lake.parts.glob("*")} == _named(desk.lake)


def _stop_at(wanted: str):
    def at(step: str) -> None:
        if step == wanted:
            raise Killed(step)

    return at


def _named(lake: Lake) -> set[str]:
    return {one.file for number in lake.numbers() for one in lake.manifest(number).parts}


def test_killed_for_good_a_few_times(desk, year):
    """``kill -9`` while it stages, while it writes parts and at the end; then left to finish."""
    words = [sys.executable, "-c", "from thuocdo.cli.main import main; main()"]
    words += ["dossiers", "import", str(year), "--json"]
    source = str(Path(thuocdo.__file__).parents[1])
    around = os.environ | {"THUOCDO_HOME": str(desk.home), "THUOCDO_DOSSIER_KEY": KEY}
    around["PYTHONPATH"] = source
    seen = []
    for moment in ("staging/*/*", "parts/*", "parts/*06*", "manifests/*"):
        child = subprocess.Popen(words, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while child.poll() is None and not any(desk.lake.root.glob(moment)):
            time.sleep(0.0005)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        found = verify(Lake(desk.home))
        assert found.problems == () and found.rows in (0, 10_000)
        seen.append(found.rows)
    assert seen[0] == 0
    done = subprocess.run(words, env=around, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["rows"] == 10_000 and verify(Lake(desk.home)).rows == 10_000


def test_one_writer_at_a_time(desk, halves):
    def second(step: str) -> None:
        if step == "staged":
            desk.load(halves[1])

    with pytest.raises(ThuocDoError) as told:
        desk.load(halves[0], at=second)
    assert told.value.code == "DOSSIER-007"


def test_a_full_disk_says_so_and_changes_nothing(desk, halves):
    desk.load(halves[0])
    before = desk.state()

    def full(step: str) -> None:
        if step == "staged":
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(ThuocDoError) as told:
        desk.load(halves[1], at=full)
    assert told.value.code == "DOSSIER-008" and desk.state() == before


def test_versions_keep_what_was(desk, halves):
    desk.load(halves[0])
    first = desk.rows()
    desk.load(halves[1])
    assert desk.lake.numbers() == [1, 2] and verify(desk.lake, 1).problems == ()
    paths = [desk.lake.path_of(one) for one in desk.lake.manifest(1).parts]
    assert pl.concat(pl.read_parquet(path) for path in paths).sort("dossier").equals(first)
    with pytest.raises(ThuocDoError) as told:
        desk.lake.manifest(3)
    assert told.value.code == "DOSSIER-014"


def test_verify_sees_what_is_torn(desk, halves):
    desk.load(halves[0])
    one = desk.lake.manifest().parts[0]
    path = desk.lake.path_of(one)
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert [found.code for found in verify(desk.lake).problems] == ["DOSSIER-015"]
    path.unlink()
    assert "không còn tệp" in verify(desk.lake).problems[0].text("vi")
    path.write_bytes(sound)
    assert verify(desk.lake).problems == ()


def test_verify_sees_a_dossier_twice_and_a_wrong_count(desk, halves):
    from thuocdo.disk import checksum

    desk.load(halves[0])
    manifest = desk.lake.manifest()
    one = manifest.parts[0]
    path = desk.lake.path_of(one)
    rows = pl.read_parquet(path)
    pl.concat([rows, rows.head(1)]).write_parquet(path)
    listed = desk.lake.manifests / "000001.json"
    text = listed.read_text(encoding="utf-8").replace(one.sha256, checksum(path))
    listed.write_text(text, encoding="utf-8")
    told = [found.text("vi") for found in verify(desk.lake).problems]
    assert len(told) == 2 and "sai số dòng" in told[0] and "bị lặp" in told[1]
    listed.write_text("{", encoding="utf-8")
    with pytest.raises(ThuocDoError) as error:
        verify(desk.lake)
    assert error.value.code == "DOSSIER-009"
