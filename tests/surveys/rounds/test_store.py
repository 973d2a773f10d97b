"""Killed at any moment a round is as before or as after; what is torn is told."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from thuocdo import disk
from thuocdo.errors import ThuocDoError
from thuocdo.surveys.rounds import rounds


class Killed(Exception):
    """Stands for a power cut."""


def _stop_at(wanted: str):
    def at(step: str) -> None:
        if step == wanted:
            raise Killed

    return at


@pytest.fixture
def files(desk):
    first = desk.csv("1.csv", "_uuid,q1\nu-1,1\nu-2,2\n")
    return first, desk.csv("2.csv", "_uuid,q1\nu-2,3\nu-3,4\n")


def test_an_import_stopped_at_any_step_is_before_or_after(desk, files):
    steps: list[str] = []
    desk.load(files[0], into="khac")
    desk.load(files[1], into="khac", at=steps.append)
    assert steps == ["read", "judged 1", "files", "swapped"]
    after = desk.rows("khac")
    desk.load(files[0])
    before = desk.rows()
    for step in steps[:-1]:
        with pytest.raises(Killed):
            desk.load(files[1], at=_stop_at(step))
        assert desk.rows().equals(before) and desk.round().numbers() == [1], step
    with pytest.raises(Killed):
        desk.load(files[1], at=_stop_at("swapped"))
    assert desk.rows().equals(after)
    assert not desk.load(files[1]).new_version
    named = {one.file for n in (1, 2) for one in _pieces(desk.round().manifest(n))}
    assert {path.name for path in desk.round().files.iterdir()} == named


def _pieces(manifest):
    return manifest.respondents, manifest.codebook


def _die(desk, path, step):
    def at(now: str) -> None:
        if now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    desk.load(path, at=at)


@pytest.mark.parametrize("step", ["judged 1", "files", "swapped"])
def test_a_process_really_killed(desk, files, step):
    desk.load(files[0])
    process = multiprocessing.get_context("spawn").Process(target=_die, args=(desk, files[1], step))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert desk.round().numbers() == ([1, 2] if step == "swapped" else [1])
    told = desk.load(files[1])
    assert (told.version, told.new_version) == (2, step != "swapped")
    assert desk.rows()["q1"].to_list() == [1, 3, 4]


def test_one_writer_at_a_time(desk, files):
    desk.load(files[0])
    with disk.one_writer(desk.round().root / "lock"), pytest.raises(ThuocDoError) as caught:
        desk.load(files[1])
    assert caught.value.code == "SURVEY-133"


def test_a_full_disk_changes_nothing(desk, files, monkeypatch):
    import errno

    desk.load(files[0])
    before = desk.rows()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.whole.os, "fsync", full)
    with pytest.raises(ThuocDoError) as caught:
        desk.load(files[1])
    assert caught.value.code == "SURVEY-134"
    monkeypatch.undo()
    assert desk.rows().equals(before)
    assert not list(desk.round().files.glob("*.partial"))


@pytest.mark.parametrize("what", ["respondents", "codebook", "manifest"])
def test_what_is_torn_is_told(desk, files, what):
    desk.load(files[0])
    store = desk.round()
    folder = store.manifests if what == "manifest" else store.files
    (path,) = folder.glob("*.json" if what == "manifest" else f"{what}*")
    path.write_bytes(path.read_bytes()[:-9] + b"}")
    with pytest.raises(ThuocDoError) as caught:
        (store.codebook if what == "codebook" else store.respondents)()
    assert caught.value.code == "SURVEY-132" and path.name in caught.value.problems[0].file


@pytest.mark.parametrize("name", ["", "A", "a/b", "../x", "a b", "đợt", "-a", "a" * 61])
def test_names_that_are_no_rounds(desk, name):
    with pytest.raises(ThuocDoError) as caught:
        desk.round(name)
    assert caught.value.code == "SURVEY-130"


def test_rounds_are_listed_by_name(desk, files):
    assert rounds(desk.home) == []
    desk.load(files[0], into="b")
    desk.load(files[0], into="a")
    desk.load(files[1], into="a")
    assert [(one.round, one.version, one.respondents.rows) for one in rounds(desk.home)] == [
        ("a", 2, 3),
        ("b", 1, 2),
    ]
    with pytest.raises(ThuocDoError) as caught:
        desk.round("a").manifest(7)
    assert caught.value.code == "SURVEY-131"
