"""``thuocdo users``: what it does, what it refuses, what it tells the log; never the password."""

from __future__ import annotations

import io
import json

import pytest

from thuocdo import audit
from thuocdo.accounts.models import User
from thuocdo.audit.log import links
from thuocdo.cli.main import run

pytestmark = pytest.mark.django_db
GOOD, OTHER = "Đường làng mưa bay", "Con cò bay lả bay la"


@pytest.fixture
def call(capsys, monkeypatch):
    """``call("add", "lan", …, password=…)``: exit code and everything printed."""
    printed = []

    def called(*words: str, password: str = "") -> tuple[int, str]:
        monkeypatch.setenv("THUOCDO_PASSWORD", password)
        capsys.readouterr()
        code = run(["users", *words])
        told = capsys.readouterr()
        printed.append(told.out + told.err)
        return code, printed[-1]

    yield called
    assert not [text for text in printed if GOOD in text or OTHER in text]


@pytest.fixture
def lan(call) -> User:
    call("add", "lan", "--role", "officer", "--unit", "SO-02", "--name", "Lan", password=GOOD)
    return User.objects.get(username="lan")


def last() -> tuple:
    link = list(links())[-1]
    return link.actor, link.action, link.object, link.scope, dict(link.details)


def test_adding(call, lan):
    assert (lan.role, lan.unit, lan.display_name, lan.is_active) == (
        "officer",
        "SO-02",
        "Lan",
        True,
    )
    assert lan.password.startswith("argon2") and lan.check_password(GOOD)
    assert last() == ("cli", "user.added", lan.actor, "SO-02", {"role": "officer"})
    assert audit.verify() == []


def test_the_coordinator_needs_no_unit(call):
    code, said = call("add", "Chung", "--role", "coordinator", password=GOOD)
    assert code == 0 and "chung" in said
    assert User.objects.get(username="chung").unit == ""


@pytest.mark.parametrize(
    ("words", "password", "code", "error"),
    [
        (("lan", "--role", "officer", "--unit", "SO-02"), GOOD, 1, "USER-002"),
        (("LAN", "--role", "officer", "--unit", "SO-02"), GOOD, 1, "USER-002"),
        (("b", "--role", "officer", "--unit", "SO-02"), GOOD, 2, "USER-003"),
        (("bình", "--role", "officer", "--unit", "SO-02"), GOOD, 2, "USER-003"),
        (("binh", "--role", "public"), GOOD, 2, "USER-004"),
        (("binh", "--role", "root"), GOOD, 2, "USER-004"),
        (("binh", "--role", "officer"), GOOD, 2, "USER-005"),
        (("binh", "--role", "officer", "--unit", "SO-99"), GOOD, 1, "UNIT-001"),
        (("binh", "--role", "leader"), "ngan", 1, "USER-006"),
        (("binh", "--role", "leader"), "", 2, "USER-007"),
    ],
)
def test_what_is_refused_changes_nothing(call, lan, words, password, code, error, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = audit.head()
    got, said = call("add", *words, password=password)
    assert (got, error in said) == (code, True), said
    assert User.objects.count() == 1 and audit.head() == before


def test_a_password_from_stdin(call, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD + "\n"))
    assert call("add", "binh", "--role", "leader", "--stdin")[0] == 0
    assert User.objects.get(username="binh").check_password(GOOD)


def test_a_password_asked_without_echo(call, monkeypatch):
    answers = iter([GOOD, GOOD, GOOD, OTHER])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    assert call("add", "binh", "--role", "leader")[0] == 0
    code, said = call("add", "cuc", "--role", "leader")
    assert code == 1 and "không giống nhau" in said


def test_changing_role_and_unit(call, lan):
    assert call("change", "lan", "--role", "head", "--unit", "11953")[0] == 0
    lan.refresh_from_db()
    assert (lan.role, lan.unit, lan.display_name) == ("head", "11953", "Lan")
    details = {"role": "head", "was_role": "officer", "was_unit": "SO-02"}
    assert last() == ("cli", "user.changed", lan.actor, "11953", details)
    before = audit.head()
    assert call("change", "lan", "--role", "head")[0] == 0
    assert audit.head() == before, "nothing changed, nothing told"
    assert call("change", "lan", "--unit", "-")[0] == 2, "a head has a unit"
    assert call("change", "lan", "--role", "leader", "--unit", "-")[0] == 0


def test_disabling_and_enabling(call, lan):
    assert call("disable", "lan")[0] == 0
    lan.refresh_from_db()
    assert not lan.is_active
    assert last() == ("cli", "user.disabled", lan.actor, "SO-02", {})
    assert call("enable", "lan")[0] == 0
    assert last()[1] == "user.enabled"


def test_setting_a_password(call, lan):
    assert call("password", "lan", password=OTHER)[0] == 0
    lan.refresh_from_db()
    assert lan.check_password(OTHER)
    assert last() == ("cli", "password.set", lan.actor, "SO-02", {})
    assert call("password", "lan", password="ngan")[0] == 1
    assert call("password", "ai-do", password=OTHER)[0] == 1


def test_listing(call, lan):
    assert "lan" in call("list")[1]
    told = json.loads(call("list", "--json")[1])
    assert told == {
        "users": [
            {"username": "lan", "name": "Lan", "role": "officer", "unit": "SO-02", "active": True}
        ]
    }
    call("disable", "lan")
    assert "đã khóa" in call("list")[1]


def test_an_empty_list_says_what_to_do(call):
    assert "thuocdo users add" in call("list")[1]


def test_no_change_without_its_row_in_the_log(lan, monkeypatch):
    from thuocdo import facts
    from thuocdo.accounts import users

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    for change in (
        lambda: users.add(facts.read(), "cli", "binh", "", "leader", "", GOOD),
        lambda: users.change(facts.read(), "cli", lan, "head", "SO-03", "Lan"),
        lambda: users.set_active("cli", lan, False),
        lambda: users.set_password("cli", lan, OTHER),
    ):
        with pytest.raises(RuntimeError):
            change()
    kept = User.objects.get()
    assert (kept.role, kept.unit, kept.is_active) == ("officer", "SO-02", True)
    assert kept.check_password(GOOD)


def test_a_database_that_does_not_open_says_so(capsys, monkeypatch):
    from django.db import OperationalError
    from django.db.migrations import executor

    def broken(*_):
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(executor, "MigrationExecutor", broken)
    assert run(["users", "list"]) == 1
    said = capsys.readouterr().err
    assert "DATA-002" in said and "thuocdo init" in said and "Traceback" not in said
