"""The log in the database: written with its change, refused to be changed, verified."""

from __future__ import annotations

import json
import os

import pytest
from django.db import DatabaseError, connection, transaction

from thuocdo import audit
from thuocdo.audit.log import links
from thuocdo.audit.models import Entry, Frozen
from thuocdo.cli.main import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def five():
    """The numbers of five rows written now."""
    return [audit.record("u1", "user.added", f"u{n}", "SO-02", {"n": n}).sequence for n in range(5)]


def test_rows_follow_one_another(five):
    assert five == list(range(five[0], five[0] + 5))
    rows = [one for one in links() if one.sequence >= five[0]]
    assert [one.previous for one in rows[1:]] == [one.hash for one in rows[:-1]]
    assert audit.head() == (rows[-1].sequence, rows[-1].hash)
    assert audit.verify() == []


def test_the_row_goes_with_its_change():
    before = audit.head()
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("u1", "login", "u1")
        raise RuntimeError
    assert audit.head() == before


@pytest.mark.parametrize(
    "call",
    [
        ("Nguyễn Văn A", "login"),
        ("u1", "đăng nhập"),
        ("u1", "login", "0912345678"),
        ("u1", "login", "", "a@b.vn"),
        ("u1", "login", "", "", {"name": "Nguyễn Văn A"}),
        ("u1", "login", "", "", {"họ tên": 1}),
        ("u1", "login", "", "", {"share": 0.5}),
    ],
)
def test_personal_data_are_refused(call):
    before = audit.head()
    with pytest.raises(ValueError, match="not for the audit log"):
        audit.record(*call)
    assert audit.head() == before


def test_the_model_refuses_to_change(five):
    row = Entry.objects.get(pk=five[2])
    row.actor = "u2"
    for attempt in (
        row.save,
        row.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.filter(pk=five[2]).update(actor="u2"),
        lambda: Entry.objects.bulk_update([row], ["actor"]),
    ):
        with pytest.raises(Frozen):
            attempt()
    assert audit.verify() == []


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'u2'", "emptying"])
def test_the_database_refuses_to_change(five, statement):
    has_truncate = connection.vendor == "postgresql"
    emptying = ["DELETE FROM audit_entry", *(["TRUNCATE audit_entry"] if has_truncate else [])]
    for one in emptying if statement == "emptying" else [statement]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(one)
    assert audit.verify() == []


def execute(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unlocked(five):
    """The log in the hands of somebody who took the triggers away; the first row's number."""
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER audit_entry_no_update")
        execute("DROP TRIGGER audit_entry_no_delete")
    else:
        execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    return five[0]


def test_an_edit_past_the_triggers_is_named(unlocked):
    execute("UPDATE audit_entry SET actor = 'u9' WHERE sequence = %s", unlocked + 2)
    assert [(one.kind, one.sequence) for one in audit.verify()] == [("edited", unlocked + 2)]


def test_an_edit_of_the_details_is_named(unlocked):
    execute("UPDATE audit_entry SET details = '{\"n\": 7}' WHERE sequence = %s", unlocked + 1)
    assert [(one.kind, one.sequence) for one in audit.verify()] == [("edited", unlocked + 1)]


def test_a_removal_past_the_triggers_is_named(unlocked):
    execute("DELETE FROM audit_entry WHERE sequence = %s", unlocked + 1)
    assert [(one.kind, one.sequence) for one in audit.verify()] == [("removed", unlocked + 1)]


def test_two_rows_exchanged_past_the_triggers_are_named(unlocked):
    for old, new in ((unlocked + 1, -1), (unlocked + 3, unlocked + 1), (-1, unlocked + 3)):
        execute("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", new, old)
    found = [(one.kind, one.sequence, one.origin) for one in audit.verify()]
    assert found == [
        ("moved", unlocked + 1, unlocked + 3),
        ("moved", unlocked + 3, unlocked + 1),
    ]


def test_the_command_names_the_row_and_says_no(unlocked, capsys):
    number, last = audit.head()
    assert run(["audit", "verify"]) == 0
    assert run(["audit", "head"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{number}:{last}"
    execute("DELETE FROM audit_entry WHERE sequence > %s", number - 2)
    assert run(["audit", "verify"]) == 0, "nothing in the table tells of its lost end"
    assert run(["audit", "verify", "--head", f"{number}:{last}"]) == 1
    said = capsys.readouterr().out
    assert f"Dòng {number - 1} đến {number}: đã bị xóa." in said
    execute("UPDATE audit_entry SET scope = '' WHERE sequence = %s", unlocked)
    assert run(["audit", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    fault = {"kind": "edited", "row": unlocked, "until": None, "origin": None}
    assert told["faults"] == [fault] and told["whole"] is False


def test_a_wrong_head_is_a_wrong_call(capsys):
    assert run(["audit", "verify", "--head", "12"]) == 2
    assert "CALL-010" in capsys.readouterr().err


def test_a_database_not_set_up_says_so(capsys, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1, 2])
    assert run(["audit", "head"]) == 1
    said = capsys.readouterr().err
    assert "DATA-001" in said and "thuocdo init" in said


def test_the_database_is_the_one_the_run_is_for():
    wanted = os.environ.get("TEST_DATABASE_URL", "sqlite").partition(":")[0]
    assert connection.vendor == ("postgresql" if wanted == "postgres" else "sqlite")
