"""What the code can do behind the pages: handlers by kind of letter, and the periodic table.

Filled when the modules of ``settings.JOB_MODULES`` are imported, which ``load()`` does; a worker
calls it before its first job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thuocdo.jobs.slots import Daily, Every

HANDLERS: dict[str, Callable[[str, dict], None]] = {}
PERIODIC: dict[str, Periodic] = {}


@dataclass(frozen=True)
class Periodic:
    """One line of the periodic table; ``task`` takes no argument."""

    task: object
    schedule: Every | Daily


def handles(kind: str):
    """Decorator: ``function(key, content)`` delivers letters of ``kind``.

    It runs in the transaction that marks the letter delivered, so what it writes to the database
    happens once; anything else it does (a file, a message) may happen twice.
    """

    def registered(function):
        HANDLERS[kind] = function
        return function

    return registered


def when_ended(task):
    """Decorator: ``function(key, {"job": id})`` is told, as by ``handles``, when a job of ``task``
    is done or has failed for good, also where its worker was killed at the last attempt.
    """
    return handles(ended_kind(task.module_path))


def ended_kind(path: str) -> str:
    """Kind of the letter that tells the end of a job of the task at ``path``."""
    return f"ended {path}"


def every(minutes: int, task) -> None:
    """``task`` runs every ``minutes`` minutes."""
    PERIODIC[task.module_path] = Periodic(task, Every(minutes))


def daily(at: str, task) -> None:
    """``task`` runs every day at ``at`` ("hh:mm", Việt Nam)."""
    PERIODIC[task.module_path] = Periodic(task, Daily(at))


def load() -> None:
    """Import every module that registers work."""
    from importlib import import_module

    from django.conf import settings

    for name in settings.JOB_MODULES:
        import_module(name)


def task_at(path: str):
    """The task at ``path`` ("module.name"). Raises ``ThuocDoError`` JOB-002."""
    from django.utils.module_loading import import_string
    from django_tasks.base import Task

    from thuocdo.errors import ThuocDoError

    try:
        found = import_string(path)
    except ImportError:
        found = None
    if not isinstance(found, Task):
        raise ThuocDoError.of("JOB-002", task=path)
    return found
