"""What touches the database, once more on PostgreSQL: a server of our own, on loopback.

Without the binaries a developer sees a skip with its remedy; where ``CI=true`` that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOUCHING = (
    "tests/audit",
    "tests/accounts",
    "tests/jobs",
    "tests/evidence/test_keeping.py",
    "tests/dossiers/test_tasks.py",
    "tests/dossiers/test_killed_worker.py",
    "tests/web/test_doors.py",
    "tests/web/test_signing_in.py",
)
REMEDY = "no PostgreSQL: apt-get install postgresql (the server need not run)"


def binary(name: str) -> str | None:
    """``name`` where Debian or the path has it; the newest version."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)


def unprivileged() -> dict:
    """Who runs the server: it refuses root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {one.pw_name for one in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in names else "nobody"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """``DATABASE_URL`` of a fresh server; stopped and forgotten at the end."""
    initdb, postgres = binary("initdb"), binary("postgres")
    if not initdb or not postgres:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(REMEDY)
    folder, who, port = tempfile.mkdtemp(prefix="thuocdo-pg-"), unprivileged(), free_port()
    if who:
        shutil.chown(folder, who["user"])
    try:
        options = ["-D", f"{folder}/data", "-U", "thuocdo", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(
            [initdb, *options], check=True, capture_output=True, cwd=folder, timeout=120, **who
        )
        quick = ["-c", "fsync=off", "-c", "max_connections=30"]
        listens = ["-h", "127.0.0.1", "-p", str(port), "-k", folder]
        server = subprocess.Popen(
            [postgres, "-D", f"{folder}/data", *listens, *quick],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **who,
        )
        try:
            await_answer(port)
            yield f"postgres://thuocdo@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def await_answer(port: int) -> None:
    import psycopg

    for _ in range(150):
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={port} user=thuocdo dbname=postgres", connect_timeout=5
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("PostgreSQL did not answer within 30 seconds")


def test_everything_that_touches_the_database(address):
    environment = {**os.environ, "TEST_DATABASE_URL": address, "PYTHONPATH": "src"}
    call = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TOUCHING]
    done = subprocess.run(
        call, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout.splitlines()[-1]


def test_the_site_sets_itself_up_there(address):
    """``thuocdo init``, the first user and the log by the commands, as on a server."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "THUOCDO_HOME": home,
            "THUOCDO_PASSWORD": "Đường làng mưa bay",
            "PYTHONPATH": "src",
            "PYTHONUTF8": "1",
        }

        def called(*words: str) -> str:
            code = "from thuocdo.cli.main import main; main()"
            done = subprocess.run(
                [sys.executable, "-c", code, *words],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert "thuocdo users add" in called("init")
        called("users", "add", "chung", "--role", "coordinator")
        assert "thuocdo users add" not in called("init")
        assert "1" in called("audit", "head")
        assert "nguyên vẹn" in called("audit", "verify")
