"""``thuocdo evidence``: whether the files are whole, and the broom."""

from __future__ import annotations

import json
import os

import pytest
from tests.evidence import files

from thuocdo.cli.main import run
from thuocdo.evidence import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(capsys):
    """``said("verify")``: exit code and what it printed."""

    def called(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["evidence", *words])
        return code, capsys.readouterr().out

    return called


def test_verify_names_what_is_lost_and_what_is_left_over(home, given, said):
    code, out = said("verify")
    assert code == 0 and "nguyên vẹn: 0" in out
    one, two = given(b"one"), given(files.pdf())
    shelf.place(home, one.sha256).write_bytes(b"two")
    shelf.place(home, two.sha256).unlink()
    (shelf.folder(home) / "incoming" / "x.partial").write_bytes(b"")
    code, out = said("verify")
    assert code == 1
    for line in (f"Bị sửa: evidence/{one.sha256[:2]}/", f"Mất: evidence/{two.sha256[:2]}/"):
        assert line in out
    assert "đang tải: evidence/incoming/x.partial" in out
    told = json.loads(said("verify", "--json")[1])
    assert (told["whole"], told["files"]) == (False, 2)
    assert [fault["kind"] for fault in told["faults"]] == ["changed", "missing", "unfinished"]


def test_sweep_removes_what_nobody_names(home, given, said):
    one = given(b"one")
    path = shelf.folder(home) / "ab" / ("ab" * 32)
    path.parent.mkdir()
    path.write_bytes(b"")
    assert said("sweep") == (
        0,
        "Đã xóa 0 tệp không ai nhận, 0 tệp tải dở, 0 bản chữ không còn tài liệu.\n",
    )
    os.utime(path, (1, 1))
    os.utime(shelf.place(home, one.sha256), (1, 1))
    assert said("sweep")[1].startswith("Đã xóa 1 tệp")
    assert not path.exists() and shelf.place(home, one.sha256).exists()
    assert said("verify")[0] == 0
