"""Dossiers behind the pages: an upload becomes a version of the lake, and the raw file goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django_tasks import task

from thuocdo import audit, environment, jobs
from thuocdo.dossiers import uploads
from thuocdo.dossiers.lake import Order, Outcome, import_files, known_units
from thuocdo.dossiers.lake.mapping import remembered
from thuocdo.errors import ThuocDoError
from thuocdo.jobs.models import QUEUED, RUNNING, Job
from thuocdo.wording import Sentence

ATTEMPTS = 5  # another import may hold the lake for minutes
BUSY = "DOSSIER-007"
LEFT_OVER = timedelta(days=1)  # an upload without a job: its request was cut off


def upload(stream: BinaryIO, name: str, actor: str) -> int:
    """Take ``stream`` in as a file of the kind ``name`` ends in and queue its import; the job's id.

    ``actor`` is a plain identifier, as in the audit log; of ``name`` only the ending is kept.
    Raises ``ThuocDoError`` DOSSIER-008, DOSSIER-010, JOB-007; no file stays then.
    """
    if why := audit.chain.unfit("actor", actor):
        raise ValueError(why)
    home, limit = environment.home(), environment.count("THUOCDO_UPLOAD_LIMIT")
    path = uploads.kept(home, stream, name, limit)
    try:
        return jobs.enqueue(import_dossiers, attempts=ATTEMPTS, path=path.name, actor=actor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@task()
def import_dossiers(path: str, actor: str) -> dict:
    """Import the upload ``path`` (its name in the folder of uploads) into the lake; the counts.

    Run twice it changes nothing: the lake sees to that. The raw file is deleted when the job has
    ended, well or badly, by ``told``, so that an attempt cut off can be made again.
    """
    from thuocdo.facts import read

    home = environment.home()
    file = uploads.found(home, path)
    key = environment.value("THUOCDO_DOSSIER_KEY")
    order = Order((file,), remembered(home, []), known_units(read()), key, datetime.now(UTC))
    try:
        return outcome_json(import_files(order, home, _Teller().at), home)
    except ThuocDoError as error:
        if error.code == BUSY:
            raise jobs.TryAgain(BUSY) from None
        raise


class _Teller:
    """The steps of an import as progress: batches counted, then the merging."""

    def __init__(self):
        self.batches = 0

    def at(self, step: str) -> None:
        if step in ("parts", "swapped"):  # the lake is as good as new: no stopping here
            return
        self.batches += step.startswith("batch ")
        key = "job_reading" if step.startswith("batch ") else "job_merging"
        said = Sentence("dossiers", key, {"count": self.batches})
        jobs.progress(self.batches, None, said)


def outcome_json(outcome: Outcome, home: Path) -> dict:
    """Counts and error files (paths under ``home``); no heads, names or values of the file."""
    files = [
        {
            "read": one.read,
            "good": one.good,
            "bad": one.bad,
            "renamed": one.renamed,
            "dropped": one.dropped,
            "faults": dict(sorted(one.faults.items())),
            "error_files": [Path(path).relative_to(home).as_posix() for path in one.error_files],
        }
        for one in outcome.files
    ]
    names = ("version", "new_version", "new", "changed", "unchanged", "rows", "simulated")
    return {**{name: getattr(outcome, name) for name in names}, "files": files}


@jobs.when_ended(import_dossiers)
def told(_key: str, content: dict) -> None:
    """The raw file goes and the log learns what came of the import."""
    job = jobs.find(content["job"])
    counts = job.result or {}
    numbers = {name: counts[name] for name in ("version", "new", "changed", "unchanged") if counts}
    if counts:
        numbers["bad"] = sum(one["bad"] for one in counts["files"])
    details = {"state": job.state, "error": job.error, **numbers}
    # First of all the file: should the log refuse the row, personal data are gone all the same.
    uploads.forget(environment.home(), job.arguments["path"])
    audit.record(job.arguments["actor"], "dossiers.import", f"job:{job.id}", "", details)


@task()
def sweep_uploads() -> dict:
    """Delete uploads a day old that no job waits for; how many."""
    home = environment.home()
    mine = Job.objects.filter(task=import_dossiers.module_path, state__in=(QUEUED, RUNNING))
    wanted = {one["path"] for one in mine.values_list("arguments", flat=True)}
    left = [one for one in uploads.older(home, datetime.now(UTC) - LEFT_OVER) if one not in wanted]
    for name in left:
        uploads.forget(home, name)
    return {"deleted": len(left)}


jobs.every(60, sweep_uploads)
