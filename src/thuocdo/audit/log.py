"""Write to the log and read it back; the model is met only when a call is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from thuocdo.audit.chain import START, Fault, Link, faults, sealed, unfit

LOCK = 0x7468_6374  # number of the lock that writers of the log take on PostgreSQL
FIELDS = ("sequence", "time", "actor", "action", "object", "scope", "details", "previous", "hash")


def record(
    actor: str,
    action: str,
    object: str = "",
    scope: str = "",
    details: Mapping | None = None,
) -> Link:
    """Append a row; in the transaction of the caller, so that both happen or neither.

    ``actor`` is a plain identifier ("u12", "cli"), ``object`` what was acted on, ``scope`` the
    unit. Raises ``ValueError`` for anything that is not a code or a whole number: personal data
    do not belong here.
    """
    from django.db import transaction

    from thuocdo.audit.models import Entry

    told = {"actor": actor, "action": action, "object": object, "scope": scope, **(details or {})}
    for name, value in told.items():
        if why := unfit(name, value) or unfit("name of a detail", name):
            raise ValueError(f"not for the audit log: {why}")
    with transaction.atomic():
        _wait_for_turn()
        sequence, previous = head()
        time = datetime.now(UTC).isoformat(timespec="microseconds")
        content = dict(details or {})
        link = sealed(Link(sequence + 1, time, actor, action, object, scope, content, previous))
        Entry(**{name: getattr(link, name) for name in FIELDS}).save()
    return link


def head() -> tuple[int, str]:
    """Number and hash of the last row; (0, 64 zeros) before the first."""
    from thuocdo.audit.models import Entry

    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, START)


def links() -> Iterator[Link]:
    """Every row in order."""
    from thuocdo.audit.models import Entry

    rows = Entry.objects.order_by("sequence").values_list(*FIELDS)
    return (Link(*row) for row in rows.iterator(chunk_size=2000))


def verify(kept: tuple[int, str] | None = None) -> list[Fault]:
    """Every row edited, moved, removed or replaced; [] when the log is whole.

    ``kept`` is a head noted earlier outside the database.
    """
    return faults(links(), kept)


def _wait_for_turn() -> None:
    """One writer at a time: SQLite's transactions are IMMEDIATE; PostgreSQL needs a lock."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
