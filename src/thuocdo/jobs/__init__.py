"""Jobs: work done behind the pages, by a worker that may be killed at any moment.

Owns: the tables of jobs, workers and the outbox. In: ``enqueue(task, **arguments)`` where a task
is a module-level function under ``django_tasks.task`` and arguments are plain JSON;
``outbox.write(kind, …)`` in the transaction of the fact it tells of. Out: state, progress,
result or error code of a job, by ``find`` and ``thuocdo jobs``. A job is held by one worker at a
time under a lease that a heartbeat renews; when the worker dies the lease ends and the job is
taken up again, a bounded number of times. So a task must bear being run twice. ``slots`` and
``pauses`` are pure.
"""

from thuocdo.jobs.queue import enqueue, find, retry
from thuocdo.jobs.registry import daily, every, handles, when_ended
from thuocdo.jobs.running import TryAgain, progress

__all__ = [
    "TryAgain",
    "daily",
    "enqueue",
    "every",
    "find",
    "handles",
    "progress",
    "retry",
    "when_ended",
]
