"""Old jobs and letters are forgotten: periodic work of the room itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from thuocdo.jobs.models import DONE, FAILED, Job, Letter
from thuocdo.jobs.registry import daily

KEPT = timedelta(days=90)


@task()
def forget() -> dict:
    """Delete jobs ended and letters delivered more than 90 days ago; how many of each."""
    before = timezone.now() - KEPT
    jobs, _ = Job.objects.filter(state__in=(DONE, FAILED), ended__lt=before).delete()
    letters, _ = Letter.objects.filter(delivered__lt=before).delete()
    return {"jobs": jobs, "letters": letters}


daily("02:30", forget)
