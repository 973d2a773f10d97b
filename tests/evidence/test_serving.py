"""A file goes out with rights only, as what it is, and can do nothing in the browser."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.evidence import files

from thuocdo.accounts.models import User
from thuocdo.evidence import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.evidence.addresses")]
UNIT = "SO-02"


@pytest.fixture
def officer():
    """Somebody of SO-02."""
    return User.objects.create(username="lan", display_name="Lan", role="officer", unit=UNIT)


@pytest.fixture
def browser(officer):
    """A browser in which the officer has signed in."""
    found = Client()
    found.force_login(officer)
    return found


@pytest.fixture
def fetched(browser, officer, given):
    """``fetched(content, name)``: the answer to who handed it in."""

    def made(content: bytes, name: str, query: str = ""):
        one = given(content, name, officer.actor)
        return browser.get(f"/minh-chung/{UNIT}/{one.pk}/{query}")

    return made


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


KINDS = {
    "pdf": (files.pdf(), "inline", "application/pdf"),
    "png": (files.png(), "inline", "image/png"),
    "jpg": (files.JPEG, "inline", "image/jpeg"),
    "txt": (b"<b>no page</b>", "attachment", "text/plain; charset=utf-8"),
    "docx": (files.word("x"), "attachment", "vnd.openxmlformats"),
    "xlsx": (files.sheet(), "attachment", "vnd.openxmlformats"),
}


@pytest.mark.parametrize("ending", KINDS)
def test_each_kind_goes_out_as_it_is(fetched, ending):
    content, place, media_type = KINDS[ending]
    answer = fetched(content, f"a.{ending}")
    assert answer.status_code == 200 and body(answer) == content
    assert media_type in answer["Content-Type"]
    assert answer["Content-Disposition"] == f'{place}; filename="a.{ending}"'
    assert answer["Content-Length"] == str(len(content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    policy = [one.strip() for one in answer["Content-Security-Policy"].split(";")]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'"} <= set(policy)
    assert "script" not in answer["Content-Security-Policy"]


def test_what_would_be_shown_can_be_saved(fetched):
    answer = fetched(files.pdf(), "a.pdf", "?luu=1")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("run.exe", 'inline; filename="run.exe.pdf"'),
        ("Báo cáo.pdf", "inline; filename*=utf-8''B%C3%A1o%20c%C3%A1o.pdf"),
        ('a"; filename="b.html', 'inline; filename="a__ filename=_b.html.pdf"'),
        ("a\r\nSet-Cookie: x=1", 'inline; filename="a Set-Cookie_ x=1.pdf"'),
    ],
)
def test_no_name_gets_out_of_its_header(fetched, name, expected):
    answer = fetched(files.pdf(), name)
    assert answer["Content-Disposition"] == expected and "x" not in answer.cookies


def test_nobody_else_gets_it_and_nobody_learns_that_it_is_there(browser, given):
    other = given(files.pdf(), "secret.pdf", "u0")
    forged = browser.get(f"/minh-chung/{UNIT}/{other.pk}/")
    absent = browser.get(f"/minh-chung/{UNIT}/{10**9}/")
    for answer in (forged, absent):
        html = answer.content.decode()
        assert answer.status_code == 404 and "EVIDENCE-015" in html and "secret" not in html
    assert browser.get(f"/minh-chung/SO-03/{other.pk}/").status_code == 403
    assert browser.get(f"/minh-chung/{UNIT}/{10**30}/").status_code == 404


def test_without_an_account_the_way_leads_to_the_door(given):
    one = given(files.pdf(), "a.pdf", "u0")
    answer = Client().get(f"/minh-chung/{UNIT}/{one.pk}/")
    assert answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/")


def test_an_address_that_declares_nothing_opens_for_nobody(browser, officer, given):
    one = given(files.pdf(), "a.pdf", officer.actor)
    assert browser.get(f"/khong-khai/{one.pk}/").status_code == 403


def test_only_reading(browser, officer, given):
    one = given(files.pdf(), "a.pdf", officer.actor)
    address = f"/minh-chung/{UNIT}/{one.pk}/"
    assert browser.post(address).status_code == 405
    head = browser.head(address)
    assert head.status_code == 200 and head["Content-Length"] == str(one.size)


def test_a_file_that_is_missing_or_shorter_is_told(home, browser, officer, given):
    one = given(files.pdf(), "a.pdf", officer.actor)
    path = shelf.place(home, one.sha256)
    path.write_bytes(b"%PDF-")
    address = f"/minh-chung/{UNIT}/{one.pk}/"
    for _ in range(2):
        answer = browser.get(address)
        assert answer.status_code == 404 and "EVIDENCE-016" in answer.content.decode()
        path.unlink(missing_ok=True)
