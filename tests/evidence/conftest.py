"""A store of its own for every test, and the worker's hand."""

from __future__ import annotations

import io
import threading

import pytest


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The data folder of this test."""
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path))
    monkeypatch.delenv("THUOCDO_SCAN_COMMAND", raising=False)
    return tmp_path


@pytest.fixture
def given(home, db):
    """``given(content, name, actor)``: evidence handed in."""
    from thuocdo.evidence import keeping

    def made(content: bytes, name: str = "Báo cáo.pdf", actor: str = "u7"):
        return keeping.add(io.BytesIO(content), name, actor)

    return made


@pytest.fixture
def work(db):
    """``work()``: every job that waits, run as a worker does; the jobs."""
    from django.utils import timezone

    from thuocdo import jobs
    from thuocdo.jobs import queue
    from thuocdo.jobs.running import Hand, run

    def done() -> list:
        numbers = []
        while job := queue.take("w", timezone.now(), 60):
            run(Hand(job, threading.Event()))
            numbers.append(job.id)
        return [jobs.find(one) for one in numbers]

    return done
