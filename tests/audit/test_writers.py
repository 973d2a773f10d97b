"""Writers at once, each with a connection of its own; what they write stays, as a log does."""

from __future__ import annotations

import threading

from django.db import connection

from thuocdo import audit


def test_writers_at_once_make_one_chain(django_db_setup, django_db_blocker):
    failed = []

    def write() -> None:
        try:
            for n in range(10):
                audit.record("u1", "user.changed", "u2", "", {"n": n})
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        before, _ = audit.head()
        threads = [threading.Thread(target=write) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        assert failed == []
        assert audit.head()[0] == before + 40
        assert audit.verify() == []
        connection.close()
