"""A page takes evidence in: from whom the rights allow, with the form's code, not too large."""

from __future__ import annotations

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.evidence import files

from thuocdo.accounts.models import User
from thuocdo.evidence import receiving
from thuocdo.evidence.models import Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.evidence.addresses")]
CODE = "a" * 32


@pytest.fixture
def sent(home, settings):
    """``sent(content, unit, code)``: what the page answers to an officer of SO-02."""
    settings.FILE_UPLOAD_TEMP_DIR = str(home / "uploads")
    user = User.objects.create(username="lan", display_name="Lan", role="officer", unit="SO-02")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.cookies["thuocdo_csrf"] = CODE

    def made(content: bytes, unit: str = "SO-02", code: str = CODE, name: str = "Báo cáo.pdf"):
        file = SimpleUploadedFile(name, content)
        told = {"csrfmiddlewaretoken": code, "muc": "1.2", "tep": file}
        return browser.post(f"/nop/{unit}/", told)

    return made


def left(home) -> list:
    return list((home / "uploads").glob("*"))


def test_a_file_comes_in_with_its_form(home, sent):
    answer = sent(files.pdf())
    one = Evidence.objects.get()
    assert answer.content.decode() == f"{one.pk} Báo cáo.pdf 1.2" and left(home) == []


def test_without_the_right_or_the_forms_code_nothing_comes_in(home, sent):
    assert sent(files.pdf(), unit="SO-03").status_code == 403
    answer = sent(files.pdf(), code="b" * 32)
    assert answer.status_code == 403 and "DOOR-003" in answer.content.decode()
    assert not Evidence.objects.exists() and left(home) == []


def test_who_is_not_allowed_is_not_read(home, sent, monkeypatch):
    monkeypatch.setattr(receiving, "Receiving", lambda *_: pytest.fail("read"))
    assert sent(files.pdf(), unit="SO-03").status_code == 403


@pytest.mark.parametrize("length", [2000, 2_000_000])
def test_too_large_is_told_and_leaves_nothing(home, sent, monkeypatch, length):
    monkeypatch.setenv("THUOCDO_EVIDENCE_LIMIT", "1000")
    answer = sent(b"a" * length)
    assert answer.status_code == 404 and "EVIDENCE-002" in answer.content.decode()
    assert not Evidence.objects.exists() and left(home) == []


def test_what_is_refused_is_told_with_its_reason(home, sent):
    answer = sent(b"MZ\0", name="bao-cao.pdf")
    assert answer.status_code == 404 and "EVIDENCE-005" in answer.content.decode()
    assert left(home) == []


def test_a_disk_that_fills_is_told_and_leaves_nothing(home, sent, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(receiving.TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = sent(files.pdf())
    assert answer.status_code == 404 and "EVIDENCE-003" in answer.content.decode()
    assert left(home) == []
