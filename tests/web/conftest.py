"""One client for all: a page asked for twice is answered from memory, as on the real site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from tests.web.doors import OWN, PASSWORD

from thuocdo.accounts.models import User


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A page leaves its language behind in the thread; every test starts with the site's own."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session")
def client(static_files) -> Client:
    """A reader without an account."""
    return Client()


@pytest.fixture(scope="session")
def page(client):
    """``page(address)``: the HTML of a page that answers 200."""

    def fetched(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.content.decode()

    return fetched


@pytest.fixture
def user():
    """``user(role)``: somebody with that role in unit SO-02."""

    def made(role: str = "officer", unit: str = OWN) -> User:
        name = f"{role}.{unit}".lower()
        one = User(username=name, display_name="Trần Thị Lan", role=role, unit=unit)
        one.set_password(PASSWORD)
        one.save()
        return one

    return made


@pytest.fixture
def reader(user):
    """``reader(role)``: a browser in which somebody with that role has signed in."""

    def made(role: str) -> Client:
        browser = Client()
        if role != "public":
            browser.force_login(user(role))
        return browser

    return made
