"""Answers saved from a browser, on their way into the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from thuocdo.dossiers.portal.bundles import Bundle, apart
from thuocdo.dossiers.portal.disk import telling
from thuocdo.dossiers.portal.finding import OFFICIAL_TOTAL, Found, bundles_of, find_answers
from thuocdo.dossiers.portal.reading import envelope
from thuocdo.dossiers.portal.storing import Incoming, captures, keep, root_of
from thuocdo.dossiers.portal.versions import Capture
from thuocdo.errors import Problem, ThuocDoError


@dataclass(frozen=True)
class Outcome:
    """What an import did: new captures and answers already known."""

    new: tuple[Capture, ...]
    same: tuple[Incoming, ...]


@telling
def import_folder(
    source: Path,
    home: Path,
    who: str,
    now: datetime,
    *,
    captured: datetime | None = None,
    period: str | None = None,
    mixed: bool = False,
    exact: bool = False,
) -> Outcome:
    """Keep every answer under ``source``; all are read and judged before the first is written.

    ``captured``: when they were saved; without it, each file's own time. ``period``: a label,
    where neither folders nor names tell it. ``mixed``: accept figures that do not agree.
    ``exact``: the files' own times are those of the capture.
    Raises ``ThuocDoError`` PORTAL-001…008, 013…015.
    """
    found = find_answers(source, period)
    for one in found:
        if one.period is None:
            raise ThuocDoError(Problem("PORTAL-008", file=one.path.name))
    bundles = bundles_of(one for one in found if one.endpoint != OFFICIAL_TOTAL)
    if not mixed:
        refuse_apart(bundles)
    codes = {one.root_id: one.root for one in captures(home)}
    codes |= {id: code for bundle in bundles for id, code in bundle.codes().items()}
    incoming = [_incoming(one, bundles, codes, captured, exact) for one in found]
    new, same = keep(home, incoming, who, now)
    return Outcome(tuple(new), tuple(same))


def refuse_apart(bundles: list[Bundle]) -> None:
    """Raise PORTAL-006 for a bundle whose answers cannot be of one period."""
    problems = [problem for bundle in bundles if (problem := not_together(bundle))]
    if problems:
        raise ThuocDoError(*problems)


def not_together(bundle: Bundle) -> Problem | None:
    """The problem PORTAL-006 when the answers disagree on how many dossiers there were."""
    counts = apart(bundle)
    if counts is None:
        return None
    told = "; ".join(f"{endpoint}: {count:.0f}" for endpoint, count in counts.items())
    why = (f"số hồ sơ của cả tỉnh là {told}", f"the province's dossiers are {told}")
    name = Path(bundle.files[next(iter(counts))]).parent.name if bundle.files else ""
    return Problem("PORTAL-006", file=name, values={"why": why})


def _incoming(
    one: Found,
    bundles: list[Bundle],
    codes: dict[str, str],
    captured: datetime | None,
    exact: bool,
) -> Incoming:
    content = one.path.read_bytes()
    bundle = next((b for b in bundles if str(one.path) in b.files.values()), None)
    if bundle is None:
        envelope(content, one.endpoint, one.path.name)
        bundle = next((b for b in bundles if b.period == one.period), None)
    ids = set(bundle.roots().values()) if bundle else set()
    if not ids:
        raise ThuocDoError(Problem("PORTAL-017", file=one.path.name))
    id = ids.pop()
    moment = captured or datetime.fromtimestamp(one.path.stat().st_mtime, UTC)
    return Incoming(
        content,
        one.endpoint,
        one.period,
        root_of(codes.get(id), id, one.path.name),
        id,
        bundle.names().get(id, ""),
        moment,
        exact or captured is not None,
        one.path.name,
    )
