"""The scanner's word: clean, infected, failed, or not asked."""

from __future__ import annotations

import pytest

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import scanning


@pytest.fixture
def scanner(tmp_path):
    """``scanner(body)``: a command that runs ``body`` with the file as its argument."""

    def made(body: str) -> str:
        path = tmp_path / "quet virus.sh"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o700)
        return f'"{path}" --quiet'

    return made


def test_without_a_command_nothing_is_said_to_be_clean(tmp_path):
    assert scanning.scan(" ", tmp_path / "none") == "unscanned"


@pytest.mark.parametrize(
    ("body", "code"),
    [("exit 1", "013"), ("exit 2", "014"), ("exit 127", "014"), ("kill -9 $$", "014")],
)
def test_what_is_not_clean_is_refused(scanner, tmp_path, body, code):
    with pytest.raises(ThuocDoError, match=f"EVIDENCE-{code}"):
        scanning.scan(scanner(body), tmp_path / "a")


@pytest.mark.parametrize("command", ["/none/such", '"open', "relative-none"])
def test_a_command_that_cannot_run_is_told(tmp_path, command):
    with pytest.raises(ThuocDoError, match="EVIDENCE-014"):
        scanning.scan(command, tmp_path / "a")


def test_one_that_takes_too_long_is_told(scanner, tmp_path, monkeypatch):
    monkeypatch.setattr(scanning, "LONGEST", 0.2)
    with pytest.raises(ThuocDoError, match="EVIDENCE-014"):
        scanning.scan(scanner("exec sleep 20"), tmp_path / "a")


def test_the_command_sees_the_path_last_no_shell_and_no_secret(scanner, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_SECRET_KEY", "secret")
    path = tmp_path / "$(touch bad); a"
    body = f'[ "$1" = --quiet ] && [ "$2" = \'{path}\' ] && [ -z "$THUOCDO_SECRET_KEY" ]'
    assert scanning.scan(scanner(body), path) == "clean"
    assert not (tmp_path / "bad").exists()
