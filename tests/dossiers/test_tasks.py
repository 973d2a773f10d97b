"""An upload behind the pages: into the lake, told to the log; the raw file goes whatever comes."""

from __future__ import annotations

import io
import json
import os
import tempfile
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.dossiers.conftest import KEY

from thuocdo import audit, jobs
from thuocdo.audit.models import Entry
from thuocdo.dossiers import tasks, uploads
from thuocdo.dossiers.lake import Lake
from thuocdo.errors import ThuocDoError
from thuocdo.jobs import outbox, queue
from thuocdo.jobs.models import Job, Letter
from thuocdo.jobs.running import Abandoned, Hand, Stopped, run

pytestmark = pytest.mark.django_db
PLANTED = ("Nguyễn Thị Bưởi", "033123456789")


@pytest.fixture(autouse=True)
def own_home(desk, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(desk.home))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", KEY)


@pytest.fixture
def sent(desk):
    """``sent(*rows)``: an upload of these rows by u7; the job's number."""

    def made(*rows: dict, name: str = f"{PLANTED[0]}.CSV") -> int:
        content = desk.csv("nguon.csv", *rows).read_bytes()
        (desk.folder / "nguon.csv").unlink()
        return tasks.upload(io.BytesIO(content), name, "u7")

    return made


ROWS = (
    {"HoTen": PLANTED[0], "SoGiayTo": PLANTED[1]},
    {"MaHoSo": "H31.12-250609-0002", "NgayTiepNhan": "không rõ", "HoTen": PLANTED[0]},
    {"MaHoSo": "H31.12-250609-0003"},
)


def taken(lease: float = 60) -> Hand | None:
    job = queue.take("w", timezone.now(), lease)
    return job and Hand(job, threading.Event())


def ran(number: int) -> Job:
    run(taken())
    outbox.deliver(timezone.now())
    return jobs.find(number)


def lying(desk) -> list:
    return list(uploads.folder(desk.home).iterdir())


def logged() -> list[dict]:
    rows = Entry.objects.filter(action="dossiers.import", actor="u7").order_by("sequence")
    return [{"actor": one.actor, "object": one.object, **one.details} for one in rows]


def test_an_upload_becomes_rows_of_the_lake_and_goes(desk, sent):
    number = sent(*ROWS)
    (path,) = lying(desk)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.suffix == ".csv"
    job = ran(number)
    assert (job.state, job.error, job.done) == ("done", "", 1)
    assert lying(desk) == []
    (file,) = job.result["files"]
    assert (file["read"], file["good"], file["bad"]) == (3, 2, 1)
    assert (job.result["version"], job.result["new"], desk.rows().height) == (1, 2, 2)
    (error_file,) = file["error_files"]
    assert (desk.home / error_file).is_file() and error_file.startswith("dossier-errors/")
    counts = {"version": 1, "new": 2, "changed": 0, "unchanged": 0, "bad": 1}
    told = {"actor": "u7", "object": f"job:{number}", "state": "done", "error": "", **counts}
    assert logged() == [told]
    assert audit.verify() == []


def test_no_personal_data_in_the_tables(desk, sent):
    ran(sent(*ROWS))
    told = [*Job.objects.values(), *Letter.objects.values(), *Entry.objects.values()]
    text = json.dumps(told, default=str, ensure_ascii=False)
    assert "H31.12" not in text and not any(one in text for one in PLANTED)


def test_the_same_upload_twice_changes_nothing(desk, sent):
    ran(sent(*ROWS))
    job = ran(sent(*ROWS))
    assert (job.result["version"], job.result["new"], job.result["unchanged"]) == (1, 0, 2)
    assert [one["new"] for one in logged()] == [2, 0]


def test_a_file_that_cannot_be_imported_goes_too(desk):
    number = tasks.upload(io.BytesIO(b"a,b\n1,2\n"), "sai.csv", "u7")
    job = ran(number)
    assert (job.state, job.error, job.attempts) == ("failed", "DOSSIER-002", 1)
    assert lying(desk) == [] and not Lake(desk.home).numbers()
    told = {"actor": "u7", "object": f"job:{number}", "state": "failed", "error": "DOSSIER-002"}
    assert logged() == [told]


def test_a_file_whose_workers_all_died_goes_too(desk, sent):
    number = sent(*ROWS)
    for _ in range(tasks.ATTEMPTS):
        assert lying(desk)
        assert taken(lease=-1)
        assert queue.reap(timezone.now()) == 1
    outbox.deliver(timezone.now())
    job = jobs.find(number)
    assert (job.state, job.error) == ("failed", "JOB-005")
    assert lying(desk) == [] and logged()[0]["error"] == "JOB-005"


