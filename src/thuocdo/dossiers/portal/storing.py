"""Keep raw answers exactly as received: never overwritten, every capture a version.

``<home>/portal/<root code>/<period>/<end point>/<capture time>-<sha8>.json`` and one line per
file in ``portal/index.jsonl``. The answer is written first, the line after it; a file without
its line (a killed import) gets it at the next import of the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from thuocdo.dossiers.portal.disk import telling
from thuocdo.dossiers.portal.reading import Answer, read_answer
from thuocdo.dossiers.portal.rules import rule_book
from thuocdo.dossiers.portal.versions import Capture, Version, history
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.facts.storing import replace_file

FOLDER, INDEX = "portal", "index.jsonl"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,63}\Z")


@dataclass(frozen=True)
class Incoming:
    """An answer to be kept. ``exact``: its capture time is known, not taken from the file."""

    content: bytes
    endpoint: str
    period: str
    root: str
    root_id: str
    root_name: str
    captured: datetime
    exact: bool
    origin: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def folder(home: Path) -> Path:
    """Where captures are kept."""
    return home / FOLDER


def keep(
    home: Path, incoming: Iterable[Incoming], who: str, now: datetime
) -> tuple[list[Capture], list[Incoming]]:
    """Store what is not there yet; give the new captures and those already known."""
    known = captures(home)
    new, same = [], []
    for one in incoming:
        if _is_known(one, known):
            same.append(one)
            continue
        capture = _keep_one(home, one, who, now)
        known.append(capture)
        new.append(capture)
    return new, same


def captures(home: Path) -> list[Capture]:
    """Every capture kept, in the order kept; a torn last line is passed over."""
    path = folder(home) / INDEX
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found.append(Capture(**json.loads(line)))
        except (json.JSONDecodeError, TypeError):
            continue
    return found


@telling
def versions(home: Path) -> list[Version]:
    """Every version with what it changed, by root, period, end point and time of capture."""
    groups: dict[tuple, list[Capture]] = {}
    order = {endpoint: place for place, endpoint in enumerate(rule_book().groups)}
    for one in captures(home):
        groups.setdefault((one.root, one.period, one.endpoint), []).append(one)
    found, codes = [], {}
    for key in sorted(groups, key=lambda key: (*key[:2], order.get(key[2], len(order)))):
        ordered = sorted(groups[key], key=lambda one: (one.captured, one.imported))
        read = [(one, read_kept(home, one)) for one in ordered]
        for answer in (answer for _, answer in read if answer is not None):
            codes |= {unit.id: unit.code for unit in answer.units if unit.code}
        found += history(read)
    return [_with_codes(one, codes) for one in found]


def root_of(code: str | None, id: str, file: str) -> str:
    """The folder name of a root. Raises ``ThuocDoError`` PORTAL-005 for a name unfit for one."""
    name = code or id
    if not _SAFE.match(name):
        why = (f"mã đơn vị {name!r} không dùng được", f"unit code {name!r} cannot be used")
        values = {"where": "departmentCode", "why": why}
        raise ThuocDoError(Problem("PORTAL-005", file=file, values=values))
    return name


def _with_codes(version: Version, codes: dict[str, str]) -> Version:
    """Two of the six answers name units by departmentId only; the others tell their codes."""
    told = (replace(one, unit_code=codes.get(one.unit_id)) for one in version.changes)
    return replace(version, changes=tuple(told))


def _is_known(one: Incoming, known: list[Capture]) -> bool:
    """The same bytes again are nothing new, unless others were captured in between."""
    own = [
        capture
        for capture in known
        if (capture.root, capture.period, capture.endpoint) == (one.root, one.period, one.endpoint)
    ]
    if one.sha256 not in {capture.sha256 for capture in own}:
        return False
    if not one.exact:
        return True  # the time of a copied file proves nothing
    moment = _iso(one.captured)
    ordered = sorted(own, key=lambda capture: capture.captured)
    before = [capture for capture in ordered if capture.captured <= moment][-1:]
    after = [capture for capture in ordered if capture.captured > moment][:1]
    return one.sha256 in {capture.sha256 for capture in (*before, *after)}


def _keep_one(home: Path, one: Incoming, who: str, now: datetime) -> Capture:
    stamp = f"{one.captured.astimezone(UTC):%Y%m%dT%H%M%SZ}-{one.sha256[:8]}.json"
    name = Path(root_of(one.root, one.root, one.origin), one.period, one.endpoint, stamp)
    path = folder(home) / name
    if not path.exists():
        replace_file(path, one.content)
    capture = Capture(
        root=one.root,
        root_id=one.root_id,
        root_name=one.root_name,
        period=one.period,
        endpoint=one.endpoint,
        captured=_iso(one.captured),
        captured_from="given" if one.exact else "file",
        imported=_iso(now),
        who=who,
        sha256=one.sha256,
        size=len(one.content),
        rules=rule_book().generation,
        file=name.as_posix(),
        origin=one.origin,
    )
    _append(folder(home) / INDEX, json.dumps(asdict(capture), ensure_ascii=False))
    return capture


def _append(path: Path, line: str) -> None:
    """One line at the end, on its own even after a torn one."""
    with path.open("ab+") as out:
        size = out.seek(0, os.SEEK_END)
        torn = False
        if size:
            out.seek(size - 1)
            torn = out.read(1) != b"\n"
        out.write((b"\n" if torn else b"") + line.encode("utf-8") + b"\n")
        out.flush()
        os.fsync(out.fileno())


def newest(home: Path, period: str, endpoint: str) -> tuple[Capture, Answer] | None:
    """The latest capture of ``endpoint`` for ``period`` with its answer; ``None`` without one.

    Raises ``ThuocDoError`` PORTAL-016 when a kept answer is no longer what was kept.
    """
    held = [one for one in captures(home) if (one.period, one.endpoint) == (period, endpoint)]
    if not held:
        return None
    last = max(held, key=lambda one: (one.captured, one.imported))
    answer = read_kept(home, last)
    return (last, answer) if answer is not None else None


def read_kept(home: Path, capture: Capture) -> Answer | None:
    """The answer of a capture; ``None`` for an end point without rules. Raises PORTAL-016."""
    if capture.endpoint not in rule_book().groups:
        return None
    path = folder(home) / capture.file
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != capture.sha256:
        raise ThuocDoError(Problem("PORTAL-016", file=capture.file))
    return read_answer(content, capture.endpoint, path.name)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
