"""Contents on the disk: once, whole or not at all, and what is wrong is told."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import files

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import shelf
from thuocdo.evidence.verifying import Fault, is_harm, verify

LIMIT = 300_000
PDF = files.pdf()
SHA = hashlib.sha256(PDF).hexdigest()
LATER = timedelta(hours=1)


def put(home: Path, content: bytes = PDF, **more) -> shelf.Stored:
    return shelf.put(home, io.BytesIO(content), LIMIT, **more)


def lying(home: Path) -> list[str]:
    found = (one for one in shelf.folder(home).rglob("*") if one.is_file() and one.name != "lock")
    return sorted(one.relative_to(home).as_posix() for one in found)


def told(home: Path, known: dict[str, int]) -> list[tuple[str, str]]:
    return [(one.kind, one.file) for one in verify(home, known)]


def test_a_content_is_kept_once_under_its_checksum(tmp_path):
    first = put(tmp_path)
    assert (first.sha256, first.size, first.kind.code) == (SHA, len(PDF), "pdf")
    assert put(tmp_path) == first
    path = shelf.place(tmp_path, SHA)
    assert lying(tmp_path) == [f"evidence/{SHA[:2]}/{SHA}"] and path.read_bytes() == PDF
    assert path.stat().st_mode & 0o777 == 0o600
    for above in (path.parent, path.parent.parent):
        assert above.stat().st_mode & 0o777 == 0o700
    assert told(tmp_path, {SHA: len(PDF)}) == []


def test_too_large_is_told_while_it_streams(tmp_path):
    read = 0

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            nonlocal read
            read += size
            return b"a" * size

    with pytest.raises(ThuocDoError, match="EVIDENCE-002.*300000"):
        shelf.put(tmp_path, Endless(), LIMIT)
    assert read <= LIMIT + 2 * shelf.PIECE and lying(tmp_path) == []
    text = b"a" * LIMIT
    assert put(tmp_path, text).size == LIMIT
    with pytest.raises(ThuocDoError, match="EVIDENCE-002"):
        put(tmp_path, text + b"a")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch, step, number):
    def full(*_):
        raise OSError(number, "full")

    monkeypatch.setattr(shelf.os, step, full)
    with pytest.raises(ThuocDoError, match="EVIDENCE-003"):
        put(tmp_path)
    assert lying(tmp_path) == []


def test_what_is_refused_or_broken_off_leaves_nothing(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    def refuses(path: Path) -> str:
        assert path.read_bytes() == PDF
        raise ThuocDoError.of("EVIDENCE-013")

    with pytest.raises(ThuocDoError, match="EVIDENCE-005"):
        put(tmp_path, b"MZ\0")
    with pytest.raises(ConnectionResetError):
        shelf.put(tmp_path, Broken(), LIMIT)
    with pytest.raises(ThuocDoError, match="EVIDENCE-013"):
        put(tmp_path, judge=refuses)
    assert lying(tmp_path) == []


def test_missing_changed_and_orphan_files_are_named(tmp_path):
    assert verify(tmp_path, {}) == []
    text = put(tmp_path, b"one")
    put(tmp_path, b"two")
    put(tmp_path)
    known = {SHA: len(PDF), text.sha256: 3, "0" * 64: 1}
    shelf.place(tmp_path, SHA).write_bytes(PDF[:-1] + b" ")
    stray = shelf.folder(tmp_path) / "ab" / "note.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"")
    (shelf.folder(tmp_path) / "incoming" / "x.partial").write_bytes(b"")
    two = hashlib.sha256(b"two").hexdigest()
    assert told(tmp_path, known) == [
        ("changed", f"evidence/{SHA[:2]}/{SHA}"),
        ("missing", f"evidence/00/{'0' * 64}"),
        *sorted([("orphan", f"evidence/{two[:2]}/{two}"), ("orphan", "evidence/ab/note.txt")]),
        ("unfinished", "evidence/incoming/x.partial"),
    ]
    assert [is_harm(Fault(one, "")) for one in ("missing", "changed", "orphan", "unfinished")] == [
        *(True, True, False, False)
    ]


def test_a_changed_file_is_mended_by_the_same_content(tmp_path):
    put(tmp_path)
    shelf.place(tmp_path, SHA).write_bytes(b"%PDF-")
    put(tmp_path)
    assert told(tmp_path, {SHA: len(PDF)}) == []


def test_the_sweep_takes_only_what_is_old_and_unknown(tmp_path):
    now = datetime.now(UTC)
    assert shelf.sweep(tmp_path, [], now) == {"orphans": 0, "unfinished": 0}
    put(tmp_path)
    put(tmp_path, b"two")
    (shelf.folder(tmp_path) / "incoming" / "x.partial").write_bytes(b"")
    assert shelf.sweep(tmp_path, [SHA], now - LATER) == {"orphans": 0, "unfinished": 0}
    assert shelf.sweep(tmp_path, [SHA], now + LATER) == {"orphans": 1, "unfinished": 1}
    assert lying(tmp_path) == [f"evidence/{SHA[:2]}/{SHA}"]


def test_an_old_orphan_uploaded_again_is_young(tmp_path):
    """The row comes after the file: the sweep must not take it in between."""
    put(tmp_path)
    old = (datetime.now(UTC) - 48 * LATER).timestamp()
    os.utime(shelf.place(tmp_path, SHA), (old, old))
    put(tmp_path)
    assert shelf.sweep(tmp_path, [], datetime.now(UTC) - LATER)["orphans"] == 0


def test_only_a_checksum_is_a_place(tmp_path):
    for wrong in ("../../etc/passwd", "A" * 64, "", SHA + "\n"):
        with pytest.raises(ValueError, match="SHA-256"):
            shelf.place(tmp_path, wrong)


FULL = """
import io, resource, sys
from pathlib import Path
from thuocdo.errors import ThuocDoError
from thuocdo.evidence import shelf
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    shelf.put(Path(sys.argv[1]), io.BytesIO(sys.stdin.buffer.read()), 10**7)
except ThuocDoError as error:
    print(error.code)
