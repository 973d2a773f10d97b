"""Whether what the rows name is what lies on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from thuocdo import disk
from thuocdo.evidence import shelf


@dataclass(frozen=True)
class Fault:
    """``kind``: ``missing`` (a row names it, the disk has it not), ``changed`` (its content is
    not that of its name), ``orphan`` (no row names it), ``unfinished`` (an upload cut off).

    ``file`` is the path beneath THUOCDO_HOME.
    """

    kind: str
    file: str


def verify(home: Path, known: Mapping[str, int]) -> list[Fault]:
    """Every fault of the shelf against ``known`` (SHA-256 → bytes), every file read; in order.

    Orphans and unfinished files lose nothing: an upload may be on its way. Missing and changed
    ones do.
    """
    return sorted(_faults(home, known), key=lambda one: (one.kind, one.file))


def is_harm(fault: Fault) -> bool:
    """Whether evidence is lost or changed."""
    return fault.kind in ("missing", "changed")


def _faults(home: Path, known: Mapping[str, int]) -> Iterator[Fault]:
    lying = {path.relative_to(home).as_posix(): path for path in shelf.contents(home)}
    for sha256, size in known.items():
        file = shelf.place(home, sha256).relative_to(home).as_posix()
        path = lying.pop(file, None)
        if path is None:
            yield Fault("missing", file)
        elif path.stat().st_size != size or disk.checksum(path) != sha256:
            yield Fault("changed", file)
    for file in lying:
        yield Fault("orphan", file)
    for path in (shelf.folder(home) / "incoming").glob("*"):
        yield Fault("unfinished", path.relative_to(home).as_posix())
