"""``django_tasks`` speaks to our table: ``task.enqueue(…)`` is ``jobs.enqueue(task, …)``."""

from __future__ import annotations

import inspect

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from thuocdo.errors import ThuocDoError
from thuocdo.jobs import queue
from thuocdo.jobs.models import DONE, FAILED, QUEUED, RUNNING
from thuocdo.jobs.registry import task_at

OURS = {"key", "attempts"}  # what ``jobs.enqueue`` takes for itself
STATUS = {
    QUEUED: TaskResultStatus.READY,
    RUNNING: TaskResultStatus.RUNNING,
    DONE: TaskResultStatus.SUCCESSFUL,
    FAILED: TaskResultStatus.FAILED,
}


class LeasedBackend(BaseTaskBackend):
    """Jobs of this room behind the interface of ``django_tasks``; arguments by name only."""

    supports_get_result = True

    def validate_task(self, task) -> None:
        super().validate_task(task)
        if taken := OURS & set(inspect.signature(task.func).parameters):
            raise InvalidTaskError(f"{sorted(taken)} are the queue's own words")

    def enqueue(self, task, args, kwargs) -> TaskResult:
        self.validate_task(task)
        if args:
            raise ThuocDoError.of("JOB-001", task=task.module_path, why="arguments without a name")
        return self.get_result(str(queue.enqueue(task, **kwargs)))

    def get_result(self, result_id: str) -> TaskResult:
        try:
            job = queue.find(int(result_id))
        except (ValueError, ThuocDoError):
            raise TaskResultDoesNotExist(result_id) from None
        told = TaskResult(
            task=task_at(job.task),
            id=str(job.id),
            status=STATUS[job.state],
            enqueued_at=job.created,
            started_at=job.started,
            finished_at=job.ended,
            last_attempted_at=job.started,
            args=[],
            kwargs=job.arguments,
            backend=self.alias,
            errors=[],
            worker_ids=[job.holder] * job.attempts,
        )
        object.__setattr__(told, "_return_value", job.result)
        return told
