"""What every test stands on: a data folder of its own, settings that point there, no network.

pytest-django loads the Django settings before this file is read, and the settings read the
environment when they are imported. So the environment is set here and the settings are read
once more; nothing has used them yet.
"""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

SETTINGS = "thuocdo.site.settings"
HOSTS = "testserver,127.0.0.1,localhost"
# What a developer may have set for the own server must not change what a test sees.
FORGOTTEN = (
    "THUOCDO_BULK_DOWNLOAD",
    "THUOCDO_LANGUAGE",
    "THUOCDO_PORTAL",
    "THUOCDO_PASSWORD",
    "THUOCDO_PROVINCE",
    "THUOCDO_SECRET_KEY",
    "LANGUAGE",
)

HOME = Path(tempfile.mkdtemp(prefix="thuocdo-tests-"))


def _own_environment() -> None:
    for name in FORGOTTEN:
        os.environ.pop(name, None)
    os.environ["THUOCDO_HOME"] = str(HOME)
    os.environ["THUOCDO_HOSTS"] = HOSTS
    # SQLite in the folder of the run, unless a test of the tests names a server of its own.
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS


def _read_settings_again() -> None:
    from django.conf import Settings, settings

    if settings.configured:
        module = importlib.reload(importlib.import_module(SETTINGS))
        # A file, so that threads of a test and the server of the browser tests see one database.
        module.DATABASES["default"]["TEST"] = {"NAME": _test_database(module)}
        settings._wrapped = Settings(SETTINGS)
        _forget_connections()


def _forget_connections() -> None:
    """Models were loaded with the first settings, and the addresses of databases with them."""
    from django.db import connections

    for one in connections.all(initialized_only=True):
        del connections[one.alias]
    connections._settings = None
    connections.__dict__.pop("settings", None)


def _test_database(settings) -> str:
    is_file = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return str(HOME / "test.sqlite3") if is_file else f"test_thuocdo_{os.getpid()}"


def _quiet_hypothesis() -> None:
    from hypothesis import configuration, settings

    configuration.set_hypothesis_home_dir(str(HOME / "hypothesis"))
    is_ci = os.environ.get("CI") == "true"
    # The same examples on every run in CI; new ones at every run at a desk.
    settings.register_profile("thuocdo", deadline=None, database=None, derandomize=is_ci)
    settings.load_profile("thuocdo")


def _light_hashing() -> None:
    """The same kind of hash as the site's, made at once: tests make hundreds of passwords."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1


_own_environment()
_read_settings_again()
_quiet_hypothesis()
_light_hashing()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the data folder away again."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def thuocdo_home() -> Path:
    """The data folder of this run; empty but for what tests put there."""
    return HOME


@pytest.fixture(scope="session", autouse=True)
def static_files(thuocdo_home: Path) -> Path:
    """The static files as ``thuocdo init`` lays them out: templates name them by their hash."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    return Path(settings.STATIC_ROOT)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The test database, also for tests that take it without the mark: threads and servers."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def facts():
    """The facts as shipped."""
    from thuocdo import facts as fact_tables

    return fact_tables.read()


@pytest.fixture(scope="session")
def standings(facts):
    """``standings(index, year, boundaries, **options)`` on the shipped facts."""
    from thuocdo.indices import Options, compute

    def made(index: str, year: int, boundaries: str = "63", **options):
        return compute(facts, index, year, boundaries, Options(**options))

    return made
