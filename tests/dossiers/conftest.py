"""Recorded answers on disk, a data folder of its own, and a way to call ``thuocdo portal``."""

from __future__ import annotations

import pytest
from tests.dossiers import answers as made


@pytest.fixture(scope="session")
def recorded() -> dict[str, dict]:
    """The six answers on Phú Thọ, August 2026."""
    return made.recorded()


@pytest.fixture
def saved(recorded, tmp_path):
    """The folder 2026-08 with the six answers."""
    return made.save(recorded, tmp_path / "2026-08")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An own data folder."""
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("THUOCDO_LANGUAGE", raising=False)
    monkeypatch.delenv("THUOCDO_PORTAL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def call(home, capsys):
    """``call(arguments)`` → exit code, stdout, stderr."""
    from thuocdo.cli import main

    def called(*arguments):
        capsys.readouterr()
        code = main.run(["portal", *(str(one) for one in arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called
