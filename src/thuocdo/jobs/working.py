"""The worker: takes due jobs one by one, while a heartbeat keeps its lease."""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from thuocdo.jobs import outbox, queue, registry
from thuocdo.jobs.running import Hand, run
from thuocdo.jobs.slots import slot

FORGOTTEN = timedelta(days=1)  # workers not seen for so long
log = logging.getLogger(__name__)


def schedule(now: datetime) -> None:
    """Put periodic work of the present slot in the queue; the key keeps it to once."""
    for name, line in registry.PERIODIC.items():
        key = f"slot {slot(line.schedule, now).isoformat()}"
        if not _is_known(name, key):
            queue.enqueue(line.task, key=key)


def _is_known(task: str, key: str) -> bool:
    from thuocdo.jobs.models import Job

    return Job.objects.filter(task=task, key=key).exists()


class Worker:
    """One worker in one process. ``lease`` and ``poll`` in seconds; ``stop`` ends it."""

    def __init__(self, lease: float, poll: float, stop: threading.Event):
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.lease, self.poll, self.stop = lease, poll, stop
        self.hand: Hand | None = None
        self.closed = threading.Event()

    def work(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Work until ``stop`` is set or ``is_over()``."""
        registry.load()
        beating = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._show()
        beating.start()
        try:
            while not (self.stop.is_set() or is_over()):
                if not self._turn():
                    self.stop.wait(self.poll)
        finally:
            self.closed.set()
            beating.join(self.lease)
            self._leave()

    def _turn(self) -> bool:
        """One round; False when there was nothing to do. A database that is away is waited for."""
        from django.db import DatabaseError, close_old_connections
        from django.utils import timezone

        close_old_connections()
        try:
            now = timezone.now()
            queue.reap(now)
            schedule(now)
            delivered = outbox.deliver(timezone.now())
            job = queue.take(self.name, timezone.now(), self.lease)
            if job is None:
                return bool(delivered)
            self.hand = Hand(job, self.stop)
            run(self.hand)
        except DatabaseError as error:
            log.error("worker %s: %s", self.name, type(error).__name__)
            return False
        finally:
            self.hand = None
        return True

    def _beat(self) -> None:
        """Heartbeat, in a thread with a connection of its own."""
        from django.db import DatabaseError, close_old_connections, connection

        while not self.closed.wait(self.lease / 4):
            close_old_connections()
            try:
                self._keep()
                self._show()
            except DatabaseError as error:  # busy or away: the next beat tries again
                log.warning("heartbeat %s: %s", self.name, type(error).__name__)
        connection.close()

    def _keep(self) -> None:
        from django.utils import timezone

        hand = self.hand
        if hand is None:
            return
        until = timezone.now() + timedelta(seconds=self.lease)
        if not queue.keep(hand.job.id, hand.job.holder, until):
            hand.lost.set()

    def _show(self) -> None:
        from django.utils import timezone

        from thuocdo.jobs.models import Worker as Row

        now = timezone.now()
        Row.objects.update_or_create(
            name=self.name, defaults={"seen": now}, create_defaults={"seen": now, "started": now}
        )

    def _leave(self) -> None:
        from django.db import DatabaseError, connection
        from django.utils import timezone

        from thuocdo.jobs.models import Worker as Row

        try:
            Row.objects.filter(name=self.name).delete()
            Row.objects.filter(seen__lt=timezone.now() - FORGOTTEN).delete()
        except DatabaseError as error:
            log.warning("worker %s: %s", self.name, type(error).__name__)
        connection.close()


def last_seen() -> datetime | None:
    """When a worker was last seen alive; None when none is known."""
    from django.db.models import Max

    from thuocdo.jobs.models import Worker as Row

    return Row.objects.aggregate(last=Max("seen"))["last"]


def overdue(lease: float) -> int:
    """Jobs that have waited for a worker for longer than ``lease`` seconds, those lost included."""
    from django.db.models import Q
    from django.utils import timezone

    from thuocdo.jobs.models import QUEUED, RUNNING, Job

    before = timezone.now() - timedelta(seconds=lease)
    waiting = Q(state=QUEUED, due__lt=before) | Q(state=RUNNING, lease_until__lt=before)
    return Job.objects.filter(waiting).count()
