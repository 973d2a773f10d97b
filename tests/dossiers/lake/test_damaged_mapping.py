"""A remembered column mapping that is damaged is told in words; nothing is changed."""

from __future__ import annotations

import pytest

KEPT = "dossier-columns.json"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b'"a"',
        b"null",
        b'{"a": 1}',
        b'{"a": ["b"]}',
        b'{"a": "Lan"}',
        b"\xff\xfe{",
    ]
    + [b"[" * 100_000],
    ids=range(10),
)
def test_it_is_told_and_nothing_changes(desk, command, monkeypatch, content):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    path = desk.csv("a.csv", {})
    desk.home.mkdir(exist_ok=True)
    (desk.home / KEPT).write_bytes(content)
    for more in ((), ("--map", "Nơi=DonViXuLy")):
        code, out, err = command("dossiers", "import", str(path), *more)
        assert (code, out) == (1, "") and err.startswith("DOSSIER-132 ")
        assert KEPT in err and "--map" in err
    assert (desk.home / KEPT).read_bytes() == content and desk.state() == {}


def test_a_column_dropped_is_no_damage(desk, command, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    path = desk.csv("a.csv", {})
    for _ in range(2):
        assert command("dossiers", "import", str(path), "--map", "Ghi chú=")[0] == 0
