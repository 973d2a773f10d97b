"""Files that are there whole or not at all, and one writer at a time."""

from __future__ import annotations

import hashlib
import threading

import pytest

from thuocdo import disk


def test_a_file_is_put_whole_and_replaced_whole(tmp_path):
    path = tmp_path / "a"
    disk.put(path, b"one")
    disk.put(path, b"two")
    assert path.read_bytes() == b"two" and list(tmp_path.iterdir()) == [path]
    assert disk.checksum(path) == hashlib.sha256(b"two").hexdigest()


def test_what_fails_midway_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a"
    disk.put(path, b"one")

    def broken(*_):
        raise OSError("no")

    for step in ("fsync", "replace"):
        monkeypatch.setattr(disk.whole.os, step, broken)
        with pytest.raises(OSError, match="no"):
            disk.put(path, b"two")
        monkeypatch.undo()
        assert path.read_bytes() == b"one" and list(tmp_path.iterdir()) == [path]


def test_the_same_content_is_the_same_file_and_a_torn_one_is_mended(tmp_path):
    path, digest = disk.put_named(tmp_path, "a", ".bin", b"one")
    assert path.name == f"a-{digest[:16]}.bin"
    before = path.stat().st_mtime_ns
    assert disk.put_named(tmp_path, "a", ".bin", b"one") == (path, digest)
    assert path.stat().st_mtime_ns == before
    path.write_bytes(b"on")
    disk.put_named(tmp_path, "a", ".bin", b"one")
    assert path.read_bytes() == b"one"


def test_only_what_is_named_is_kept(tmp_path):
    for name in "abc":
        disk.put(tmp_path / name, b"")
    (tmp_path / "d").mkdir()
    disk.keep_only(tmp_path, {"b"})
    assert {one.name for one in tmp_path.iterdir()} == {"b", "d"}


def test_a_second_writer_is_refused_and_may_come_later(tmp_path):
    refused = []

    def second():
        try:
            with disk.one_writer(tmp_path / "lock"):
                pass
        except disk.Busy:
            refused.append(True)

    with disk.one_writer(tmp_path / "lock"):
        other = threading.Thread(target=second)
        other.start()
        other.join()
    second()
    assert refused == [True]


def test_who_waits_comes_in_when_the_other_has_left(tmp_path):
    path, order = tmp_path / "lock", []

    def second():
        with disk.in_turn(path):
            order.append("second")

    waiting = threading.Thread(target=second)
    with disk.in_turn(path):
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]
