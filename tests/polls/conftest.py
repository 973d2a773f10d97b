"""A store with two simulated rounds that share villages, and one without satisfaction."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from thuocdo.accounts.models import User
from thuocdo.facts import Facts
from thuocdo.surveys.rounds import Order, Round, import_files
from thuocdo.surveys.rounds.codebook import read
from thuocdo.surveys.simulating import Design, Plan, sizes, write
from thuocdo.surveys.simulating import Order as Asked
from thuocdo.units import communes, written

FIRST, SECOND, OTHER = "sipas-2026", "sipas-2027", "giao-thong"
OWN = "SO-02"


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A page leaves its language behind in the thread; every test starts with the site's own."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session")
def furnished(facts, tmp_path_factory) -> Path:
    """A data folder with two simulated rounds, 104 communes × 4 villages × 8 persons."""
    folder = tmp_path_factory.mktemp("polls")
    home = folder / "home"
    for number, name in ((1, FIRST), (2, SECOND)):
        path = folder / f"{name}.csv"
        write(Asked(Plan(sizes(), 5, number), Design(None, 4, 8, 0.5)), path)
        _put(path, name, path.with_name(f"{path.name}.bang-ma.json").read_bytes(), home, facts)
    small = folder / "giao-thong.csv"
    rows = [f"P-{one},11953,T{one % 3 + 1},{one % 2},{one % 7}" for one in range(40)]
    small.write_text("\n".join(["respondent,commune,village,Q1,Q2", *rows]) + "\n")
    _put(small, OTHER, BOOK.encode(), home, facts)
    return home


BOOK = """{"title": "Giao thông", "items": [
 {"name": "Q1", "label_vi": "Đường có ngập không", "kind": "single",
  "choices": [{"code": 0, "label_vi": "Không"}, {"code": 1, "label_vi": "Có"}]},
 {"name": "Q2", "label_vi": "Số ngày", "kind": "number", "low": 0, "high": 7}]}"""


def _put(path: Path, name: str, book: bytes, home: Path, known: Facts) -> None:
    when = datetime(2026, 10, 1, tzinfo=UTC)
    codes = written(known, communes(known)).codes
    found = import_files(Order((path,), name, read(book, "book"), (), codes, when), home)
    assert found.new_version and Round(home, name).numbers() == [1]


@pytest.fixture
def province(furnished, monkeypatch) -> Path:
    """The furnished folder as THUOCDO_HOME."""
    monkeypatch.setenv("THUOCDO_HOME", str(furnished))
    return furnished


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Path:
    """A data folder with nothing in it."""
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def reader(db):
    """``reader(role)``: a browser in which somebody with that role has signed in."""

    def made(role: str = "leader") -> Client:
        browser = Client()
        unit = OWN if role in ("officer", "head") else ""
        told = {"display_name": "Trần Thị Lan", "role": role, "unit": unit}
        user, _ = User.objects.get_or_create(username=f"{role}.khao-sat", defaults=told)
        browser.force_login(user)
        return browser

    return made
