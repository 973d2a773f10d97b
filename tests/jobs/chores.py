"""Tasks for the tests: each leaves a line in a file, so that a test can count what was done."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task

from thuocdo import jobs
from thuocdo.errors import ThuocDoError
from thuocdo.wording import Sentence


def note(path: str, text: str) -> None:
    """Append one line at once: also right with several processes."""
    file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(file, f"{text}\n".encode())
    os.close(file)


@task()
def mark(path: str, name: str) -> dict:
    """One line: what and by whom."""
    note(path, f"{name} {os.getpid()}")
    time.sleep(0.02)
    return {"name": name}


@task()
def long(path: str, gate: str) -> dict:
    """Begins, waits for the file ``gate`` while telling its progress, ends."""
    note(path, "began")
    steps = 0
    while not Path(gate).exists():
        steps += 1
        jobs.progress(steps, None, Sentence("jobs", "retried", {"id": str(steps)}))
        time.sleep(0.05)
    note(path, "ended")
    return {"steps": steps}


@task()
def broken(path: str) -> None:
    """Fails, with a person's number in its message."""
    note(path, "tried")
    raise RuntimeError("033123456789")


@task()
def refusing(path: str) -> None:
    """Fails for wrong data."""
    note(path, "tried")
    raise ThuocDoError.of("DOSSIER-004")


@task()
def hoping(path: str) -> None:
    """Fails for what may pass."""
    note(path, "tried")
    raise jobs.TryAgain("DOSSIER-007")


@task()
def unspeakable() -> object:
    """Gives what JSON cannot say."""
    return {1, 2}


@jobs.when_ended(long)
def after_long(_key: str, content: dict) -> None:
    """Told once a job of ``long`` has ended."""
    job = jobs.find(content["job"])
    note(job.arguments["path"], f"told {job.state}")
