"""Few guesses, whoever is meant; counted in the database and bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from thuocdo.accounts import throttle
from thuocdo.accounts.entry import address_of
from thuocdo.accounts.models import Attempts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_the_door_closes_after_so_many_guesses_of_a_name():
    states = [throttle.take("lan", "192.0.2.1", NOW) for _ in range(throttle.PER_NAME + 3)]
    assert states == [""] * throttle.PER_NAME + ["first", "closed", "closed"]
    assert throttle.take("binh", "192.0.2.1", NOW) == "", "another name is not touched"


def test_the_door_closes_after_so_many_guesses_from_an_address():
    states = [throttle.take(f"n{n}", "192.0.2.1", NOW) for n in range(throttle.PER_ADDRESS + 2)]
    assert states == [""] * throttle.PER_ADDRESS + ["first", "closed"]
    assert throttle.take("binh", "192.0.2.2", NOW) == ""


def test_it_opens_again_after_the_window():
    for _ in range(throttle.PER_NAME + 1):
        throttle.take("lan", "", NOW)
    assert throttle.take("lan", "", NOW + throttle.WINDOW - timedelta(seconds=1)) == "closed"
    assert throttle.take("lan", "", NOW + throttle.WINDOW + timedelta(seconds=1)) == ""


def test_a_right_guess_forgets_the_name_and_takes_one_back_from_the_address():
    for _ in range(5):
        throttle.take("lan", "192.0.2.1", NOW)
    throttle.release("lan", "192.0.2.1")
    assert list(Attempts.objects.values_list("count", flat=True)) == [4]


def test_neither_names_nor_addresses_are_kept_and_rows_are_bounded(monkeypatch):
    monkeypatch.setattr(throttle, "MOST_ROWS", 50)
    for n in range(200):
        throttle.take(f"name-{n}", "", NOW + timedelta(milliseconds=n))
    assert Attempts.objects.count() <= 50
    assert not [one for one in Attempts.objects.all() if "name" in one.key]
    throttle.take("lan\x00\ud800" * 1000, "", NOW)


@pytest.mark.parametrize(
    ("near", "told", "address"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", None, ""),
        ("", None, ""),
    ],
)
def test_the_address_is_what_the_nearest_honest_machine_saw(near, told, address):
    more = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    request = RequestFactory().get("/", REMOTE_ADDR=near, **more)
    assert address_of(request) == address
