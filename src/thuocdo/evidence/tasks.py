"""Behind the pages: texts are taken out, leftovers swept, the shelf is checked every night."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django_tasks import task

from thuocdo import environment, jobs
from thuocdo.errors import ThuocDoError
from thuocdo.evidence import extracting, keeping, shelf, words
from thuocdo.evidence.models import EMPTY, FAILED, KEPT, Evidence, Text
from thuocdo.evidence.verifying import is_harm, verify

LEFT_OVER = timedelta(days=1)  # a file without a row: its upload was cut off


@task()
def take_text(sha256: str) -> dict:
    """Keep the text of a content for search; how many letters, which pages.

    Run twice it gives the same. A document that cannot be read fails the job with the code that
    the row keeps too; the worker goes on.
    """
    kind = Evidence.objects.filter(sha256=sha256).values_list("kind", flat=True).first()
    if kind is None:
        return {"state": "gone", "letters": 0, "pages": None}
    row = Text.objects.filter(sha256=sha256)
    try:
        taken = extracting.take(shelf.place(environment.home(), sha256), kind)
    except FileNotFoundError:
        row.update(state=FAILED, error="EVIDENCE-016")
        raise ThuocDoError.of("EVIDENCE-016") from None
    except ThuocDoError as error:
        row.update(state=FAILED, error=error.code)
        raise
    bare, marked = words.folded(taken.text)
    state = KEPT if bare else EMPTY
    told = {"pages": taken.pages, "cut": taken.cut, "bare": bare, "marked": marked}
    row.update(state=state, error="", **told)
    return {"state": state, "letters": len(taken.text), "pages": taken.pages}


@task()
def sweep_files() -> dict:
    """Remove files a day old that no row names, uploads cut off, texts without evidence; see
    that evidence without a text gets one. How many of each.
    """
    before = datetime.now(UTC) - LEFT_OVER
    gone = shelf.sweep(environment.home(), keeping.known(), before)
    texts, _ = Text.objects.exclude(sha256__in=Evidence.objects.values("sha256")).delete()
    without = list(Evidence.objects.exclude(sha256__in=Text.objects.values("sha256")))
    for one in without:
        with transaction.atomic():
            keeping.want_text(one)
    return {**gone, "texts": texts, "wanted": len(without)}


@task()
def verify_files() -> dict:
    """Read every file; the job fails with EVIDENCE-019 when evidence is missing or changed."""
    found = verify(environment.home(), keeping.known())
    if harm := sum(map(is_harm, found)):
        raise ThuocDoError.of("EVIDENCE-019", count=harm)
    return dict(Counter(one.kind for one in found))


jobs.daily("03:10", sweep_files)
jobs.daily("03:30", verify_files)
