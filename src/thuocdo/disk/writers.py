"""One writer at a time: a lock the system lets go when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another writer holds the lock."""


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Hold the lock ``path``. Raises ``Busy`` when another process or thread holds it."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy from None
        yield


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Hold the lock ``path``, waiting for it: for steps so short that nobody waits long."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
