"""Accounts: who you are and what you may touch.

Owns: the users (name, unit, role), passwords, signing in and out, the throttle of failed
sign-ins, and the one table of rights (``rights.toml``: role × action × own unit, all, none).
In: what a form or the command ``thuocdo users`` asks. Out: a signed-in user;
``allowed(user, action, unit)`` with the reason in words, the only place that decides. Every
change and every sign-in is written to the audit log in the same transaction. ``rights`` and
``passwords`` are pure. This room shows no page: the cockpit does.
"""

from thuocdo.accounts.rights import Verdict, actions, allowed, roles, scope_of

__all__ = ["Verdict", "actions", "allowed", "roles", "scope_of"]
