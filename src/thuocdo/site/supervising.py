"""One worker beside the server: started, started again when it dies, stopped with the server."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FIRST, LONGEST = 1.0, 60.0  # seconds before a dead worker is started again
SOUND = 60.0  # a worker that lived so long was sound: pauses begin anew
PATIENCE = 15.0  # seconds a worker has to put its job down
CODE = "from thuocdo.cli.main import main; main()"
log = logging.getLogger(__name__)


def _started() -> subprocess.Popen:
    mother = ["--supervised", str(os.getpid())]
    return subprocess.Popen([sys.executable, "-c", CODE, "work", *mother])  # noqa: S603


class Supervisor:
    """Keeps one process alive; ``start`` starts it."""

    def __init__(self, start: Callable[[], subprocess.Popen] = _started, first: float = FIRST):
        self.start, self.first = start, first
        self.stopping, self.begun = threading.Event(), threading.Event()
        self.process: subprocess.Popen | None = None

    def keep(self) -> None:
        """Start the process again and again until ``stopping``."""
        pause = self.first
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                self.process = self.start()
            finally:
                self.begun.set()
            while self.process.poll() is None and not self.stopping.wait(0.2):
                pass
            if self.stopping.is_set():
                break
            pause = self.first if time.monotonic() - began > SOUND else pause
            log.warning("worker ended with %s; again in %.0f s", self.process.returncode, pause)
            self.stopping.wait(pause)
            pause = min(pause * 2, LONGEST)
        self._end()

    def _end(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # its job is taken up again when the lease ends
            self.process.kill()
            self.process.wait()


@contextmanager
def supervised(supervisor: Supervisor) -> Iterator[None]:
    """The process of ``supervisor`` lives while the block runs.

    The block begins once the first one is started: a server that forks meanwhile would take the
    open end of the pipe on which ``Popen`` waits with it, and ``Popen`` would wait for ever.
    """
    thread = threading.Thread(target=supervisor.keep, name="supervisor")
    thread.start()
    supervisor.begun.wait()
    try:
        yield
    finally:
        supervisor.stopping.set()
        thread.join()
