"""One worker beside the server: it comes back when it dies, and both go together."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from tests.jobs.conftest import until

from thuocdo.site.supervising import Supervisor, supervised

ROOT = Path(__file__).resolve().parents[2]
CODE = "from thuocdo.cli.main import main; main()"


def sleeper() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def test_a_dead_process_is_started_again_and_the_last_one_ended():
    started = []

    def start() -> subprocess.Popen:
        started.append(sleeper())
        return started[-1]

    with supervised(Supervisor(start, first=0.01)):
        assert started  # before a server may fork
        for count in (1, 2, 3):
            until(lambda count=count: len(started) == count)
            if count < 3:
                started[-1].kill()
    assert [one.wait(30) for one in started] == [-signal.SIGKILL] * 2 + [-signal.SIGTERM]


def test_one_that_dies_at_once_is_not_started_in_a_frenzy():
    waits = []

    class Noted(threading.Event):
        def wait(self, timeout=None):
            if timeout != 0.2:
                waits.append(timeout)
                if len(waits) == 9:
                    self.set()
            return self.is_set()

    class Dead:
        returncode = 1

        def poll(self):
            return 1

    keeper = Supervisor(Dead)
    keeper.stopping = Noted()
    keeper.keep()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.fixture
def around(tmp_path):
    """The environment of a site of its own on SQLite, set up."""
    told = {name: value for name, value in os.environ.items() if name != "THUOCDO_SECRET_KEY"}
    told |= {
        "THUOCDO_HOME": str(tmp_path / "home"),
        "DATABASE_URL": "",
        "THUOCDO_JOB_LEASE": "4",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }
    subprocess.run([sys.executable, "-c", CODE, "init"], env=told, check=True, capture_output=True)
    return told


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def workers(home: str) -> set[int]:
    """Processes of the workers the database knows."""
    with closing(sqlite3.connect(Path(home) / "thuocdo.sqlite3", timeout=20)) as base:
        names = [name for (name,) in base.execute("SELECT name FROM jobs_worker")]
    return {int(name.split(":")[1]) for name in names}


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT])
def test_serve_opens_both_keeps_the_worker_and_ends_both(around, tmp_path, ended_by):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = [sys.executable, "-c", CODE, "serve", "--port", str(port)]
    with (tmp_path / "serve.log").open("wb") as log:
        site = subprocess.Popen(call, env=around, stdout=log, stderr=log)
    try:
        home = around["THUOCDO_HOME"]
        (first,) = until(lambda: workers(home))
        assert until(lambda: answers(port)) == 200
        looked = [sys.executable, "-c", CODE, "doctor"]
        said = subprocess.run(looked, env=around, capture_output=True, text=True).stdout
        assert "có tiến trình làm việc" in said
        os.kill(first, signal.SIGKILL)
        (second,) = until(lambda: workers(home) - {first})
        site.send_signal(ended_by)
        assert site.wait(60) == 0
        assert not alive(second)
        assert answers(port) is None
    finally:
        site.kill()


def test_a_worker_whose_supervisor_was_killed_ends_itself(around, tmp_path):
    starter = (
        "import os, subprocess, sys, time\n"
        f"call = [sys.executable, '-c', {CODE!r}, 'work', '--supervised', str(os.getpid())]\n"
        "subprocess.Popen(call)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", starter], env=around)
    try:
        until(lambda: workers(around["THUOCDO_HOME"]))
        parent.kill()
        parent.wait(30)
        until(lambda: not workers(around["THUOCDO_HOME"]))
    finally:
        parent.kill()


def test_a_worker_whose_supervisor_is_gone_before_it_looks_ends_itself(around):
    """The mother died between starting it and its first look: another number than its own."""
    call = [sys.executable, "-c", CODE, "work", "--supervised", str(os.getpid() + 1_000_000)]
    assert subprocess.run(call, env=around, timeout=120).returncode == 0


def answers(port: int) -> int | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            return page.status
    except OSError:
        return None
