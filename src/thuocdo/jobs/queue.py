"""Jobs in the table: put in, taken up under a lease, kept, given back, ended.

Every change after taking up is one UPDATE that names the holder: whoever has lost the lease
changes nothing. That is right on SQLite and PostgreSQL alike, without locks held.
"""

from __future__ import annotations

import inspect
import json
import uuid
from datetime import datetime, timedelta

from thuocdo.errors import ThuocDoError

ATTEMPTS = 3
LOOKED_AT = 20  # candidates read at once: other workers may be quicker with the first


def enqueue(task, *, key: str | None = None, attempts: int = ATTEMPTS, **arguments) -> int:
    """Put ``task`` with ``arguments`` (JSON) in the queue; its id.

    In the transaction of the caller. With a ``key`` a second call gives the id of the first job,
    whatever became of it. Raises ``ThuocDoError`` JOB-001 for arguments that do not fit.
    """
    from django.utils import timezone

    from thuocdo.jobs.models import Job

    _refuse_unfit(task, arguments, attempts)
    now = timezone.now()
    content = {"arguments": arguments, "allowed": attempts, "due": now, "created": now}
    if key is None:
        return Job.objects.create(task=task.module_path, **content).id
    return Job.objects.get_or_create(task=task.module_path, key=key, defaults=content)[0].id


def _refuse_unfit(task, arguments: dict, attempts: int) -> None:
    why = ""
    try:
        inspect.signature(task.func).bind(**arguments)
        if json.loads(json.dumps(arguments, allow_nan=False)) != arguments:
            why = "not plain JSON"
    except (TypeError, ValueError) as error:
        why = str(error)
    if attempts < 1:
        why = "attempts < 1"
    if why:
        raise ThuocDoError.of("JOB-001", task=task.module_path, why=why)


def find(number: int):
    """The job ``number``. Raises ``ThuocDoError`` JOB-003."""
    from thuocdo.jobs.models import Job

    job = Job.objects.filter(id=number).first()
    if job is None:
        raise ThuocDoError.of("JOB-003", number=str(number))
    return job


def retry(actor: str, number: int):
    """Put a failed job back with all its attempts; told to the audit log.

    Raises ``ThuocDoError`` JOB-003, or JOB-004 where it has not failed.
    """
    from django.db import transaction
    from django.utils import timezone

    from thuocdo import audit
    from thuocdo.jobs.models import FAILED, QUEUED, Job

    find(number)
    with transaction.atomic():
        told = {"done": None, "of": None, "sentence": None, "error": "", "ended": None}
        asked = Job.objects.filter(id=number, state=FAILED)
        if not asked.update(state=QUEUED, attempts=0, due=timezone.now(), **told):
            raise ThuocDoError.of("JOB-004", number=str(number))
        audit.record(actor, "jobs.retry", f"job:{number}")
    return find(number)


def take(worker: str, now: datetime, lease: float):
    """The next due job, now held by ``worker`` for ``lease`` seconds; None when there is none."""
    from django.db.models import F

    from thuocdo.jobs.models import QUEUED, RUNNING, Job

    waiting = Job.objects.filter(state=QUEUED, due__lte=now)
    while numbers := list(waiting.order_by("due", "id").values_list("id", flat=True)[:LOOKED_AT]):
        for number in numbers:
            holder = f"{worker}/{uuid.uuid4().hex}"
            if waiting.filter(id=number).update(
                state=RUNNING,
                holder=holder,
                lease_until=now + timedelta(seconds=lease),
                attempts=F("attempts") + 1,
                started=now,
            ):
                return Job.objects.filter(holder=holder).first()
    return None


def held(number: int, holder: str):
    """The job, while ``holder`` holds it: what is changed through this is changed by the holder."""
    from thuocdo.jobs.models import RUNNING, Job

    return Job.objects.filter(id=number, holder=holder, state=RUNNING)


def keep(number: int, holder: str, until: datetime) -> bool:
    """Renew the lease; False when it is another's by now."""
    return bool(held(number, holder).update(lease_until=until))


def complete(job, result, now: datetime) -> bool:
    """The job is done with ``result`` (JSON); False when the lease was lost."""
    from thuocdo.jobs.models import DONE

    return _end(job, now, state=DONE, result=result, error="")


def fail(job, code: str, now: datetime) -> bool:
    """The job has failed for good with the error ``code``; False when the lease was lost."""
    from thuocdo.jobs.models import FAILED

    return _end(job, now, state=FAILED, error=code)


def give_back(job, due: datetime, code: str = "", counted: bool = True) -> bool:
    """Back to the queue until ``due``; an attempt that is not ``counted`` was no fault of it."""
    from thuocdo.jobs.models import QUEUED

    attempts = job.attempts if counted else job.attempts - 1
    told = {"state": QUEUED, "holder": "", "lease_until": None, "error": code}
    return bool(held(job.id, job.holder).update(due=due, attempts=attempts, **told))


def reap(now: datetime) -> int:
    """Take jobs from holders whose lease has ended: back to the queue, or failed with JOB-005
    when their attempts are used up. How many.
    """
    from thuocdo.jobs.models import RUNNING, Job

    lost = Job.objects.filter(state=RUNNING, lease_until__lt=now)
    return sum(_reaped(job, now) for job in lost.order_by("id")[:100])


def _reaped(job, now: datetime) -> bool:
    """A holder that came back to life meanwhile has renewed ``lease_until`` and keeps the job."""
    from django.db import transaction

    with transaction.atomic():
        # Locks the row on PostgreSQL; SQLite's transaction is the only writer already.
        if not held(job.id, job.holder).filter(lease_until__lt=now).update(lease_until=now):
            return False
        if job.attempts >= job.allowed:
            return fail(job, "JOB-005", now)
        return give_back(job, now, "JOB-005")


def _end(job, now: datetime, **told) -> bool:
    from django.db import transaction

    from thuocdo.jobs import outbox
    from thuocdo.jobs.registry import HANDLERS, ended_kind

    kind = ended_kind(job.task)
    with transaction.atomic():
        if not held(job.id, job.holder).update(ended=now, holder="", lease_until=None, **told):
            return False
        if kind in HANDLERS:
            outbox.write(kind, f"ended {job.id} {job.holder}", {"job": job.id})
    return True