def test_a_file_with_an_unexpected_fault_goes_at_the_last_attempt(desk, sent, monkeypatch):
    def fault(*_):
        raise RuntimeError(PLANTED[1])

    monkeypatch.setattr(tasks, "import_files", fault)
    number = sent(*ROWS)
    for attempt in range(1, tasks.ATTEMPTS + 1):
        assert lying(desk)
        job = ran(number)
        assert (job.attempts, job.error) == (attempt, "JOB-006")
        Job.objects.update(due=timezone.now())
    assert job.state == "failed" and lying(desk) == []


@pytest.mark.parametrize("cut", [Abandoned, Stopped])
def test_an_import_cut_off_is_made_again_whole(desk, sent, monkeypatch, cut):
    def stop(*_):
        raise cut

    number = sent(*ROWS)
    (desk.folder / "tmp").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "progress", stop)
        patched.setattr(tempfile, "tempdir", str(desk.folder / "tmp"))
        run(taken())
    assert not list((desk.folder / "tmp").iterdir())
    assert lying(desk) and not Lake(desk.home).numbers()
    Job.objects.update(state="queued", due=timezone.now())
    assert ran(number).state == "done"
    assert lying(desk) == [] and desk.rows().height == 2 and len(logged()) == 1


def test_a_busy_lake_is_waited_for(desk, sent):
    number = sent(*ROWS)
    with Lake(desk.home).writing():
        job = ran(number)
    assert (job.state, job.error) == ("queued", "DOSSIER-007") and lying(desk)
    Job.objects.update(due=timezone.now())
    assert ran(number).state == "done"


def test_progress_speaks_both_languages(desk, sent):
    from thuocdo.jobs.contract import job_json

    job = ran(sent(*ROWS))
    assert "1 lô" in job_json(job)["progress"]["sentence"]
    assert "1 batches" in job_json(job, "en")["progress"]["sentence"]


def test_too_large_a_file_leaves_nothing(desk, monkeypatch):
    monkeypatch.setenv("THUOCDO_UPLOAD_LIMIT", "1000")
    with pytest.raises(ThuocDoError, match="JOB-007"):
        tasks.upload(io.BytesIO(b"x" * 1001), "to.csv", "u7")
    assert lying(desk) == [] and not Job.objects.exists()
    tasks.upload(io.BytesIO(b"x" * 1000), "vua.csv", "u7")
    assert len(lying(desk)) == 1


def test_an_upload_is_never_held_whole(desk, monkeypatch):
    class Stream(io.RawIOBase):
        asked: list[int] = []

        def read(self, size=-1):
            self.asked.append(size)
            return b"x" * size if len(self.asked) < 5 else b""

    tasks.upload(Stream(), "to.csv", "u7")
    assert set(Stream.asked) == {uploads.PIECE}
    assert lying(desk)[0].stat().st_size == 4 * uploads.PIECE


def test_a_request_cut_off_leaves_nothing(desk):
    class Cut(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        tasks.upload(Cut(), "to.csv", "u7")
    assert lying(desk) == []


@pytest.mark.parametrize("name", ["anh.png", "khong-duoi", ".csv", "nguyen-van-a.csv.exe"])
def test_another_kind_of_file_is_refused_without_its_name(desk, name):
    with pytest.raises(ThuocDoError, match="DOSSIER-010") as raised:
        tasks.upload(io.BytesIO(b"x"), name, "u7")
    assert "nguyen" not in str(raised.value) and not uploads.folder(desk.home).exists()


def test_an_actor_is_a_code(desk):
    with pytest.raises(ValueError):
        tasks.upload(io.BytesIO(b"x"), "a.csv", PLANTED[0])
    assert not uploads.folder(desk.home).exists()


def test_only_uploads_are_imported_or_deleted(desk):
    outside = desk.csv("ngoai.csv", {})
    number = jobs.enqueue(tasks.import_dossiers, path=f"../../{outside.name}", actor="u7")
    job = ran(number)
    assert (job.state, job.error) == ("failed", "JOB-008") and outside.exists()


def test_uploads_nobody_waits_for_are_swept_after_a_day(desk, sent):
    sent(*ROWS)
    (waiting,) = lying(desk)
    orphan, fresh = waiting.with_name("cu.csv"), waiting.with_name("moi.csv")
    old = time.time() - timedelta(days=1, minutes=1).total_seconds()
    for path in (orphan, fresh):
        path.write_text("x", encoding="utf-8")
    for path in (orphan, waiting):
        os.utime(path, (old, old))
    assert tasks.sweep_uploads.call() == {"deleted": 1}
    assert sorted(lying(desk)) == sorted([waiting, fresh])