"""


@pytest.mark.parametrize("room", [1, 4096, 100_000])
def test_a_disk_that_fills_while_it_writes_is_told(tmp_path, room):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(room)],
        input=b"a" * 3_000_000,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )
    assert done.stdout == b"EVIDENCE-003\n" and lying(tmp_path) == []


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "forget", "age", "sweep", "cut off"]), st.integers(0, 3)),
    max_size=25,
)


@given(STEPS)
def test_whatever_happens_in_whatever_order_nothing_named_is_lost(steps):
    """Against a plain set of what rows name."""
    with tempfile.TemporaryDirectory() as folder:
        home, named = Path(folder), {}
        for step, number in steps:
            content = b"content %d" % number
            sha256 = hashlib.sha256(content).hexdigest()
            path = shelf.place(home, sha256)
            if step == "put":
                named[sha256] = put(home, content).size
            elif step == "forget":
                named.pop(sha256, None)
            elif step == "age" and path.exists():
                os.utime(path, (1, 1))
            elif step == "sweep":
                shelf.sweep(home, list(named), datetime.now(UTC) - LATER)
            elif step == "cut off" and shelf.folder(home).is_dir():
                (shelf.folder(home) / "incoming" / f"{number}.partial").write_bytes(content)
            assert not any(is_harm(one) for one in verify(home, named))
        if shelf.folder(home).is_dir():
            shelf.sweep(home, list(named), datetime.now(UTC) + LATER)
        assert verify(home, named) == []


KILLED = """
import io, os, sys
from pathlib import Path
from thuocdo.evidence import shelf
home, step, content = Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer.read()
def dies(*_):
    os.kill(os.getpid(), 9)
class Stream(io.BytesIO):
    def read(self, size=-1):
        return super().read(100) if step != "stream" or self.tell() < 300 else dies()
if step == "before":
    os.replace = dies
if step == "fsync":
    os.fsync = dies
if step == "after":
    shelf.disk.sync_folder = dies
shelf.put(home, Stream(content), 10**6)
"""


@pytest.mark.parametrize("step", ["stream", "fsync", "before", "after"])
def test_killed_at_any_moment_it_is_as_before_or_as_after(tmp_path, step):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), step],
        input=PDF,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    (fault,) = verify(tmp_path, {})
    assert fault.kind == ("orphan" if step == "after" else "unfinished")
    put(tmp_path)
    assert [one for one in verify(tmp_path, {SHA: len(PDF)}) if is_harm(one)] == []
    shelf.sweep(tmp_path, [SHA], datetime.now(UTC) + LATER)
    assert told(tmp_path, {SHA: len(PDF)}) == []
