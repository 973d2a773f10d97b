"""A small set of fact tables, invented, so that tests of faults do not hang on real figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from thuocdo.cli.additions import finder
from thuocdo.facts import read
from thuocdo.facts.additions import Order, prepare
from thuocdo.facts.storing import store

SMALL = Path(__file__).parent / "small"
USUAL = {
    "year": 2023,
    "boundaries": "63",
    "publisher": "Nơi thử",
    "document": "Báo cáo thử",
    "address": "test:report",
    "seen": "2026-11-22",
    "province": "33",
    "who": "lan",
}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Desk:
    """An official's desk: a data folder over the small tables, and files laid on it."""

    later = NOON + timedelta(days=1)

    def __init__(self, home: Path):
        self.home = home

    @property
    def facts(self):
        return read(self.home, SMALL)

    def file(self, name: str, text: str) -> Path:
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def prepare(self, kind: str, path: Path, **options):
        order = Order(kind=kind, path=path, **(USUAL | options))
        return prepare(order, self.facts, finder(self.facts, order.boundaries))

    def add(self, kind: str, path: Path, now: datetime = NOON, **options):
        addition = self.prepare(kind, path, **options)
        return store(addition, self.home, now)

    def contents(self) -> dict[str, bytes]:
        """Every file of the data folder with its bytes."""
        return {
            path.relative_to(self.home).as_posix(): path.read_bytes()
            for path in sorted(self.home.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def desk(tmp_path) -> Desk:
    home = tmp_path / "home"
    home.mkdir()
    return Desk(home)
