"""A database whose rows other processes see, and workers that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
import thuocdo.site.settings as settings
settings.JOB_MODULES += sys.argv.pop().split(",")
from thuocdo.cli.main import main
main()
"""


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """Committed rows, of this room only; gone after the test. The log of the audit only grows."""
    from django.db import connection

    from thuocdo.jobs.models import Job, Letter, Worker

    with django_db_blocker.unblock():
        for table in (Job, Letter, Worker):
            table.objects.all().delete()
        yield
        for table in (Job, Letter, Worker):
            table.objects.all().delete()
        connection.close()


def database_url() -> str:
    """Address of the test database, for another process."""
    from django.db import connection

    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def until(true, seconds: float = 60):
    """What ``true()`` gives once it is; a failure when it never is."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := true():
            return found
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s")


@pytest.fixture
def worker(database, tmp_path):
    """``worker(lease, modules)`` starts ``thuocdo work`` as a process; all are killed at the end.

    ``modules`` (with commas) register work beside those of the site.
    """
    started = []

    def begun(lease: int = 2, modules: str = "tests.jobs.chores", **more: str) -> subprocess.Popen:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "THUOCDO_JOB_LEASE": str(lease),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONUTF8": "1",
            **more,
        }
        with (tmp_path / "worker.log").open("ab") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-c", START, "work", modules],
                    env=environment,
                    stdout=log,
                    stderr=log,
                )
            )
        return started[-1]

    yield begun
    for one in started:
        if one.poll() is None:
            one.send_signal(signal.SIGKILL)
        one.wait(30)


@pytest.fixture
def lines(tmp_path):
    """The file the chores write to: ``lines.path``, ``lines()``."""
    path = tmp_path / "lines.txt"

    def read() -> list[str]:
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    read.path = str(path)
    return read
