"""A province with a small simulated lake and the recorded answers of the portal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from tests.dossiers import answers
from tests.service.lakes import cut_off

from thuocdo.accounts.models import User
from thuocdo.dossiers.lake import Order, import_files, known_units
from thuocdo.dossiers.portal.importing import import_folder
from thuocdo.dossiers.simulating import Plan, write
from thuocdo.service import lake_figures
from thuocdo.units import communes, departments

KEY = "a key for tests, long enough to be one"
CUT = datetime(2025, 11, 20, 9, tzinfo=UTC)  # Thursday, 16:00 in Việt Nam
TODAY = date(2025, 11, 21)
OWN, COMMUNE = "SO-02", "11953"


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A page leaves its language behind in the thread; every test starts with the site's own."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session")
def furnished(facts, tmp_path_factory) -> Path:
    """A data folder with a lake of 6,000 dossiers of 2025 and answers on August 2026."""
    folder = tmp_path_factory.mktemp("service")
    units = (
        tuple(unit.code for unit in communes(facts)),
        tuple(unit.code for unit in departments(facts)),
    )
    write(Plan(6_000, 3, 2025, *units), folder / "year.parquet")
    path = cut_off(folder / "year.parquet", folder / "cut.parquet", CUT)
    home = folder / "home"
    import_files(Order((path,), {}, known_units(facts), KEY, CUT), home)
    saved = answers.save(answers.recorded(), folder / "2026-08")
    import_folder(saved, home, "test", datetime(2026, 10, 1, 2, tzinfo=UTC), period="2026-08")
    return home


@pytest.fixture
def province(furnished, monkeypatch) -> Path:
    """The furnished folder as THUOCDO_HOME, on a Friday."""
    monkeypatch.setenv("THUOCDO_HOME", str(furnished))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)
    monkeypatch.setattr(lake_figures, "today", lambda: TODAY)
    return furnished


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Path:
    """A data folder with nothing in it."""
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def reader(db):
    """``reader(role, unit)``: a browser in which somebody with that role has signed in."""

    def made(role: str = "leader", unit: str = "") -> Client:
        browser = Client()
        unit = OWN if role in ("officer", "head") and not unit else unit
        told = {"display_name": "Trần Thị Lan", "role": role, "unit": unit}
        user, _ = User.objects.get_or_create(username=f"{role}.{unit}".lower(), defaults=told)
        browser.force_login(user)
        return browser

    return made
