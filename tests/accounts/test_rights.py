"""The table of rights: complete, readable, and decided in one place with a reason."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from thuocdo.accounts import Verdict, actions, allowed, roles, scope_of
from thuocdo.accounts.rights import PUBLIC, SCOPES, role_of


@dataclass
class Holder:
    role: str
    unit: str = "SO-02"
    is_active: bool = True


# What the table must say, written a second time by hand.
EXPECTED = {
    ("coordinator", "account.use"): "own",
    ("officer", "account.use"): "own",
    ("head", "account.use"): "own",
    ("leader", "account.use"): "own",
    ("public", "account.use"): "none",
    ("coordinator", "unit.see"): "all",
    ("officer", "unit.see"): "own",
    ("head", "unit.see"): "own",
    ("leader", "unit.see"): "all",
    ("public", "unit.see"): "none",
    ("coordinator", "service.see"): "all",
    ("officer", "service.see"): "own",
    ("head", "service.see"): "own",
    ("leader", "service.see"): "all",
    ("public", "service.see"): "none",
    ("coordinator", "service.province"): "all",
    ("officer", "service.province"): "none",
    ("head", "service.province"): "none",
    ("leader", "service.province"): "all",
    ("public", "service.province"): "none",
    ("coordinator", "dossiers.import"): "all",
    ("officer", "dossiers.import"): "none",
    ("head", "dossiers.import"): "none",
    ("leader", "dossiers.import"): "none",
    ("public", "dossiers.import"): "none",
    ("coordinator", "dossiers.answer"): "all",
    ("officer", "dossiers.answer"): "own",
    ("head", "dossiers.answer"): "own",
    ("leader", "dossiers.answer"): "none",
    ("public", "dossiers.answer"): "none",
    ("coordinator", "survey.read"): "all",
    ("officer", "survey.read"): "none",
    ("head", "survey.read"): "none",
    ("leader", "survey.read"): "all",
    ("public", "survey.read"): "none",
}


def test_the_table_says_what_was_agreed():
    pairs = [(role, action) for action in actions() for role in roles()]
    assert {pair: scope_of(*pair) for pair in pairs} == EXPECTED


def test_every_role_and_action_is_named_in_both_languages():
    assert set(roles()) == {"coordinator", "officer", "head", "leader", PUBLIC}
    for names in (*roles().values(), *actions().values()):
        assert len(names) == 2 and all(names)


def test_every_cell_is_a_scope():
    assert {scope_of(role, action) for action in actions() for role in roles()} <= set(SCOPES)


@pytest.mark.parametrize("action", list(actions()))
@pytest.mark.parametrize("role", list(roles()))
def test_the_scope_decides(role, action):
    holder = None if role == PUBLIC else Holder(role)
    scope = EXPECTED[role, action]
    assert bool(allowed(holder, action)) is (scope != "none")
    assert bool(allowed(holder, action, "SO-02")) is (scope != "none")
    assert bool(allowed(holder, action, "SO-03")) is (scope == "all")


@pytest.mark.parametrize(
    ("holder", "action", "unit", "said"),
    [
        (None, "unit.see", "SO-02", "cần đăng nhập"),
        (Holder("officer"), "unit.see", "SO-03", "đơn vị của mình (SO-02)"),
        (Holder("officer"), "unit.see", "SO-02", "trong phạm vi của mình"),
        (Holder("leader"), "unit.see", "SO-03", "với mọi đơn vị"),
        (Holder("leader"), "dossiers.burn", None, "chưa khai trong bảng quyền"),
        (Holder("coordinator"), "", None, "chưa khai trong bảng quyền"),
    ],
)
def test_the_reason_is_said(holder, action, unit, said):
    verdict = allowed(holder, action, unit)
    assert isinstance(verdict, Verdict)
    assert said in verdict.reason.text("vi")
    assert verdict.reason.text("en") != verdict.reason.text("vi")


def test_whoever_is_disabled_or_has_an_unknown_role_is_the_public():
    assert role_of(Holder("leader", is_active=False)) == PUBLIC
    assert role_of(Holder("root")) == PUBLIC
    assert not allowed(Holder("leader", is_active=False), "account.use")


def test_an_officer_without_a_unit_sees_no_unit():
    assert not allowed(Holder("officer", unit=""), "unit.see", "SO-02")
    assert not allowed(Holder("officer", unit=""), "unit.see", "")
