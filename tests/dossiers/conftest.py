"""Recorded answers of the portal, a simulated year, and a lake of its own for every test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.dossiers import answers as made

from thuocdo.dossiers.lake import Lake, Order, Outcome, import_files, known_units
from thuocdo.dossiers.lake.fields import SCHEMA
from thuocdo.dossiers.simulating import Plan, write
from thuocdo.units import communes, departments


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


KEY = "a key for tests, long enough to be one"
NOW = datetime(2026, 1, 1, 5, tzinfo=UTC)
ROW = {
    "MaHoSo": "H31.12-250609-0001",
    "MaTTHC": "1.001234",
    "DonViXuLy": "11953",
    "TrangThaiHoSo": "4",
    "NgayTiepNhan": "2025-06-09T08:30:00",
    "NgayHenTra": "2025-06-12T17:00:00",
}


class Desk:
    """A data folder and what an official does with it."""

    def __init__(self, folder: Path, units):
        self.folder, self.home, self.units = folder, folder / "home", units
        self.lake = Lake(self.home)

    def csv(self, name: str, *rows: dict, encoding: str = "utf-8", mark: str = ",") -> Path:
        """A CSV file of ``rows``, each over the usual row."""
        full = [ROW | row for row in rows]
        heads = list(dict.fromkeys(head for row in full for head in row))
        lines = [mark.join(heads)]
        lines += [mark.join(str(row.get(head, "")) for head in heads) for row in full]
        path = self.folder / name
        path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding, newline="")
        return path

    def load(self, *paths: Path, mapping=None, key=KEY, now=NOW, at=lambda _: None) -> Outcome:
        return import_files(Order(paths, mapping or {}, self.units, key, now), self.home, at)

    def rows(self) -> pl.DataFrame:
        """The whole lake, in order of the dossiers' codes."""
        paths = [self.lake.path_of(one) for one in self.lake.manifest().parts]
        frames = [pl.read_parquet(path) for path in paths]
        return pl.concat([pl.DataFrame(schema=SCHEMA), *frames]).sort("dossier")

    def state(self) -> dict[str, bytes]:
        """Every file that matters: what must not change when an import does not happen."""
        kept = (self.lake.parts, self.lake.changes, self.lake.manifests)
        return {path.name: path.read_bytes() for one in kept for path in one.glob("*")}


@pytest.fixture(scope="session")
def plan(facts):
    return Plan(
        10_000,
        1,
        2025,
        tuple(unit.code for unit in communes(facts)),
        tuple(unit.code for unit in departments(facts)),
    )


@pytest.fixture(scope="session")
def year(plan, tmp_path_factory):
    """The simulated 10,000 as Parquet."""
    path = tmp_path_factory.mktemp("year") / "nam.parquet"
    write(plan, path)
    return path


@pytest.fixture(scope="session")
def units(facts):
    return known_units(facts)


@pytest.fixture
def desk(tmp_path, units):
    return Desk(tmp_path, units)


@pytest.fixture
def command(capsys):
    """``command("dossiers verify")`` → exit code, what it printed, its errors."""
    from thuocdo.cli.main import run

    def called(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called
