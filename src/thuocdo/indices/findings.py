"""A finding: what is low, by how much, where, who owns it, how sure, and the evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from thuocdo.indices.traces import SAMPLE, Group, Row, Trace
from thuocdo.wording import Sentence


@dataclass(frozen=True)
class Set:
    """A leaf: the rows of a lake version that a filter picks; rerun the filter to list them all.

    ``filter``: (column, value) pairs that all hold. ``count``: how many rows there are;
    ``checksum`` of all their codes; ``sample``: at most 100 codes, the first in their order.
    """

    lake_version: int | None
    filter: tuple[tuple[str, str | int], ...]
    count: int
    checksum: str
    sample: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What a reading of the figures found and somebody has to look at.

    ``what``: what is low, in words. ``item``: the metric or criterion. ``amount`` of
    ``measure`` ("points", "dossiers", "share"). ``where``: codes from the widest place to the
    narrowest (unit, procedure). ``owner``: the unit that can change it, ``None`` when nobody is
    known to. ``basis``: as figures have it. ``sure``: how sure, in words.
    """

    what: Sentence
    item: str
    amount: float
    measure: str
    where: tuple[str, ...]
    owner: str | None
    basis: str
    sure: Sentence
    evidence: tuple[Trace | Row | Group | Set, ...] = ()


def set_of(
    codes: Iterable[str], filter: tuple[tuple[str, str | int], ...], version: int | None = None
) -> Set:
    """The leaf of ``codes``, in any order; a code counts once."""
    listed = sorted(set(codes))
    digest = hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16]
    return Set(version, filter, len(listed), digest, tuple(listed[:SAMPLE]))
