"""Adding users and changing what they are; each change and its audit row in one transaction."""

from __future__ import annotations

import re

from django.db import transaction

from thuocdo import audit
from thuocdo.accounts import passwords, throttle
from thuocdo.accounts.models import User
from thuocdo.accounts.rights import PUBLIC, roles, scope_of
from thuocdo.errors import ThuocDoError
from thuocdo.facts import Facts
from thuocdo.units import Unit, communes, departments

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


def unit_of(facts: Facts, code: str) -> Unit | None:
    """The commune or department ``code``; ``None`` when there is none."""
    known = (*departments(facts), *communes(facts))
    return next((unit for unit in known if unit.code == code), None)


def add(
    facts: Facts, actor: str, username: str, name: str, role: str, unit: str, password: str
) -> User:
    """A new user. Raises ``ThuocDoError`` USER-001 … USER-006, CALL-010, UNIT-001."""
    username = username.strip().lower()
    _refuse_username(username)
    _refuse_role(facts, role, unit)
    _refuse_password(password, username)
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise ThuocDoError.of("USER-002", username=username)
        user = User(username=username, display_name=name.strip() or username, role=role, unit=unit)
        user.set_password(passwords.normal(password))
        user.save()
        audit.record(actor, "user.added", user.actor, unit, {"role": role})
    return user


def find(username: str) -> User:
    """The user ``username``. Raises ``ThuocDoError`` USER-001."""
    try:
        return User.objects.get_by_natural_key(username.strip())
    except User.DoesNotExist:
        raise ThuocDoError.of("USER-001", username=username) from None


def change(facts: Facts, actor: str, user: User, role: str, unit: str, name: str) -> bool:
    """Another role, unit or name; whether anything changed."""
    _refuse_role(facts, role, unit)
    before = (user.role, user.unit, user.display_name)
    if before == (role, unit, name):
        return False
    details = {"role": role, "was_role": user.role, "was_unit": user.unit}
    with transaction.atomic():
        user.role, user.unit, user.display_name = role, unit, name
        user.save(update_fields=["role", "unit", "display_name"])
        audit.record(actor, "user.changed", user.actor, unit, details)
    return True


def set_active(actor: str, user: User, active: bool) -> bool:
    """Disable or enable; whether anything changed. A disabled user is signed out at once."""
    if user.is_active == active:
        return False
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        action = "user.enabled" if active else "user.disabled"
        audit.record(actor, action, user.actor, user.unit)
    return True


def set_password(actor: str, user: User, password: str) -> None:
    """A new password; all sessions of the user end, and so does a closed door."""
    _refuse_password(password, user.username)
    with transaction.atomic():
        user.set_password(passwords.normal(password))
        user.save(update_fields=["password"])
        throttle.release(user.username, "")
        audit.record(actor, "password.set", user.actor, user.unit)


def _refuse_username(username: str) -> None:
    if not USERNAME.fullmatch(username):
        raise ThuocDoError.of("USER-003", username=username)


def _refuse_role(facts: Facts, role: str, unit: str) -> None:
    known = [name for name in roles() if name != PUBLIC]
    if role not in known:
        raise ThuocDoError.of("USER-004", role=role, roles=", ".join(known))
    if unit and unit_of(facts, unit) is None:
        raise ThuocDoError.of(
            "UNIT-001",
            name=unit,
            hint_vi="Xem mã bằng: thuocdo units list --level commune (hoặc department).",
            hint_en="See the codes with: thuocdo units list --level commune (or department).",
        )
    if not unit and scope_of(role, "unit.see") == "own":
        raise ThuocDoError.of("USER-005", role=role)


def _refuse_password(password: str, username: str) -> None:
    found = passwords.fault(password, username)
    if found:
        raise ThuocDoError.of("USER-006", why=(found.text("vi"), found.text("en")))
