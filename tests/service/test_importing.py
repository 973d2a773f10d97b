"""The import by the page: who may send, what comes of it, what stays on the disk."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.dossiers.conftest import ROW
from tests.web.readers import seen

from thuocdo import environment
from thuocdo.jobs.models import Job

pytestmark = pytest.mark.django_db
SECRET = "036099001234"


def sent(**cells) -> SimpleUploadedFile:
    row = ROW | {"TenChuHoSo": "Nguyễn Văn Kín"} | cells
    text = ",".join(row) + "\r\n" + ",".join(row.values()) + "\r\n"
    return SimpleUploadedFile("ho-so.csv", text.encode())


def work() -> None:
    from datetime import timedelta
    from threading import Event

    from django.utils import timezone

    from thuocdo.jobs import outbox, queue, running

    now = timezone.now() + timedelta(seconds=1)
    while job := queue.take("test", now, 60):
        running.run(running.Hand(job, Event()))
    outbox.deliver(timezone.now() + timedelta(seconds=1))


def uploads() -> list:
    folder = environment.home() / "uploads"
    return list(folder.glob("*")) if folder.is_dir() else []


def test_a_file_becomes_a_version_and_its_errors_come_back(empty, reader, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(empty / "uploads")
    browser = reader("coordinator")
    answer = browser.post("/phuc-vu/nap/", {"file": sent(TrangThaiHoSo="77")})
    assert answer.status_code == 302
    address = answer["Location"]
    waiting = browser.get(address).content.decode()
    assert 'http-equiv="refresh"' in waiting and "đang chờ" in waiting
    work()
    html = browser.get(address).content.decode()
    assert 'http-equiv="refresh"' not in html
    words = seen(html).words
    assert "Đọc 1 dòng: 0 dòng đúng đã vào kho, 1 dòng sai không vào." in words
    assert "DOSSIER-104" in words and "Nguyễn Văn Kín" not in words
    [link] = [one for one in seen(html).links if "/loi/" in one]
    book = browser.get(link)
    assert book["Content-Disposition"].startswith("attachment")
    assert b"".join(book.streaming_content)[:2] == b"PK"
    assert browser.get(link.replace("/loi/1/", "/loi/2/")).status_code == 404
    assert uploads() == []
    assert "1" in seen(browser.get("/phuc-vu/nap/").content.decode()).words


def test_an_unknown_kind_is_told_beside_the_field(empty, reader):
    file = SimpleUploadedFile("ho-so.docx", b"x")
    answer = reader("coordinator").post("/phuc-vu/nap/", {"file": file})
    assert answer.status_code == 200 and "DOSSIER-010" in answer.content.decode()
    assert Job.objects.count() == 0


def test_nothing_chosen_is_told(empty, reader):
    answer = reader("coordinator").post("/phuc-vu/nap/", {})
    assert "Chọn một tệp." in answer.content.decode()


def test_too_large_is_refused_before_it_is_read(empty, reader, monkeypatch, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(empty / "uploads")
    monkeypatch.setenv("THUOCDO_UPLOAD_LIMIT", "100")
    answer = reader("coordinator").post("/phuc-vu/nap/", {"file": sent()})
    assert answer.status_code == 200 and "JOB-007" in answer.content.decode()
    assert uploads() == [] and Job.objects.count() == 0


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_nobody_else_sends(empty, reader, role, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(empty / "uploads")
    browser = reader(role)
    assert browser.post("/phuc-vu/nap/", {"file": sent()}).status_code == 403
    browser.post("/dang-nhap/", {"file": sent()})
    assert uploads() == [] and Job.objects.count() == 0


def test_a_stranger_cannot_fill_the_disk(empty, client, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(empty / "uploads")
    client.post("/dang-nhap/", {"username": "x", "file": sent()})
    client.post("/phuc-vu/nap/", {"file": sent()})
    assert uploads() == []


def test_the_form_needs_its_protection_code(empty, reader, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(empty / "uploads")
    from django.test import Client

    browser = reader("coordinator")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    answer = strict.post("/phuc-vu/nap/", {"file": sent()})
    assert answer.status_code == 403 and "DOOR-003" in answer.content.decode()
    assert Job.objects.count() == 0


def test_jobs_of_another_kind_are_not_shown(empty, reader):
    from django.utils import timezone

    now = timezone.now()
    job = Job.objects.create(task="thuocdo.other", allowed=1, due=now, created=now)
    assert reader("coordinator").get(f"/phuc-vu/nap/{job.id}/").status_code == 404
