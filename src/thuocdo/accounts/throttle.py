"""Few guesses: sign-ins are counted per username and per address, in the database.

A guess is counted before the password is looked at, so that guesses made at once do not slip
through. Keys are keyed hashes; old rows go as new ones come, and there is a most of them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from thuocdo.accounts.models import Attempts

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 10, 60
MOST_ROWS = 20_000


def take(username: str, address: str, now: datetime) -> str:
    """Count a guess. "" when it may go on; "first" at the one that closes the door; "closed"."""
    with transaction.atomic():
        _forget_old(now)
        counts = [
            (_counted(kind, value, now), most)
            for kind, value, most in (
                ("name", username, PER_NAME),
                ("address", address, PER_ADDRESS),
            )
            if value
        ]
    over = [count - most for count, most in counts if count > most]
    if not over:
        return ""
    return "first" if max(over) == 1 else "closed"


def release(username: str, address: str) -> None:
    """The guess was right: forget those of the name, take this one back from the address."""
    Attempts.objects.filter(key=_key("name", username)).delete()
    if address:
        here = Attempts.objects.filter(key=_key("address", address), count__gt=0)
        here.update(count=F("count") - 1)


def _counted(kind: str, value: str, now: datetime) -> int:
    row, _ = Attempts.objects.get_or_create(key=_key(kind, value), defaults={"since": now})
    Attempts.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return Attempts.objects.values_list("count", flat=True).get(pk=row.pk)


def _forget_old(now: datetime) -> None:
    Attempts.objects.filter(since__lt=now - WINDOW).delete()
    if Attempts.objects.count() >= MOST_ROWS:
        oldest = Attempts.objects.order_by("since").values_list("pk", flat=True)[: MOST_ROWS // 10]
        Attempts.objects.filter(pk__in=list(oldest)).delete()


def _key(kind: str, value: str) -> str:
    short = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return salted_hmac(
        "thuocdo.accounts.throttle", f"{kind}:{short}", algorithm="sha256"
    ).hexdigest()
