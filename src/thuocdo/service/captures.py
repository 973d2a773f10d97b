"""Stored answers of the portal, read once per state of the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock

from thuocdo import environment
from thuocdo.cockpit import figures
from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.bundles import Bundle, apart
from thuocdo.dossiers.portal.finding import OFFICIAL_TOTAL, bundles_of, find_answers
from thuocdo.dossiers.portal.recomputing import Comparison, recompute
from thuocdo.dossiers.portal.storing import INDEX, folder, versions
from thuocdo.dossiers.portal.versions import Version, is_closed
from thuocdo.units import province

_one_at_a_time = RLock()


@dataclass(frozen=True)
class Held:
    """One period of one root: its newest answers, the comparisons, every version kept."""

    root: str
    period: str
    bundle: Bundle
    rows: tuple[Comparison, ...]
    versions: tuple[Version, ...]

    @property
    def root_id(self) -> str | None:
        """departmentId of the unit asked for."""
        return next(iter(self.bundle.roots().values()), None)

    @property
    def root_name(self) -> str:
        return self.bundle.names().get(self.root_id or "", self.root)

    @property
    def captured(self) -> str:
        """When the newest answer was captured, ISO with a zone; empty when not told."""
        return max((one.capture.captured for one in self.versions), default="")

    @property
    def is_closed(self) -> bool:
        """Whether the period had ended at every newest capture."""
        last = {one.capture.endpoint: one.capture.captured for one in self.versions}
        return bool(last) and all(is_closed(self.period, moment) for moment in last.values())

    @property
    def is_mixed(self) -> bool:
        """Whether the groups' counts cannot be of one period."""
        return apart(self.bundle) is not None

    @property
    def official_totals(self) -> tuple[str, ...]:
        """The period, where the answer of the official total is kept; it cannot be read yet."""
        kept = {one.capture.endpoint for one in self.versions}
        return (self.period,) if OFFICIAL_TOTAL in kept else ()

    @property
    def restated(self) -> tuple[Version, ...]:
        return tuple(one for one in self.versions if one.kind == "restated")

    @property
    def is_own(self) -> bool:
        """Whether these are the answers about the province this site speaks of."""
        return self.root == own_root()


def own_root() -> str:
    """The portal's code of our province; empty when the facts have none."""
    rows = figures.now().table("province").select("boundaries", "code", "portal_code").iter_rows()
    own = figures.own_province()
    return next((told for at, code, told in rows if at == "34" and code == own and told), "")


def own_name() -> str:
    return province(figures.now(), "34", figures.own_province()).name


def every() -> tuple[Held, ...]:
    """All that is stored about our province, newest period last; another's where ours has none.

    Raises ``ThuocDoError`` PORTAL-… for a store that was tampered with.
    """
    home = environment.home()
    try:
        told = (folder(home) / INDEX).stat()
    except OSError:
        return ()
    with _one_at_a_time:
        found = _read(home, told.st_mtime_ns, told.st_size)
    own = tuple(one for one in found if one.root == own_root())
    if own or not found:
        return own
    return tuple(one for one in found if one.root == found[-1].root)


def of_period(period: str = "") -> Held | None:
    """The newest period stored, or the one asked for; ``None`` when there is none such."""
    found = every()
    if not period:
        return found[-1] if found else None
    return next((one for one in found if one.period == period), None)


@lru_cache(maxsize=2)
def _read(home: Path, changed: int, size: int) -> tuple[Held, ...]:
    answers = (one for one in find_answers(folder(home)) if one.endpoint != OFFICIAL_TOTAL)
    kept: dict[tuple[str, str], list[Version]] = {}
    for one in versions(home):
        kept.setdefault((one.capture.root, one.capture.period), []).append(one)
    found = []
    for bundle in bundles_of(answers):
        root = Path(next(iter(bundle.files.values()))).relative_to(folder(home)).parts[0]
        own = tuple(kept.get((root, bundle.period), ()))
        found.append(Held(root, bundle.period, bundle, tuple(recompute([bundle])), own))
    return tuple(sorted(found, key=lambda one: (_end(one.period), one.root)))


def _end(period: str) -> tuple:
    told = periods.parse(period or "")
    return (told.end, told.start) if told else ()
