"""A job as plain JSON, the same for the command line and for pages; no traceback, no secret."""

from __future__ import annotations

from thuocdo.errors import Problem, catalogue
from thuocdo.wording import Sentence


def job_json(job, language: str = "vi") -> dict:
    """``job`` as ``thuocdo jobs show --json`` prints it; moments in ISO 8601 with their zone."""
    return {
        "id": job.id,
        "task": job.task,
        "state": job.state,
        "attempts": job.attempts,
        "allowed": job.allowed,
        "created": _moment(job.created),
        "due": _moment(job.due),
        "started": _moment(job.started),
        "ended": _moment(job.ended),
        "progress": {"done": job.done, "of": job.of, "sentence": sentence(job, language)},
        "result": job.result,
        "error": {"code": job.error, "text": reason(job, language)} if job.error else None,
    }


def sentence(job, language: str) -> str | None:
    """What the task last said of its progress."""
    if not job.sentence:
        return None
    return Sentence(**job.sentence).text(language)


def reason(job, language: str) -> str | None:
    """Cause and remedy of the error in words, where they need no values of the data."""
    if job.error not in catalogue():
        return None
    try:
        return Problem(job.error).text(language)
    except KeyError:
        return None


def _moment(value) -> str | None:
    from django.utils import timezone

    return value and timezone.localtime(value).isoformat(timespec="seconds")
