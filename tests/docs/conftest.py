"""Where the documents are, and a way to run a command as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture
def command(capsys):
    """``command("index show papi --year 2024")`` → exit code, what it printed, its errors."""
    from thuocdo.cli.main import run

    def called(text: str, *more: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([*text.split(), *more])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called
