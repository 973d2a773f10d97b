"""A disk that is really full: the kernel refuses, the error is told, the lake is as before.

``/dev/full`` answers every write with ENOSPC; a limit on the size of files gives EFBIG wherever
a file grows beyond it. Neither needs the rights of root.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dossiers.conftest import KEY, NOW

import thuocdo
from thuocdo.dossiers.lake import Lake, freezing, importing, verify
from thuocdo.dossiers.lake.compacting import compact
from thuocdo.dossiers.lake.freezing import freeze, frozen
from thuocdo.dossiers.lake.mapping import remembered
from thuocdo.errors import ThuocDoError

FULL = Path("/dev/full")
SAID = "DOSSIER-008 Ổ đĩa đã đầy; kho hồ sơ vẫn như trước"
REMEDY = "Dọn chỗ trên ổ đĩa của THUOCDO_HOME rồi chạy lại."


def full(path: Path) -> None:
    """From now on ``path`` cannot be written: no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(FULL)


@pytest.fixture
def laden(desk):
    """A lake of forty, and two files that would change it."""
    desk.load(desk.csv("0.csv", *({"MaHoSo": f"H31.12-250609-{n}"} for n in range(40))))
    desk.coming = [
        desk.csv("1.csv", {"MaHoSo": "H31.12-250609-101"}),
        desk.csv("2.csv", {"MaHoSo": "H31.12-250609-102"}, {"MaHoSo": "bà Lan"}),
    ]
    return desk


PLACES = {
    "staging": ("batch 0", "lake/staging/2506/0001-000000.parquet"),
    "parts": ("staged", "lake/parts/2506.partial"),
    "log": ("parts", "lake/changes/000002.partial"),
    "manifest": ("changes", "lake/manifests/000002.partial"),
    "error file": ("batch 0", "dossier-errors/20260101T050000Z-2.partial"),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_room_for_one_of_the_files(laden, place):
    before, rows = laden.state(), laden.rows()
    step, name = PLACES[place]
    met = []

    def at(now: str) -> None:
        if now == step and not met:
            met.append(now)
            full(laden.home / name)

    with pytest.raises(ThuocDoError) as told:
        laden.load(*laden.coming, at=at)
    assert met and told.value.code == "DOSSIER-008"
    assert laden.state() == before and laden.rows().equals(rows)
    assert verify(laden.lake).problems == ()
    assert list(laden.home.rglob("*.partial")) == [], "what takes room is gone at once"
    assert laden.load(*laden.coming).new == 2
    assert verify(laden.lake).problems == ()


def test_the_command_says_so(laden, command, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(laden.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    write = importing.write_part

    def without_room(lake, name, rows):
        full(lake.parts / f"{name}.partial")
        return write(lake, name, rows)

    with monkeypatch.context() as patched:
        patched.setattr(importing, "write_part", without_room)
        code, out, err = command("dossiers", "import", str(laden.coming[0]))
    assert (code, out) == (1, "")
    assert err.startswith(SAID) and err.endswith(REMEDY + "\n") and len(err.splitlines()) == 1
    assert command("dossiers", "verify")[0] == 0
    assert command("dossiers", "import", str(laden.coming[0]))[0] == 0


def test_no_room_to_compact_or_to_freeze(laden, monkeypatch):
    before = laden.state()

    def without_room(lake):
        full(lake.root / "frozen.partial")
        return {}

    with monkeypatch.context() as patched, pytest.raises(ThuocDoError) as told:
        patched.setattr(freezing, "frozen", without_room)
        freeze(laden.lake, 1, "Báo cáo")
    assert told.value.code == "DOSSIER-008" and frozen(laden.lake) == {}
    freeze(laden.lake, 1, "Báo cáo")
    steps = {"part 2506": "lake/manifests/000002.partial"}
    with pytest.raises(ThuocDoError) as told:
        compact(laden.lake, 1, NOW, lambda now: now in steps and full(laden.home / steps[now]))
    assert told.value.code == "DOSSIER-008" and laden.state() == before
    assert compact(laden.lake, 1, NOW).version == 2


def test_no_room_to_remember_a_column(tmp_path):
    full(tmp_path / "dossier-columns.partial")
    with pytest.raises(ThuocDoError) as told:
        remembered(tmp_path, ["Nơi làm=DonViXuLy"])
    assert told.value.code == "DOSSIER-008" and remembered(tmp_path, []) == {}


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from thuocdo.cli.main import run
sys.exit(run(["dossiers", "import", sys.argv[2]]))
"""


@pytest.mark.parametrize("most", [1, 300, 3_000, 12_000])
def test_a_limit_hit_wherever_it_is_hit(laden, year, most):
    """Another process under a limit of the kernel: staging, parts, error file or manifest."""
    before = laden.state()
    path = laden.csv(
        "many.csv",
        *({"MaHoSo": f"H31.12-2506{n % 28 + 1:02}-{n}"} for n in range(3_000)),
        *({"MaHoSo": f"H31.12-250609-9{n}", "TrangThaiHoSo": "77"} for n in range(300)),
    )
    around = os.environ | {"THUOCDO_HOME": str(laden.home), "THUOCDO_DOSSIER_KEY": KEY}
    around |= {"PYTHONPATH": str(Path(thuocdo.__file__).parents[1]), "PYTHONUTF8": "1"}
    words = [sys.executable, "-c", LIMITED, str(most), str(path)]
    done = subprocess.run(words, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(SAID) and len(done.stderr.splitlines()) == 1
    assert laden.state() == before and verify(Lake(laden.home)).problems == ()
    assert laden.load(path).files[0].good == 3_000
