"""Run one job in hand: its progress, its end, and what its faults become."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from thuocdo.errors import ThuocDoError
from thuocdo.jobs import queue
from thuocdo.jobs.pauses import pause
from thuocdo.jobs.registry import task_at
from thuocdo.wording import Sentence

log = logging.getLogger(__name__)


class TryAgain(Exception):
    """Raised by a task for a fault that may pass: the job goes back, while attempts last."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Abandoned(BaseException):
    """The lease was lost: another worker has the job. No ``except Exception`` holds it up."""


class Stopped(BaseException):
    """The worker is asked to stop; the job goes back, the attempt is not counted."""


@dataclass
class Hand:
    """The job a worker has in hand; the heartbeat sets ``lost``, a signal sets ``stop``."""

    job: object
    stop: threading.Event
    lost: threading.Event = field(default_factory=threading.Event)


CURRENT: ContextVar[Hand | None] = ContextVar("job in hand", default=None)


def progress(done: int, of: int | None = None, sentence: Sentence | None = None) -> None:
    """Tell how far the running task is: ``done`` steps ``of`` so many, and a sentence.

    Outside a job nothing happens. It is also where a task can be stopped or lose its job, so
    call it now and then, outside any transaction.
    """
    hand = CURRENT.get()
    if hand is None:
        return
    if hand.stop.is_set():
        raise Stopped
    said = sentence and {"room": sentence.room, "key": sentence.key, "values": sentence.values}
    told = {"done": done, "of": of, "sentence": said}
    if hand.lost.is_set() or not queue.held(hand.job.id, hand.job.holder).update(**told):
        raise Abandoned


def run(hand: Hand) -> None:
    """Run the job in ``hand`` to its end, or back to the queue."""
    from django.utils import timezone

    job, kept = hand.job, CURRENT.set(hand)
    try:
        result = task_at(job.task).call(**job.arguments)
        json.dumps(result, allow_nan=False)
        queue.complete(job, result, timezone.now())
    except Abandoned:
        log.warning("job %s: lease lost", job.id)
    except Stopped:
        queue.give_back(job, timezone.now(), counted=False)
    except ThuocDoError as error:  # wrong data stay wrong: no second attempt
        queue.fail(job, error.code, timezone.now())
    except TryAgain as error:
        _again(job, error.code, timezone.now())
    except Exception as error:
        log.error("job %s %s: %s", job.id, job.task, _where(error))
        _again(job, "JOB-006", timezone.now())
    finally:
        CURRENT.reset(kept)


def _again(job, code: str, now) -> None:
    if job.attempts >= job.allowed:
        queue.fail(job, code, now)
    else:
        queue.give_back(job, now + timedelta(seconds=pause(job.attempts)), code)


def _where(error: Exception) -> str:
    """Type and places of a fault; its message may carry what was in the data."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{one.filename}:{one.lineno}" for one in reversed(frames))
    return f"{type(error).__name__} at {places}"
