"""May this user do that, for this unit, and why (not)? Reads ``rights.toml``; pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from thuocdo.wording import Sentence

SCOPES = ("own", "all", "none")
PUBLIC = "public"


class Holder(Protocol):
    """Anybody who asks: a user, or ``None`` for a reader without an account."""

    role: str
    unit: str
    is_active: bool


@dataclass(frozen=True)
class Verdict:
    """Yes or no, and the reason as a sentence. Counts as true when it is yes."""

    yes: bool
    reason: Sentence

    def __bool__(self) -> bool:
        return self.yes


@cache
def _table() -> dict:
    text = files("thuocdo.accounts").joinpath("rights.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def roles() -> dict[str, tuple[str, str]]:
    """Every role with its name in Vietnamese and English; ``public`` last."""
    return {name: (told["vi"], told["en"]) for name, told in _table()["roles"].items()}


def actions() -> dict[str, tuple[str, str]]:
    """Every action with what it is in Vietnamese and English."""
    return {name: (told["vi"], told["en"]) for name, told in _table()["actions"].items()}


def role_of(holder: Holder | None) -> str:
    """Role of ``holder``; whoever is not signed in, or no longer active, is the public."""
    if holder is None or not holder.is_active or holder.role not in _table()["roles"]:
        return PUBLIC
    return holder.role


def scope_of(role: str, action: str) -> str:
    """``own``, ``all`` or ``none``; what the table does not name is ``none``."""
    return _table()["actions"].get(action, {}).get(role, "none")


def allowed(holder: Holder | None, action: str, unit: str | None = None) -> Verdict:
    """Whether ``holder`` may do ``action`` for ``unit``; ``None`` is the holder's own.

    This is the only place that decides.
    """
    role = role_of(holder)
    scope = scope_of(role, action)
    told = {
        "role": roles()[role],
        "action": actions().get(action, (action, action)),
        "unit": getattr(holder, "unit", "") or "–",
        "asked": unit or "–",
    }
    if action not in actions():
        return Verdict(False, Sentence("accounts", "unknown_action", told))
    if scope == "all":
        return Verdict(True, Sentence("accounts", "may_all", told))
    if scope == "own":
        if unit is None or (unit and unit == holder.unit):
            return Verdict(True, Sentence("accounts", "may_own", told))
        return Verdict(False, Sentence("accounts", "other_unit", told))
    key = "sign_in_first" if role == PUBLIC else "role_may_not"
    return Verdict(False, Sentence("accounts", key, told))
