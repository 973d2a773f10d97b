"""Signing in and out, changing one's password; each is written to the audit log."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from thuocdo import audit
from thuocdo.accounts import throttle
from thuocdo.accounts.models import User
from thuocdo.accounts.passwords import normal

NOBODY = "nobody"  # actor of what is done by whoever is not signed in


@dataclass(frozen=True)
class Entrance:
    """How a sign-in ended: the user, or ``None``; ``closed`` after too many guesses."""

    user: User | None
    closed: bool = False


def sign_in(request: HttpRequest, username: str, password: str) -> Entrance:
    """Sign in, with a new session key. A wrong name and a wrong password look the same."""
    name, address = username.strip().lower(), address_of(request)
    state = throttle.take(name, address, timezone.now())
    if state:
        if state == "first":
            audit.record(NOBODY, "login.closed", _known(name))
        return Entrance(None, closed=True)
    user = auth.authenticate(request, username=name, password=normal(password))
    if user is None:
        audit.record(NOBODY, "login.refused", _known(name))
        return Entrance(None)
    with transaction.atomic():
        throttle.release(name, address)
        auth.login(request, user)
        audit.record(user.actor, "login", user.actor, user.unit)
    return Entrance(user)


def sign_out(request: HttpRequest) -> None:
    """End the session; nothing to do for whoever has none."""
    if request.user.is_authenticated:
        with transaction.atomic():
            audit.record(request.user.actor, "logout", request.user.actor, request.user.unit)
            auth.logout(request)


def knows_password(request: HttpRequest, password: str) -> bool | None:
    """Whether the signed-in user gave the right password; ``None`` after too many guesses."""
    user = request.user
    if throttle.take(user.username, "", timezone.now()):
        return None
    if not user.check_password(normal(password)):
        audit.record(user.actor, "password.refused", user.actor, user.unit)
        return False
    throttle.release(user.username, "")
    return True


def change_password(request: HttpRequest, password: str) -> None:
    """A new password for the signed-in user; other sessions of theirs end, this one goes on."""
    user = request.user
    with transaction.atomic():
        user.set_password(normal(password))
        user.save(update_fields=["password"])
        auth.update_session_auth_hash(request, user)
        audit.record(user.actor, "password.changed", user.actor, user.unit)


def address_of(request: HttpRequest) -> str:
    """The reader's address; behind a proxy of this machine the one it added last.

    "" when a proxy of this machine tells none: then addresses cannot be told apart, and a limit
    would close the door on everybody.
    """
    near = request.META.get("REMOTE_ADDR", "")
    if not _is_loopback(near):
        return near
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return told[:64]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True  # a socket of this machine


def _known(username: str) -> str:
    """The user meant, if there is one; what was typed may be a password and is not kept."""
    found = User.objects.filter(username=username).only("pk").first()
    return found.actor if found else "unknown"
