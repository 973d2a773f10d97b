"""The hash chain: how a row is written down, hashed, and how tampering shows.

A row's hash covers all its fields and the hash of the row before it. So an edit breaks the
row itself, a removal leaves a gap, a row under another number still hashes to its own one, and
a row rewritten together with its hash is betrayed by the row that follows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

START = "0" * 64  # what the first row has before it
SEARCH = 2000  # numbers tried when looking for the one a moved row had
CODE = re.compile(r"[\w.:/-]{0,80}", re.ASCII)
LONG_NUMBER = re.compile(r"\+?\d{9,13}")  # telephone and identity numbers


@dataclass(frozen=True)
class Link:
    """A row of the log. ``time`` is ISO 8601 in UTC with microseconds."""

    sequence: int
    time: str
    actor: str
    action: str
    object: str
    scope: str
    details: Mapping = field(hash=False)
    previous: str
    hash: str = ""


@dataclass(frozen=True)
class Fault:
    """A row that is not as it was written.

    ``kind``: ``edited``; ``removed`` (``until`` is the last row of the gap); ``moved``
    (``origin`` is the number it was written under); ``replaced`` (rewritten with its hash);
    ``unordered`` (stands after a later row).
    """

    kind: str
    sequence: int
    until: int | None = None
    origin: int | None = None


def canonical(link: Link) -> str:
    """The one spelling of a row that is hashed: JSON with sorted keys, without its hash."""
    fields = {
        "sequence": link.sequence,
        "time": link.time,
        "actor": link.actor,
        "action": link.action,
        "object": link.object,
        "scope": link.scope,
        "details": link.details,
        "previous": link.previous,
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(link: Link) -> str:
    """SHA-256 of the row's canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(link).encode("utf-8")).hexdigest()


def sealed(link: Link) -> Link:
    """``link`` with its hash."""
    return replace(link, hash=digest(link))


def unfit(name: str, value: object) -> str:
    """Why ``value`` may not stand in the log; "" when it may.

    A text is a code: ASCII letters, digits and ``_ . : / -``, at most 80. Names, e-mail
    addresses, sentences, telephone and identity numbers are not codes; a fraction is spelled
    differently by different databases.
    """
    if value is None or isinstance(value, bool | int):
        return ""
    if isinstance(value, list | tuple):
        return next(filter(None, (unfit(name, one) for one in value)), "")
    if not isinstance(value, str):
        return f"{name} is {type(value).__name__}"
    if not CODE.fullmatch(value) or LONG_NUMBER.fullmatch(value):
        return f"{name} is not a code"
    return ""


def faults(links: Iterable[Link], head: tuple[int, str] | None = None) -> list[Fault]:
    """Every fault of ``links``, in the order given; [] when the chain is whole.

    ``head`` is a (sequence, hash) kept elsewhere: without it nobody can see that the last
    rows are gone or that the whole chain was made anew.
    """
    found, broken, gaps = [], [], []
    last = Link(0, "", "", "", "", "", {}, "", START)
    seen_head = head is None or head[0] == 0
    is_whole = True  # whether the hash of ``last`` may be relied upon
    for link in links:
        if link.sequence <= last.sequence:
            found.append(Fault("unordered", link.sequence))
            continue
        if link.sequence > last.sequence + 1:
            gaps.append((last.sequence + 1, link.sequence - 1))
        fits = digest(link) == link.hash
        if not fits:
            broken.append(link)
        elif is_whole and link.sequence == last.sequence + 1 and link.previous != last.hash:
            found.append(Fault("replaced", last.sequence or link.sequence))
        if head and link.sequence == head[0]:
            seen_head = True
            if fits and link.hash != head[1]:
                found.append(Fault("replaced", link.sequence))
        last, is_whole = link, fits
    if not seen_head:
        gaps.append((last.sequence + 1, head[0]))
    found += [*_explained(broken, gaps)]
    return sorted(set(found), key=lambda one: (one.sequence, one.kind))


def _explained(broken: list[Link], gaps: list[tuple[int, int]]) -> Iterator[Fault]:
    """Rows that do not hash to their hash: moved when another number makes them, else edited."""
    known = sorted({link.sequence for link in broken})[:SEARCH]
    origins: dict[int, int] = {}
    shift = 0
    for place, link in enumerate(broken):
        # Rows moved together moved by the same step; the wide search is for the first ones.
        tried = [link.sequence + shift, *(_candidates(link, known) if place < SEARCH else ())]
        origin = next((n for n in tried if n > 0 and _was(link, n)), None)
        if origin is None:
            yield Fault("edited", link.sequence)
        else:
            shift = origin - link.sequence
            origins[link.sequence] = origin
            yield Fault("moved", link.sequence, origin=origin)
    elsewhere = set(origins.values())
    for low, high in gaps:
        yield from _runs([n for n in range(low, high + 1) if n not in elsewhere])
    # A number taken by a moved row whose own row is nowhere: that one is gone.
    yield from _runs(sorted(set(origins) - elsewhere))


def _candidates(link: Link, known: list[int]) -> Iterator[int]:
    yield from known
    for step in range(1, SEARCH // 4):
        yield from (link.sequence + step, link.sequence - step)


def _was(link: Link, sequence: int) -> bool:
    return digest(replace(link, sequence=sequence)) == link.hash


def _runs(numbers: list[int]) -> Iterator[Fault]:
    """Consecutive ``numbers`` as one fault each."""
    start = None
    for place, number in enumerate(numbers):
        start = number if start is None else start
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield Fault("removed", start, until=number)
            start = None
